"""Commands about articles."""

import argparse
import sys
from pathlib import Path

from app.knowledge.lint import lint
from app.main import build, seed_folder
from app.settings import Settings


async def seed(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Fill an empty knowledge base."""
    async with build(settings) as services:
        count = await services.library.seed(seed_folder())
    print(f"{count} articles added" if count else "the knowledge base has articles already")
    return 0


async def reindex(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Rebuild the index from what the database keeps."""
    async with build(settings) as services:
        is_done = await services.catalogue.rebuild()
    print("the index is rebuilt" if is_done else "some embedder failed; words alone are searched meanwhile")
    return 0 if is_done else 1


async def export_knowledge(settings: Settings, arguments: argparse.Namespace) -> int:
    """Write every article to a folder."""
    folder: Path = arguments.folder
    async with build(settings) as services:
        count = await services.library.export(folder)
    print(f"{count} articles written to {folder}")
    return 0


async def lint_knowledge(_settings: Settings, arguments: argparse.Namespace) -> int:
    """Print what is wrong with the articles of a folder; exit status 1 when anything is."""
    findings = lint(arguments.folder)
    for finding in findings:
        print(finding, file=sys.stderr)
    print(f"{len(findings)} findings")
    return 1 if findings else 0
