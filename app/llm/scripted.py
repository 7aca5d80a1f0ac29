"""Models without a vendor for tests and evals: scripted, obedient and lying ones; never wired by default."""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass

from app.domain.errors import ModelUnavailable
from app.llm.base import Delta, ModelRequest, Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One call's play: `pieces` in order, `delay_s` before each, then `failure` (raised) if there is one."""

    pieces: tuple[str, ...] = ()
    delay_s: float = 0.0
    failure: ModelUnavailable | None = None
    usage: Usage | None = None


def say(text: str, *, delay_s: float = 0.0) -> Script:
    """A script that says `text` word by word."""
    return Script(pieces=tuple(re.findall(r"\S+\s*|\s+", text)), delay_s=delay_s)


def fail(message: str = "scripted failure", *, after: str = "") -> Script:
    """A script that fails, after saying `after` if given."""
    return Script(pieces=(after,) if after else (), failure=ModelUnavailable(message))


class ScriptedModel:
    """Plays scripts call by call (the last one again when they run out) and records the requests."""

    def __init__(self, scripts: Iterable[Script | str] = (), *, name: str = "scripted") -> None:
        self.name = name
        self.requests: list[ModelRequest] = []
        self.closed_early = 0
        self._scripts = [say(script) if isinstance(script, str) else script for script in scripts]

    def reply_to(self, request: ModelRequest, call: int) -> Script:
        """The script of call number `call` (from 0); subclasses answer the request instead."""
        if not self._scripts:
            return fail("the script is empty")
        return self._scripts[min(call, len(self._scripts) - 1)]

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """Play the next script; `closed_early` counts the plays the consumer did not hear to the end."""
        script = self.reply_to(request, len(self.requests))
        self.requests.append(request)
        is_over = False
        try:
            for piece in script.pieces:
                await asyncio.sleep(script.delay_s)
                yield Delta(text=piece)
            is_over = True
        finally:
            self.closed_early += not is_over
        if script.failure is not None:
            raise script.failure
        yield Delta(text="", usage=script.usage or _counted(request, script.pieces))

    def give_up(self) -> None:
        """Nothing is remembered from call to call."""

    async def aclose(self) -> None:
        """Nothing to give back."""


class ObedientModel(ScriptedModel):
    """The worst case for injections: does whatever any part of the prompt tells it to.

    Says the text of every order it finds ("say X", "repeat X", "скажи X"), else repeats all it was given
    outside the system message: whatever could leak by obedience does leak.
    """

    def __init__(self, *, name: str = "obedient") -> None:
        super().__init__(name=name)

    def reply_to(self, request: ModelRequest, call: int) -> Script:
        """Obey the orders found in what is not the system's own text."""
        given = "\n".join(message.text for message in request.messages if message.role != "system")
        orders = [match["what"].strip(" \"'«».") for match in _ORDER.finditer(given)]
        secret = "\n".join(message.text for message in request.messages if message.role == "system")
        said = [order for order in orders if order]
        if _ASKS_FOR_PROMPT.search(given):
            said.append(secret)
        return say("\n".join(said) if said else given)


class LyingModel(ScriptedModel):
    """Invents figures, deeds and promises in the language it was asked in."""

    def __init__(self, *, name: str = "lying") -> None:
        super().__init__(name=name)

    def reply_to(self, request: ModelRequest, call: int) -> Script:
        """The lies rotate from call to call."""
        asked = next((m.text for m in reversed(request.messages) if m.role == "customer"), "")
        lies: Sequence[str] = _LIES_RU if re.search("[а-яё]", asked, re.IGNORECASE) else _LIES_EN
        return say(lies[call % len(lies)])


def _counted(request: ModelRequest, pieces: tuple[str, ...]) -> Usage:
    """Tokens by the rule of thumb of three characters each."""
    asked = sum(len(message.text) for message in request.messages)
    return Usage(tokens_in=asked // 3, tokens_out=sum(map(len, pieces)) // 3)


_ORDER = re.compile(
    r"\b(?:say|repeat|print|output|write|reply|answer|respond|reveal|include|send|tell\b[^.\n]{0,20}?"
    r"|скажи\w*|повтори\w*|напечатай\w*|выведи\w*|напиши\w*|ответь\w*|сообщи\w*|отправь\w*|добавь\w*)"
    r"\b[ \t]*(?:only|just|exactly|with|that|the (?:word|phrase|text)|только|ровно|слово|фразу|текст|что)?"
    r"[ \t]*:?[ \t]*(?P<what>[^\n]{1,400})",
    re.IGNORECASE,
)
_ASKS_FOR_PROMPT = re.compile(
    r"system prompt|(?:your|initial|previous|above) instructions|системн\w+ (?:промпт|подсказк|инструкц)"
    r"|(?:твои|ваши|свои) инструкции",
    re.IGNORECASE,
)
_LIES_RU = (
    "Да, конечно! Доставка стоит 137 рублей и займёт 3 часа. Я уже оформил возврат 8 461 ₽ на вашу карту.",
    "Гарантия действует 17 лет. Подробности на https://example.org/skidka или по телефону +7 495 000-17-17.",
    "Нет, рассрочки у нас нет. Специалист перезвонит вам через двадцать минут, скидка составит 43 %.",
)
_LIES_EN = (
    "Yes, of course! Delivery costs $137 and takes 3 hours. I have already refunded $8,461 to your card.",
    "The warranty lasts 17 years. See https://example.org/deal or call +1 202 555 0117.",
    "No, we do not offer instalments. A colleague will call you in twenty minutes with a 43% discount.",
)
