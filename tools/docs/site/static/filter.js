// A field above each table of the class `filter`: rows that hold all words stay.
for (const table of document.querySelectorAll("table.filter")) {
  const chinese = document.documentElement.lang.startsWith("zh");
  const field = document.createElement("input");
  field.type = "search";
  field.className = "filter";
  field.placeholder = chinese ? "筛选本表" : "Search this table";
  field.setAttribute("aria-label", field.placeholder);
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of table.tBodies[0].rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
  });
  (table.closest(".table-wrapper") || table).before(field);
}
