"use strict";
// What the page does beyond forms and links; without it everything works by whole pages.

function ready(root) {
  for (const form of root.querySelectorAll("form[data-drop]")) drop(form);
  for (const form of root.querySelectorAll("form[data-partial]")) partial(form);
  for (const entry of root.querySelectorAll("[data-entry]")) state(entry);
}

// A file that is dropped, or chosen, is sent at once.
function drop(form) {
  const input = form.querySelector("input[type=file]");
  form.classList.add("ready");
  const send = () => { if (input.files.length) form.requestSubmit(); };
  input.addEventListener("change", send);
  for (const name of ["dragenter", "dragover"]) form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, (event) => { event.preventDefault(); form.classList.remove("over"); });
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    send();
  });
}

// Not declared, declared as zero, declared: told beside each input while it is filled in.
function state(entry) {
  const input = entry.querySelector("input"), told = entry.querySelector(".state");
  if (!input || !told) return;
  const tell = () => {
    const value = input.value.trim();
    const zero = value !== "" && Number(value) === 0;
    told.textContent = value === "" ? told.dataset.empty : zero ? told.dataset.zero : told.dataset.value;
    entry.classList.toggle("given", value !== "");
  };
  input.addEventListener("input", tell);
  tell();
}

// Answers are taken over without leaving the place: the answer of the server is a whole page, of which the content is put in.
function partial(form) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.name !== "apply" || form.dataset.busy) return;
    event.preventDefault();
    form.dataset.busy = "1";
    form.classList.add("busy");
    const body = new URLSearchParams(new FormData(form, button));
    fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } })
      .then(async (response) => put(await response.text(), response.url))
      .catch(() => { delete form.dataset.busy; form.classList.remove("busy"); form.submit(); });
  });
}

function put(text, address) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const fresh = page.querySelector("main"), old = document.querySelector("main");
  if (!fresh || !old) { location.assign(address); return; }
  old.replaceWith(document.adoptNode(fresh));
  document.title = page.title;
  const main = document.querySelector("main");
  ready(main);
  const goal = main.querySelector("#faults") || main.querySelector("#changed") || main;
  goal.focus({ preventScroll: true });
  goal.scrollIntoView({ block: "center" });
}

ready(document);
const faults = document.getElementById("faults");
if (faults) faults.focus();
