"""`crosswalk web` as a command: where it answers, how it ends, and what it says when it cannot start."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys

import pytest
from click.testing import CliRunner

from crosswalk.cli import main
from crosswalk.errors import InputError, MissingPackageError
from crosswalk.web import server
from crosswalk.web.server import bound, serve

COMMAND = [sys.executable, "-m", "crosswalk.cli", "web", "--no-open"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_answers_on_this_machine_until_it_is_told_to_end(lang: str) -> None:
    with subprocess.Popen([*COMMAND, "--port", "0", "--lang", lang], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        said = running.stderr.readline()
        assert "Ctrl-C" in said
        found = re.match(r"http://127\.0\.0\.1:(\d+)/", said)
        assert found is not None
        port = int(found[1])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/")
        answer = connection.getresponse()
        body = answer.read().decode()
        assert answer.status == 200
        assert f'lang="{"zh-Hans" if lang == "zh" else "en"}"' in body
        assert answer.getheader("server") is None
        connection.request("GET", "/", headers={"Host": "evil.example"})
        assert connection.getresponse().status == 421
        connection.close()
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0
        assert running.stdout is not None
        assert running.stdout.read() == ""
        assert running.stderr.read() == ""


def test_no_other_machine_reaches_it() -> None:
    with bound(0) as found:
        assert found.getsockname()[0] == "127.0.0.1"


def test_a_port_in_use_is_told_in_both_languages() -> None:
    with bound(0) as taken:
        port = taken.getsockname()[1]
        for lang, words in (("en", "is in use; name another one with --port"), ("zh", "已被占用")):
            done = CliRunner().invoke(main, ["web", "--port", str(port), "--no-open", "--lang", lang])
            assert done.exit_code == 3
            assert words in done.stderr
            assert str(port) in done.stderr
            assert done.stdout == ""
    with pytest.raises(OverflowError), socket.socket() as other:
        other.bind(("127.0.0.1", 70000))
    assert CliRunner().invoke(main, ["web", "--port", "70000"]).exit_code == 2


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(MissingPackageError, match=r'pip install "carbon-crosswalk\[web\]"') as caught:
        serve(0, None, print)
    assert "需要" in caught.value.render("zh")


def test_an_error_of_our_own_is_no_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "crosswalk.web.app", None)
    with pytest.raises(ImportError) as caught:
        serve(0, None, print)
    assert not isinstance(caught.value, MissingPackageError | InputError)


def test_the_command_line_loads_nothing_of_the_page() -> None:
    script = "import sys\nfrom click.testing import CliRunner\nfrom crosswalk.cli import main\nCliRunner().invoke(main, ['--help'])\nprint('\\n'.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60).stdout.split()
    assert not {"starlette", "uvicorn", "jinja2", "anyio"} & {name.split(".")[0] for name in loaded}
    assert server.ADDRESS == "127.0.0.1"
