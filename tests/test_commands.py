"""The command line: what a person sees who starts, asks the doctor, or invites a colleague."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from app.__main__ import main
from tests.signing import KEYS, SECRET


@pytest.fixture(autouse=True)
def small_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, logs_as_before: None) -> None:
    monkeypatch.setenv("ZABOTA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("ZABOTA_EMBEDDER", "none")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


def test_the_doctor_names_every_part_and_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor"])
    said = capsys.readouterr().out
    for part in ("versions", "disk", "pages", "database", "index", "model", "bus", "identity"):
        assert part in said
    assert "answering by quotation" in said


def test_the_doctor_says_what_is_down_and_the_mend(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("ZABOTA_MODEL_CONNECT_S", "0.5")
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "FAIL  model" in said
    assert "mend: check OPENAI_API_KEY" in said


def test_the_doctor_names_the_identity_keys_and_shows_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZABOTA_IDENTITY_KEYS", KEYS)
    main(["doctor"])
    said = capsys.readouterr()
    assert "hs (HS256), ed (EdDSA); audience zabota" in said.out
    assert SECRET not in said.out + said.err


def test_an_invitation_is_a_link_that_names_no_password(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add-operator", "--role", "editor"]) == 0
    assert "/setup#token=" in capsys.readouterr().out


def test_a_taken_port_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("ZABOTA_PORT", str(taken.getsockname()[1]))
        assert main(["serve"]) == 1
    assert "is taken" in capsys.readouterr().err


def test_the_seed_is_taken_once_and_comes_out_again_as_it_went_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seed"]) == 0
    assert "articles added" in capsys.readouterr().out
    assert main(["seed"]) == 0
    assert "has articles already" in capsys.readouterr().out
    assert main(["export-knowledge", str(tmp_path / "out")]) == 0
    seed = Path(__file__).parent.parent / "knowledge_base"
    for article in seed.glob("*/*.md"):
        exported = tmp_path / "out" / article.relative_to(seed)
        assert exported.read_text(encoding="utf-8") == article.read_text(encoding="utf-8")


def test_the_seed_has_no_dead_links_missing_twins_or_empty_sections() -> None:
    assert main(["lint-knowledge", str(Path(__file__).parent.parent / "knowledge_base")]) == 0


def _command(*arguments: str, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "app", *arguments],
        env={**os.environ, **settings},
        cwd=Path(__file__).parent.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def _serving_on_any_port() -> Generator[str]:
    """A server that chose its port itself; the address is read from its banner."""
    server = _command("serve", ZABOTA_PORT="0")
    assert server.stdout is not None
    try:
        banner = ""
        while "/console" not in banner:
            line = server.stdout.readline()
            assert line, f"the server stopped: {banner}"
            banner += line
        found = re.search(r"(http://\S+)/console", banner)
        assert found is not None
        yield found.group(1)
    finally:
        server.terminate()
        server.communicate(timeout=30)


def test_beside_a_running_server_a_second_is_refused_and_the_doctor_says_why_it_sees_less() -> None:
    with _serving_on_any_port() as address:
        assert not address.endswith(":0")
        assert httpx.get(f"{address}/health").status_code == 200
        second = _command("serve", ZABOTA_PORT="0")
        _, complaint = second.communicate(timeout=60)
        assert second.returncode == 1
        assert "in use by another process" in complaint
        assert "Traceback" not in complaint
        doctor = _command("doctor")
        said, _ = doctor.communicate(timeout=60)
        assert doctor.returncode == 0
        assert "a server runs on this folder" in said
