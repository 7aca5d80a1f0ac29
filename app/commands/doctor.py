"""`doctor`: each part tried for real, and the mend for what does not work."""

import argparse
import importlib.metadata
import shutil
import sqlite3
import sys
from dataclasses import dataclass

from app.domain.errors import FolderInUse, IndexUnavailable, StorageUnavailable, SupportError
from app.domain.ids import LANGUAGES
from app.llm.base import ChatMessage, ModelRequest
from app.main import Services, build
from app.settings import Settings
from app.storage.epoch import read_epoch
from app.web.pages import STATIC

LEAST_FREE_MB = 500
PACKAGES = (
    "chromadb",
    "fastapi",
    "langchain-openai",
    "openai",
    "pydantic",
    "pyjwt",
    "sqlalchemy",
    "uvicorn",
    "websockets",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One examined part: well or not, what was seen, and the mend when it is not well."""

    name: str
    is_well: bool
    seen: str
    mend: str = ""


async def doctor(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Print one line a part; exit status 1 when one of them does not work."""
    found = [_versions(), _disk(settings), _pages()]
    try:
        async with build(settings) as services:
            for check in (_database, _index, _model, _bus, _identity):
                found.append(await check(services))
    except FolderInUse:
        seen = "a server runs on this folder: what it cannot do is told at /ready; stop it for a closer look"
        found.append(Found(name="server", is_well=True, seen=seen))
    except StorageUnavailable as error:
        mend = "check ZABOTA_FOLDER and ZABOTA_DATABASE_URL: do they exist, may this user write there?"
        found.append(Found(name="database", is_well=False, seen=str(error), mend=mend))
    except IndexUnavailable as error:
        mend = "check ZABOTA_CHROMA_URL" if settings.chroma_url else "python -m app reindex"
        found.append(Found(name="index", is_well=False, seen=str(error), mend=mend))
    for part in found:
        print(f"{'ok  ' if part.is_well else 'FAIL'}  {part.name:9} {part.seen}")
        if not part.is_well:
            print(f"      mend: {part.mend}")
    return 0 if all(part.is_well for part in found) else 1


def _versions() -> Found:
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    python = ".".join(str(part) for part in sys.version_info[:3])
    return Found(
        name="versions", is_well=True, seen=f"Python {python}, SQLite {sqlite3.sqlite_version}, {versions}"
    )


def _disk(settings: Settings) -> Found:
    mend = f"free at least {LEAST_FREE_MB} MB, or set ZABOTA_FOLDER to a larger disk"
    try:
        settings.folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(settings.folder).free // 1_000_000
    except OSError as error:
        seen = f"{settings.folder}: {error.strerror}"
        return Found(name="disk", is_well=False, seen=seen, mend="set ZABOTA_FOLDER to a folder of your own")
    return Found(
        name="disk",
        is_well=free >= LEAST_FREE_MB,
        seen=f"{free} MB free at {settings.folder.resolve()}",
        mend=mend,
    )


def _pages() -> Found:
    is_built = (STATIC / "widget.html").exists()
    return Found(name="pages", is_well=is_built, seen="built" if is_built else "not built", mend="make pages")


async def _database(services: Services) -> Found:
    seen = services.database.url
    try:
        await services.database.read(read_epoch)
    except SupportError as error:
        return Found(
            name="database", is_well=False, seen=f"{seen}: {error}", mend="check ZABOTA_DATABASE_URL"
        )
    return Found(name="database", is_well=True, seen=seen)


async def _index(services: Services) -> Found:
    is_sound = await services.catalogue.check()
    names = ", ".join(embedder.name for embedder in services.embedders) or "words alone"
    count = sum(len(services.catalogue.snapshot.holdings[lang, "public"].passages) for lang in LANGUAGES)
    return Found(
        name="index", is_well=is_sound, seen=f"{count} public passages, {names}", mend="python -m app reindex"
    )


async def _model(services: Services) -> Found:
    model = services.model
    if model is None:
        return Found(
            name="model", is_well=True, seen="none: answering by quotation (set OPENAI_API_KEY for one)"
        )
    request = ModelRequest(messages=(ChatMessage(role="customer", text="Hello"),), max_tokens=16)
    try:
        async for _delta in model.stream(request):
            break
    except SupportError as error:
        mend = "check OPENAI_API_KEY, OPENAI_BASE_URL and ZABOTA_MODEL; meanwhile answers are quotations"
        return Found(name="model", is_well=False, seen=f"{model.name}: {error}", mend=mend)
    return Found(name="model", is_well=True, seen=f"{model.name} answers")


async def _bus(services: Services) -> Found:
    kind = "redis" if services.settings.bus_url else "in process"
    return Found(name="bus", is_well=services.bus.is_healthy, seen=kind, mend="check ZABOTA_BUS_URL")


async def _identity(services: Services) -> Found:
    seen = (
        services.identity.seen or "no keys: customers prove an order in the chat (set ZABOTA_IDENTITY_KEYS)"
    )
    return Found(name="identity", is_well=True, seen=seen)
