"""The examples of docs/identity.md do what the page promises: each is run as it stands there."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.identity.keys import read_keys
from app.identity.tokens import IdentityTokens
from tests.signing import SECRET

PAGE = (Path(__file__).parents[2] / "docs" / "identity.md").read_text(encoding="utf-8")
KEYS = read_keys(json.dumps({"2026-11": {"alg": "HS256", "key": SECRET}}))
ACCOUNT = 'клиент "17"/ä'
LONGEST_EXAMPLE = 10


def example(language: str) -> str:
    found = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert len(found) == 1
    return found[0]


def run(command: list[str]) -> str:
    environment = {**os.environ, "CHAT_SECRET": SECRET}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=30)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def printed(language: str, tmp_path: Path) -> str:
    """The token that the example makes for ACCOUNT."""
    said, code = json.dumps(ACCOUNT), example(language)
    match language:
        case "python":
            return run([sys.executable, "-c", f"{code}\nprint(chat_token({said}))"])
        case "js":
            (tmp_path / "token.mjs").write_text(
                f"{code}\nconsole.log(chatToken({said}));\n", encoding="utf-8"
            )
            return run(["node", str(tmp_path / "token.mjs")])
        case _:
            call = f"echo chat_token(json_decode('{said}'));"
            return run(["php", "-r", code + call])


@pytest.mark.parametrize(
    ("language", "program"), [("python", sys.executable), ("js", "node"), ("php", "php")]
)
def test_an_example_of_ten_lines_makes_a_token_that_is_taken(
    language: str, program: str, tmp_path: Path
) -> None:
    assert len([line for line in example(language).splitlines() if line]) <= LONGEST_EXAMPLE
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not here")
    tokens = IdentityTokens(KEYS, "zabota", lambda: datetime.now(UTC))
    assert tokens.read(printed(language, tmp_path)).account == ACCOUNT
