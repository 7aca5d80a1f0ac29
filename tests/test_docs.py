"""Pages that are written from code are not stale, and what the README promises exists."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.commands.generated import protocol_page, protocol_schema, settings_page
from app.commands.orders_api import openapi_document, orders_page

ROOT = Path(__file__).parent.parent


def test_the_protocols_schema_is_what_the_code_says() -> None:
    written = json.loads((ROOT / "docs/protocol.schema.json").read_text(encoding="utf-8"))
    assert written == protocol_schema(), "run make generate"


def test_the_protocols_page_is_what_the_code_says() -> None:
    assert (ROOT / "docs/protocol.md").read_text(encoding="utf-8") == protocol_page(), "run make generate"


def test_the_settings_page_is_what_the_code_says() -> None:
    assert (ROOT / "docs/settings.md").read_text(encoding="utf-8") == settings_page(), "run make generate"


def test_the_order_contract_is_what_the_code_says() -> None:
    written = json.loads((ROOT / "docs/orders-api.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(openapi_document())), "run make generate"
    assert (ROOT / "docs/orders-api.md").read_text(encoding="utf-8") == orders_page(), "run make generate"


def test_every_reference_of_the_order_contract_leads_somewhere() -> None:
    document = openapi_document()
    named = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(document)))
    assert named <= set(document["components"]["schemas"])
    for path, operations in document["paths"].items():
        for operation in operations.values():
            given = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
            assert given == set(re.findall(r"\{(\w+)\}", path))


def test_the_typescript_types_are_what_the_schema_says() -> None:
    if shutil.which("node") is None or not (ROOT / "frontend/node_modules").exists():
        pytest.skip("Node.js or frontend/node_modules is not here")
    checked = subprocess.run(
        ["node", "build/types.mjs", "--check"],
        cwd=ROOT / "frontend",
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    "page",
    sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("evals/*.md")]),
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?://|mailto:|#|kb:)([^)#\s]+)", text):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_make_target_that_the_readme_names_exists() -> None:
    targets = set(
        re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    named = set(re.findall(r"make ([a-z0-9-]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert {"run", "test"} <= named <= targets


def test_every_decision_stands_in_the_list_of_decisions() -> None:
    listed = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    for page in ROOT.glob("docs/decisions/0*.md"):
        assert page.name in listed
