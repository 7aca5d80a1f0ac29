"""The wheel carries what a running product needs: pages, prompts, articles, words."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_the_wheel_holds_pages_prompts_articles_and_words(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "-w", str(tmp_path), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    wheel = next(tmp_path.glob("*.whl"))
    names = set(zipfile.ZipFile(wheel).namelist())
    for wanted in (
        "app/web/static/widget.html",
        "app/web/static/embed.js",
        "app/_prompts/answer.md",
        "app/_knowledge_base/ru/return-unopened.md",
        "app/catalogue/ru/widget.json",
        "app/storage/migrations/versions/0001_first.py",
    ):
        assert wanted in names
