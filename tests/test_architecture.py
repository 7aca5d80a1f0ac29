"""The shape of the house: who may import whom, where vendors live, how modules open and are named."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORBIDDEN_NAMES = frozenset({"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"})
VENDORS: dict[str, frozenset[str]] = {
    "langchain_core": frozenset({"app/llm/openai.py"}),
    "langchain_openai": frozenset({"app/llm/openai.py"}),
    "openai": frozenset({"app/llm/openai.py", "app/llm/retries.py", "app/knowledge/embedders.py"}),
    "chromadb": frozenset({"app/knowledge/index.py"}),
    "redis": frozenset({"app/bus/redis.py"}),
    "jwt": frozenset({"app/identity/"}),
    "cryptography": frozenset({"app/identity/"}),
    "sqlalchemy": frozenset({"app/storage/"}),
    "alembic": frozenset({"app/storage/"}),
    "fastapi": frozenset({"app/web/", "app/edge.py"}),
    "uvicorn": frozenset({"app/commands/serving.py"}),
}
SETTINGS_READERS = (
    "app/__init__.py",
    "app/__main__.py",
    "app/main.py",
    "app/adapters.py",
    "app/edge.py",
    "app/settings.py",
    "app/commands/",
)
FOREIGN_FORMATS = frozenset({"app/orders/row_files.py"})
MODULE_LIMIT = 330
FUNCTION_LIMIT = 60


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Path from the root and syntax tree of every module of the product."""
    files = sorted((ROOT / "app").rglob("*.py"))
    return tuple(
        (file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8"))) for file in files
    )


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def test_imports_point_down_only() -> None:
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_vendor_lives_in_one_place(vendor: str) -> None:
    homes = tuple(VENDORS[vendor])
    strangers = {
        path
        for path, tree in modules()
        if any(name.split(".")[0] == vendor for name in imports(tree)) and not path.startswith(homes)
    }
    assert strangers == set()


def test_only_the_root_reads_settings_and_the_environment() -> None:
    readers = {
        path
        for path, tree in modules()
        if "app.settings" in set(imports(tree))
        or any(
            isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv") for node in ast.walk(tree)
        )
    }
    assert {path for path in readers if not path.startswith(SETTINGS_READERS)} == set()


def test_a_module_opens_with_a_sentence_about_what_lives_there() -> None:
    silent = {
        path for path, tree in modules() if not (ast.get_docstring(tree) or "").split("\n")[0].endswith(".")
    }
    assert silent == set()


def test_no_module_is_named_after_nothing() -> None:
    names = {path for path, _ in modules() if FORBIDDEN_NAMES & set(Path(path).with_suffix("").parts)}
    assert names == set()


def is_kernel(path: str) -> bool:
    return path.startswith("app/domain/")


def test_the_kernel_has_no_clock_no_chance_and_no_waiting() -> None:
    forbidden = {"random", "secrets", "uuid", "time", "asyncio", "threading", "os", "socket"}
    for path, tree in modules():
        if is_kernel(path):
            assert not {name.split(".")[0] for name in imports(tree)} & forbidden, path
            awaiting = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
            assert not any(isinstance(node, awaiting) for node in ast.walk(tree)), path
            clocks = {"now", "utcnow", "today"}
            calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
            assert not {call.attr for call in calls if isinstance(call, ast.Attribute)} & clocks, path


def test_the_kernels_dataclasses_are_frozen_slotted_and_keyword_only() -> None:
    loose = {
        f"{path}: {node.name}"
        for path, tree in modules()
        if is_kernel(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
        if "dataclass" in ast.unparse(decorator)
        and not {"frozen=True", "slots=True", "kw_only=True"} <= set(_options(decorator))
    }
    assert loose == set()


def _options(decorator: ast.expr) -> list[str]:
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    return [f"{keyword.arg}={ast.unparse(keyword.value)}" for keyword in keywords]


def test_no_module_holds_an_instance_of_one_of_our_classes() -> None:
    """Services are built by `build` and handed on; a frozen value is a constant and may stand."""
    classes = {
        node.name: any("frozen=True" in ast.unparse(decorator) for decorator in node.decorator_list)
        for _, tree in modules()
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }
    held = {
        f"{path}:{statement.lineno}"
        for path, tree in modules()
        for statement in tree.body
        if isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, ast.Call)
        if classes.get(ast.unparse(statement.value.func), True) is False
    }
    assert held == set()


def test_no_module_is_a_book() -> None:
    """The aim is 150 lines; beyond the hard limit a module needs a table of contents."""
    lines = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path, _ in modules()}
    assert {path: count for path, count in lines.items() if count > MODULE_LIMIT} == {}


Function = ast.FunctionDef | ast.AsyncFunctionDef


def own_lines(function: Function) -> int:
    """The lines of a function without those of the functions inside it."""
    inside = [node for node in ast.walk(function) if isinstance(node, Function) and node is not function]
    outermost = [
        one for one in inside if not any(one in ast.walk(other) for other in inside if other is not one)
    ]
    return _length(function) - sum(map(_length, outermost))


def _length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_function_is_a_chapter() -> None:
    """The aim is 30 lines; a migration lists what it lists."""
    long = {
        f"{path}: {node.name}"
        for path, tree in modules()
        if "/migrations/" not in path
        for node in ast.walk(tree)
        if isinstance(node, Function) and own_lines(node) > FUNCTION_LIMIT
    }
    assert long == set()


def test_the_repository_speaks_of_customers_assistants_and_operators() -> None:
    """`agent` and `user` are other houses' words; who reads their files uses them there."""
    strange = {
        f"{path}: {node.name}"
        for path, tree in modules()
        if path not in FOREIGN_FORMATS
        for node in ast.walk(tree)
        if isinstance(node, Function | ast.ClassDef) and {"agent", "user"} & set(node.name.lower().split("_"))
    }
    assert strange == set()
