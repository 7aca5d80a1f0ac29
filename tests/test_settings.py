"""Settings: every one documented, a wrong one named with what is allowed, secrets never shown."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.__main__ import main
from app.settings import Settings, explain, variable_of

PAGE = Path(__file__).parent.parent / "docs" / "settings.md"


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", *(variable_of(name) for name in Settings.model_fields)):
        monkeypatch.delenv(name, raising=False)


def test_every_setting_has_a_description_and_stands_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert field.description
        assert f"`{variable_of(name)}`" in page


def test_the_page_names_no_variable_that_does_not_exist() -> None:
    known = {variable_of(name) for name in Settings.model_fields}
    assert set(re.findall(r"ZABOTA_[A-Z0-9_]+", PAGE.read_text(encoding="utf-8"))) == known


def test_defaults_need_no_environment() -> None:
    settings = Settings()
    assert not settings.has_model
    assert settings.origins == ("http://127.0.0.1:8000", "http://localhost:8000")
    assert settings.database.startswith("sqlite:///")


def test_the_usual_names_of_the_models_variables_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    settings = Settings()
    assert settings.has_model
    assert settings.openai_api_key.get_secret_value() == "k"


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("ZABOTA_PORT", "99999", "65535"),
        ("ZABOTA_EMBEDDER", "magic", "'auto'"),
        ("ZABOTA_ACCENT", "green", "#"),
        ("ZABOTA_SITES", '["https://shop.example/path"]', "origin"),
        ("ZABOTA_SITES", "https://shop.example", "JSON list"),
        ("ZABOTA_DATABASE_URL", "mysql://x", "postgresql"),
        ("ZABOTA_DATABASE_URL", "postgresql://host:port/shop", "not a URL"),
        ("ZABOTA_DATABASE_URL", "sqlite:///:memory:", "name a file"),
        ("ZABOTA_BUS_URL", "redis://localhost:6379/shop", "number"),
    ],
)
def test_a_wrong_value_stops_the_start_with_name_value_and_what_is_allowed(
    variable: str,
    value: str,
    allowed: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(variable, value)
    assert main(["doctor"]) == 2
    said = capsys.readouterr().err
    assert variable in said
    assert value.strip('[]"') in said
    assert allowed in said


def test_a_wrong_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZABOTA_OPENAI_BASE_URL", "ftp://secret-host")
    monkeypatch.setenv("ZABOTA_ORDERS_URL", "ftp://x")
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert "ZABOTA_ORDERS_URL" in explain(caught.value)


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ('{"k1": {"alg": "HS256", "key": "hunter2"}}', "key k1: an HS256 secret has at least 32 bytes"),
        ('{"k1": {"alg": "EdDSA", "key": "hunter2"}}', "key k1: wanted is an Ed25519 public key"),
        ('{"k1": {"alg": "none", "key": "hunter2"}}', "key k1: alg is HS256 or EdDSA"),
        ('{"k1": "hunter2"', "not JSON"),
        ("hunter2", "neither a JSON object of keys nor the path of a file"),
    ],
)
def test_a_weak_or_broken_identity_key_stops_the_start_and_is_not_repeated(
    keys: str, named: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZABOTA_IDENTITY_KEYS", keys)
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert "hunter2" not in str(caught.value)
    assert main(["doctor"]) == 2
    said = capsys.readouterr().err
    assert "ZABOTA_IDENTITY_KEYS" in said
    assert named in said
    assert "hunter2" not in said


def test_a_password_in_a_url_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZABOTA_DATABASE_URL", "postgresql://anna:hunter2@host:port/shop")
    assert main(["doctor"]) == 2
    said = capsys.readouterr().err
    assert "ZABOTA_DATABASE_URL" in said
    assert "hunter2" not in said


@pytest.mark.parametrize("command", ["seed", "doctor"])
def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    environment = {**os.environ, "ZABOTA_FOLDER": str(tmp_path / "file")}
    ran = subprocess.run(
        [sys.executable, "-m", "app", command], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "ZABOTA_FOLDER" in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr


def test_settings_do_not_change_after_the_start() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]
