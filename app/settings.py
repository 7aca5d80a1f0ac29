"""Settings: frozen, read once from ZABOTA_* variables; every default is good for one laptop."""

import os
import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AliasChoices,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from app.identity.keys import read_keys

Origin = Annotated[str, StringConstraints(pattern=r"^https?://[^/\s]+$")]
Percent = Annotated[float, Field(ge=0, le=1)]
Seconds = Annotated[float, Field(gt=0, le=600)]


_CREDENTIALS = re.compile(r"//[^/@]*@")


class Settings(BaseSettings):
    """Everything that an owner may set. A wrong value stops the start with its name and what is allowed."""

    model_config = SettingsConfigDict(
        env_prefix="ZABOTA_", frozen=True, extra="ignore", populate_by_name=True, hide_input_in_errors=True
    )

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=0, le=65_535, description="Port to listen on; 0 takes a free one.")
    public_urls: tuple[Origin, ...] = Field(
        default=(),
        description="Origins at which browsers reach this server, the first is printed in links (JSON list); "
        "empty is 127.0.0.1 and localhost at the port.",
    )
    sites: tuple[str, ...] = Field(
        default=(),
        description="Origins of pages that may embed the widget (JSON list); empty is this server.",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1",
        description="Addresses of reverse proxies whose X-Forwarded-For is believed, comma separated.",
    )
    folder: Path = Field(
        default=Path("data"),
        description="Folder of the database, the index and the setup link; created when absent.",
    )
    database_url: str = Field(
        default="",
        description="`sqlite:///path` or `postgresql://user:password@host/name`; "
        "empty is SQLite in the folder.",
        pattern=r"^$|^sqlite:///|^postgresql://",
    )
    bus_url: str = Field(
        default="",
        description="`redis://host:6379/0` when several nodes serve one shop; empty is one node.",
        pattern=r"^$|^rediss?://",
    )
    chroma_url: str = Field(
        default="",
        description="URL of a Chroma server shared by several nodes; empty is Chroma in the folder.",
        pattern=r"^$|^https?://",
    )
    embedder: Literal["auto", "use", "e5", "openai", "none"] = Field(
        default="auto",
        description="Which sentence embedder: auto picks the best that loads, none searches by words alone.",
    )
    embedder_model: str = Field(
        default="text-embedding-3-small", description="Model name for the openai embedder."
    )
    openai_api_key: SecretStr = Field(
        default=SecretStr(""),
        validation_alias=AliasChoices("ZABOTA_OPENAI_API_KEY", "OPENAI_API_KEY"),
        description="Key of the model's endpoint; without it the assistant answers by quotation.",
    )
    openai_base_url: str = Field(
        default="",
        validation_alias=AliasChoices("ZABOTA_OPENAI_BASE_URL", "OPENAI_BASE_URL"),
        description="URL of any OpenAI-compatible endpoint; empty is the vendor's own.",
        pattern=r"^$|^https?://",
    )
    model: str = Field(default="gpt-4.1-mini", min_length=1, description="Model name sent to the endpoint.")
    model_max_tokens: int = Field(
        default=600, ge=50, le=4_000, description="Longest reply of the model, in tokens."
    )
    model_temperature: float = Field(default=0.2, ge=0, le=2, description="Temperature of the model.")
    model_connect_s: Seconds = Field(
        default=3.0, description="Seconds to wait for a connection to the model."
    )
    model_first_token_s: Seconds = Field(
        default=7.0, description="Seconds to wait for the model's first sentence."
    )
    model_stall_s: Seconds = Field(
        default=5.0, description="Seconds without another sentence in mid-stream before giving up."
    )
    model_total_s: Seconds = Field(default=45.0, description="Seconds that one reply of the model may take.")
    orders_url: str = Field(
        default="",
        description="URL of the shop's order system; empty is the demo order store.",
        pattern=r"^$|^https?://",
    )
    orders_token: SecretStr = Field(default=SecretStr(""), description="Bearer token for the order system.")
    smtp_url: SecretStr = Field(
        default=SecretStr(""),
        description="`smtp://user:password@host:587` or `smtps://…`: whoever proves an order by its e-mail "
        "also types a code sent there; empty: no codes.",
    )
    mail_from: str = Field(
        default="",
        max_length=254,
        pattern=r"^$|^[^@\s]+@[^@\s]+$",
        description="Address that codes are sent from; needed with the mail server.",
    )
    identity_keys: SecretStr = Field(
        default=SecretStr(""),
        description="Keys that check the shop's sign-in tokens, by `kid`: JSON, or the path of a file of it, "
        'such as `{"2026-11": {"alg": "HS256", "key": "…"}}`; `EdDSA` takes a public key; empty: no tokens.',
    )
    identity_audience: str = Field(
        default="zabota",
        min_length=1,
        max_length=200,
        description="The `aud` that such a token must carry; another one for each chat server of a shop.",
    )
    shop_name_ru: str = Field(
        default="Клевер", max_length=60, description="The shop's name on Russian pages."
    )
    shop_name_en: str = Field(
        default="Clover", max_length=60, description="The shop's name on English pages."
    )
    accent: str = Field(
        default="#2f7d5b",
        pattern=r"^#[0-9a-fA-F]{6}$",
        description="The shop's colour, as #rrggbb, in widget and pages.",
    )
    language: Literal["ru", "en"] = Field(
        default="ru", description="Language when the customer's is unknown."
    )
    operator_capacity: int = Field(
        default=6, ge=1, le=50, description="How many conversations one operator may hold at a time."
    )
    wait_promise_min: int = Field(
        default=5,
        ge=0,
        le=240,
        description="Minutes a customer is told to wait at most until enough waits are known; 0: nothing.",
    )
    absent_after_s: Seconds = Field(
        default=45.0,
        description="Seconds after which a vanished operator's conversations go back to the queue.",
    )
    typing_hold_s: float = Field(
        default=2.0,
        ge=0,
        le=10,
        description="Longest time the assistant waits for a customer who is still writing.",
    )
    sweep_s: Seconds = Field(
        default=5.0, description="Seconds between looks for unanswered turns and absent operators."
    )
    message_limit_10s: int = Field(
        default=20, ge=1, le=1_000, description="Messages a customer may send in 10 s."
    )
    conversations_per_hour: int = Field(
        default=60, ge=1, le=100_000, description="New conversations that one address may start in an hour."
    )
    sockets_per_customer: int = Field(default=5, ge=1, le=100, description="Open sockets of one customer.")
    sockets_limit: int = Field(default=10_000, ge=1, le=1_000_000, description="Open sockets of this node.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least level logged."
    )
    log_format: Literal["auto", "json", "text"] = Field(
        default="auto", description="json for machines, text for people, auto by whether a person looks on."
    )

    @field_validator("database_url", "bus_url", "chroma_url", "openai_base_url", "orders_url")
    @classmethod
    def _is_url(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError as error:
            raise ValueError(f"not a URL: {error}") from None
        if parts.scheme == "sqlite" and parts.path.strip("/") in ("", ":memory:"):
            raise ValueError("a database in memory is gone with the process: name a file")
        if (
            parts.scheme in ("redis", "rediss")
            and not parts.path.strip("/").isdecimal()
            and parts.path.strip("/")
        ):
            raise ValueError("a Redis database is a number, as in redis://host:6379/0")
        return url

    @field_validator("smtp_url")
    @classmethod
    def _is_mail_server(cls, url: SecretStr) -> SecretStr:
        parts = urlsplit(url.get_secret_value())
        if url.get_secret_value() and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
            raise ValueError("not a mail server such as smtp://user:password@host:587")
        return url

    @model_validator(mode="after")
    def _mail_has_a_sender(self) -> Self:
        if self.smtp_url.get_secret_value() and not self.mail_from:
            raise ValueError("ZABOTA_SMTP_URL needs ZABOTA_MAIL_FROM, the address that codes are sent from")
        return self

    @field_validator("sites")
    @classmethod
    def _sites_are_origins(cls, sites: tuple[str, ...]) -> tuple[str, ...]:
        for site in sites:
            if (
                "/" in site.removeprefix("http://").removeprefix("https://")
                or "*" in site
                or "://" not in site
            ):
                raise ValueError(f"{site!r} is not an origin such as https://shop.example")
        return sites

    @field_validator("identity_keys")
    @classmethod
    def _keys_can_be_used(cls, keys: SecretStr) -> SecretStr:
        read_keys(keys.get_secret_value())
        return keys

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins of our own pages, the first one for links."""
        return self.public_urls or (f"http://127.0.0.1:{self.port}", f"http://localhost:{self.port}")

    @property
    def shop_sites(self) -> tuple[str, ...]:
        """Origins of pages that may hold the widget's frame."""
        return self.sites or self.origins

    @property
    def database(self) -> str:
        """The database URL in effect."""
        return self.database_url or f"sqlite:///{self.folder / 'zabota.db'}"

    @property
    def has_model(self) -> bool:
        """True when a language model is connected."""
        return bool(self.openai_api_key.get_secret_value() or self.openai_base_url)


def variable_of(name: str) -> str:
    """The environment variable of a setting."""
    return f"ZABOTA_{name.upper()}"


def explain(error: ValidationError | SettingsError) -> str:
    """The error in lines a person can act on: variable, value given, what is allowed; no secrets."""
    if isinstance(error, SettingsError):
        named = re.search(r'field "(\w+)"', str(error))
        variable = variable_of(named.group(1)) if named else "?"
        given = repr(os.environ.get(variable, ""))
        return f'{variable}: {given} was given; a JSON list is wanted, such as ["https://shop.example"]'
    lines: list[str] = []
    for problem in error.errors(include_url=False):
        name = str(problem["loc"][0]) if problem["loc"] else "?"
        variable = name if name.isupper() else variable_of(name)
        is_secret = any(word in variable.lower() for word in ("key", "token", "smtp"))
        given = "(hidden)" if is_secret else _CREDENTIALS.sub("//…@", repr(problem.get("input")))
        lines.append(f"{variable}: {given} was given; {problem['msg']}")
    return "\n".join(lines)
