"""The command line: serve, seed, reindex, add-operator, doctor, and what writes the generated pages."""

import argparse
import asyncio
import importlib
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import SettingsError

from app import commands as c
from app.domain.errors import SupportError
from app.logs import configure
from app.settings import Settings, explain

Command = Callable[[Settings, argparse.Namespace], Awaitable[int]]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zabota", description="Support chat for online shops.")
    commands = parser.add_subparsers(dest="command", required=True)
    known: Sequence[tuple[str, str, Command]] = (
        ("serve", "migrate, seed what is new, serve", c.serve),
        ("seed", "fill an empty knowledge base from knowledge_base/", c.seed),
        ("reindex", "rebuild the passage index from the database", c.reindex),
        ("add-operator", "print a one-time link that makes an account", c.add_operator),
        ("doctor", "what works, what does not, and the mend for each", c.doctor),
        ("check-orders", "every promise of the order contract, asked of an endpoint", c.check_orders),
        ("export-knowledge", "write the articles as Markdown", c.export_knowledge),
        ("lint-knowledge", "dead links, missing twins, empty sections", c.lint_knowledge),
        ("protocol", "write the protocol's JSON Schema and reference page", c.write_protocol),
        ("settings", "write the page of settings", c.write_settings),
        ("orders-api", "write the order contract's OpenAPI document and page", c.write_orders_api),
    )
    for name, words, command in known:
        sub = commands.add_parser(name, help=words, description=words)
        sub.set_defaults(run=command)
        if name == "add-operator":
            sub.add_argument("--role", choices=("admin", "operator", "editor", "viewer"), default="operator")
        if name == "check-orders":
            c.add_check_arguments(sub)
        if name in ("export-knowledge", "lint-knowledge"):
            sub.add_argument("folder", type=Path, nargs="?", default=Path("knowledge_base"))
        if name in ("protocol", "settings", "orders-api"):
            sub.add_argument("--folder", type=Path, default=Path("docs"))
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status, 2 when a setting is wrong, 1 when something is down."""
    parsed = _parser().parse_args(arguments)
    try:
        settings = Settings()
    except (ValidationError, SettingsError) as error:
        print("A setting is wrong:", file=sys.stderr)
        print(explain(error), file=sys.stderr)
        return 2
    configure(settings.log_level, settings.log_format)
    run: Command = parsed.run
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            return runner.run(_run(run, settings, parsed))
    except SupportError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The quicker event loop where there is one; None is Python's own."""
    if sys.platform == "win32":
        return None
    return importlib.import_module("uvloop").new_event_loop


async def _run(run: Command, settings: Settings, parsed: argparse.Namespace) -> int:
    return await run(settings, parsed)


if __name__ == "__main__":
    sys.exit(main())
