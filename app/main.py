"""The composition root: settings in, rooms out; server, commands, evals and tests all build here."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.adapters import codes_of, embedders_of, identity_of, model_of, orders_of
from app.assistant.answering import Answering
from app.assistant.background import BackgroundAssistant
from app.assistant.order_talk import OrderTalk
from app.assistant.ordering.attempts import AttemptLimiter
from app.assistant.ordering.codes import OneTimeCodes
from app.assistant.packets import PacketWriter
from app.assistant.policies import Policies
from app.assistant.prompts import PromptBook, default_folder
from app.assistant.proposals import Proposals
from app.assistant.signals.reader import SignalReader
from app.assistant.smalltalk import SmallTalkReader
from app.assistant.sweep import Sweep
from app.assistant.tools import OrderTools
from app.assistant.turn import Knowing, Senses, TurnPipeline
from app.bus.base import Bus
from app.bus.in_process import InProcessBus
from app.bus.redis import RedisBus
from app.conversations import Conversations
from app.conversations.visitors import Visitors
from app.domain.errors import StorageUnavailable
from app.domain.escalation import EscalationPolicy
from app.identity.tokens import IdentityTokens
from app.knowledge.catalogue import Catalogue
from app.knowledge.embedders import Embedder, QueryVectors
from app.knowledge.index import PassageIndex
from app.knowledge.library import Library
from app.knowledge.reading.glossary import Glossary
from app.knowledge.reading.words import load_stemmer
from app.knowledge.search import KnowledgeSearch
from app.knowledge.sentences import SentenceNearness
from app.knowledge.unanswered import Unanswered
from app.knowledge.vectors import VectorStore
from app.llm.base import LanguageModel
from app.llm.offline import Quotation
from app.operators.accounts import Accounts
from app.operators.presence import Presence
from app.operators.sessions import Sessions
from app.orders.gateway import OrderGateway
from app.orders.rules import load_rules
from app.settings import Settings
from app.storage.database import Database
from app.storage.epoch import read_or_make
from app.storage.folder_lock import FolderLock
from app.storage.migrations import migrate
from app.tasks import Tasks, background_tasks

HERE = Path(__file__).parent


def utc_now() -> datetime:
    """The clock of the running product."""
    return datetime.now(UTC)


def seed_folder() -> Path:
    """The help centre that a new database starts from: beside the package, or inside the wheel."""
    inside = HERE / "_knowledge_base"
    return inside if inside.exists() else HERE.parent / "knowledge_base"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering:
    """All that is said and done about orders, over one gateway and one set of rules."""

    tools: OrderTools
    proposals: Proposals
    talk: OrderTalk


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Every room of the house, built and running."""

    settings: Settings
    database: Database
    bus: Bus
    conversations: Conversations
    visitors: Visitors
    identity: IdentityTokens
    catalogue: Catalogue
    library: Library
    unanswered: Unanswered
    search: KnowledgeSearch
    signals: SignalReader
    policies: Policies
    answering: Answering
    ordering: Ordering
    pipeline: TurnPipeline
    assistant: BackgroundAssistant
    sweep: Sweep
    accounts: Accounts
    sessions: Sessions
    presence: Presence
    model: LanguageModel | None
    embedders: tuple[Embedder, ...]
    epoch: str

    @property
    def policy(self) -> EscalationPolicy:
        """The numbers in force on this node."""
        return self.policies.current.policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Ports handed to `build` instead of what the settings name."""

    model: LanguageModel | None = None
    orders: OrderGateway | None = None
    embedders: Sequence[Embedder] | None = None


@asynccontextmanager
async def build(settings: Settings, given: Given = Given()) -> AsyncGenerator[Services, None]:
    """Everything running, until the context is left.

    Raises StorageUnavailable when the folder or the database cannot be used, FolderInUse when another
    process uses them.
    """
    async with AsyncExitStack() as stack:
        database = _database(settings, stack)
        await asyncio.to_thread(migrate, database.migration_engine())
        bus: Bus = RedisBus(settings.bus_url) if settings.bus_url else InProcessBus()
        await bus.start()
        stack.push_async_callback(bus.aclose)
        tasks = await stack.enter_async_context(background_tasks())
        yield await _furnish(settings, database, bus, stack, tasks, given)


def _database(settings: Settings, stack: AsyncExitStack) -> Database:
    """The database, whose file, if it is one, no other process of ours writes to."""
    try:
        settings.folder.mkdir(parents=True, exist_ok=True)
        database = Database(settings.database)
        stack.callback(database.close)
        if database.file is not None:
            lock = FolderLock(database.file.absolute().parent, f"{database.file.name}.lock")
            stack.callback(lock.release)
    except OSError as error:
        raise StorageUnavailable(f"{error.filename}: {error.strerror} (ZABOTA_FOLDER)") from error
    return database


async def _furnish(
    settings: Settings, database: Database, bus: Bus, stack: AsyncExitStack, tasks: Tasks, given: Given
) -> Services:
    conversations = Conversations(database, bus, utc_now)
    embedders = tuple(given.embedders) if given.embedders is not None else await embedders_of(settings)
    catalogue = await _catalogue(settings, database, embedders, stack, tasks)
    unanswered = Unanswered(database, utc_now)
    queries = QueryVectors(embedders)
    nearness = _nearness(queries, catalogue, tasks)
    search = KnowledgeSearch(catalogue, queries, nearness=nearness)
    orders = given.orders or orders_of(settings, database, utc_now, stack)
    ordering = _ordering(orders, await codes_of(settings, database, utc_now, tasks))
    model = given.model or model_of(settings, stack)
    answering = _answering(settings, model, nearness)
    signals = SignalReader(queries)
    policies = await _policies(database, tasks)
    packets = PacketWriter(signals, ordering.talk.brief)
    presence = Presence(database, utc_now, good_for=timedelta(seconds=settings.absent_after_s))
    pipeline = TurnPipeline(
        conversations,
        Senses(signals=signals, small_talk=SmallTalkReader(), policies=policies),
        Knowing(search=search, orders=ordering.talk, answering=answering, record_unanswered=unanswered.note),
        packets,
        presence.is_attended,
        utc_now,
    )
    assistant = BackgroundAssistant(
        conversations,
        pipeline,
        packets,
        ordering.proposals,
        bus,
        tasks.spawn,
        typing_hold_s=settings.typing_hold_s,
    )
    return Services(
        settings=settings,
        database=database,
        bus=bus,
        conversations=conversations,
        visitors=Visitors(database, utc_now),
        identity=identity_of(settings, utc_now),
        catalogue=catalogue,
        library=Library(database, catalogue, clock=utc_now),
        unanswered=unanswered,
        search=search,
        signals=signals,
        policies=policies,
        answering=answering,
        ordering=ordering,
        pipeline=pipeline,
        assistant=assistant,
        sweep=Sweep(conversations, assistant, presence.absent, utc_now, interval_s=settings.sweep_s),
        accounts=Accounts(database, utc_now),
        sessions=Sessions(database, utc_now),
        presence=presence,
        model=model,
        embedders=embedders,
        epoch=await database.write(lambda connection: read_or_make(connection, secrets.token_hex(8))),
    )


async def _policies(database: Database, tasks: Tasks) -> Policies:
    """The numbers in force, which follow what other nodes change."""
    policies = Policies(database, utc_now)
    await policies.refresh()
    tasks.spawn(policies.keep())
    return policies


async def _catalogue(
    settings: Settings,
    database: Database,
    embedders: tuple[Embedder, ...],
    stack: AsyncExitStack,
    tasks: Tasks,
) -> Catalogue:
    """The published articles and their index, kept in step with the database from now on."""
    index = PassageIndex(settings.chroma_url or settings.folder / "index")
    catalogue = Catalogue(database, VectorStore(database, index, embedders))
    await catalogue.open()
    stack.push_async_callback(catalogue.close)
    tasks.spawn(catalogue.keep())
    return catalogue


def _ordering(orders: OrderGateway, codes: OneTimeCodes | None) -> Ordering:
    rules = load_rules()
    proposals = Proposals(orders, rules, utc_now)
    tools = OrderTools(orders, rules, utc_now, proposals)
    talk = OrderTalk(orders, rules, utc_now, AttemptLimiter(utc_now), tools, codes)
    return Ordering(tools=tools, proposals=proposals, talk=talk)


def _nearness(queries: QueryVectors, catalogue: Catalogue, tasks: Tasks) -> SentenceNearness:
    """How near sentences stand to answers; what is published is embedded before it is quoted."""
    nearness = SentenceNearness(queries)
    tasks.spawn(nearness.keep(catalogue))
    return nearness


def _answering(settings: Settings, model: LanguageModel | None, nearness: SentenceNearness) -> Answering:
    stemmer = load_stemmer()
    return Answering(
        model,
        Quotation(stemmer, Glossary(stemmer), nearness),
        PromptBook(default_folder()),
        {"ru": settings.shop_name_ru, "en": settings.shop_name_en},
        max_tokens=settings.model_max_tokens,
        temperature=settings.model_temperature,
        patience_s=settings.model_first_token_s,
        stall_s=settings.model_stall_s,
    )
