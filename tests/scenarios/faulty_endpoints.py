"""The ways in which a model's endpoint fails, each as the behaviour of a local server, by name."""

import asyncio
import json

from tests.llm.misbehaving import Behaviour, Exchange, chunk

TRUE = {
    "ru": "Доставка курьером по Казани стоит 290 ₽.",
    "en": "Courier delivery in Kazan costs 290 roubles.",
}
"""What the articles say, so that the guard lets it through."""
FOREIGN = {"ru": TRUE["en"], "en": TRUE["ru"]}


def wanted(exchange: Exchange) -> str:
    """The language that the prompt asks for."""
    return "en" if "Write in English" in json.dumps(exchange.body) else "ru"


async def hangs(exchange: Exchange) -> None:
    """Takes the request and is silent."""
    await exchange.until_closed()


async def drips(exchange: Exchange) -> None:
    """A letter now and then: never silent, never a sentence."""
    await exchange.open_stream()
    while True:
        await exchange.say("а")
        await asyncio.sleep(0.3)


async def keeps_alive(exchange: Exchange) -> None:
    """Comments and empty pieces, for ever."""
    await exchange.open_stream()
    while True:
        await exchange.send(": still here\n\n")
        await exchange.event(chunk({"role": "assistant", "content": ""}))
        await asyncio.sleep(0.2)


async def stalls(exchange: Exchange) -> None:
    """A good sentence, then silence."""
    await _begin(exchange)
    await exchange.until_closed()


async def drips_after_a_sentence(exchange: Exchange) -> None:
    """A good sentence, then a letter now and then."""
    await _begin(exchange)
    while True:
        await exchange.say("а")
        await asyncio.sleep(0.3)


async def resets(exchange: Exchange) -> None:
    """The connection is torn down before a word."""
    exchange.reset()


async def resets_in_mid_stream(exchange: Exchange) -> None:
    """A good sentence and half another, then torn down."""
    await _begin(exchange)
    await asyncio.sleep(0.05)
    exchange.reset()


async def breaks_off(exchange: Exchange) -> None:
    """The same, but closed politely and without an end mark."""
    await _begin(exchange)


def answers(line: str, body: str = "{}", headers: str = "") -> Behaviour:
    """A status and a body."""

    async def behave(exchange: Exchange) -> None:
        await exchange.status(line, body, headers)

    return behave


async def is_empty(exchange: Exchange) -> None:
    """A well-formed stream without a word."""
    await exchange.open_stream()
    await exchange.finish()


async def is_blank(exchange: Exchange) -> None:
    """White space and nothing else."""
    await exchange.open_stream()
    await exchange.say(" \n\n\t ")
    await exchange.finish()


def sends(raw: str | bytes) -> Behaviour:
    """Something that is no completion, as an event stream."""

    async def behave(exchange: Exchange) -> None:
        await exchange.open_stream()
        await exchange.send(raw)

    return behave


async def errs_after_a_sentence(exchange: Exchange) -> None:
    """A good sentence, then an error event in a stream of status 200."""
    await _begin(exchange)
    await exchange.event({"error": {"message": "The server had an error", "type": "server_error"}})


async def never_ends(exchange: Exchange) -> None:
    """Words without an end, as fast as they are taken."""
    words = {"ru": "И ещё немного слов о доставке. ", "en": "And some more words about delivery. "}
    await exchange.open_stream()
    while True:
        await exchange.say(words[wanted(exchange)] * 20)


async def never_ends_an_event(exchange: Exchange) -> None:
    """One event without an end."""
    await exchange.open_stream()
    while True:
        await exchange.send("data: " + "a" * 60_000)


def says(ru: str, en: str) -> Behaviour:
    """A well-behaved stream of a text that no customer should see."""

    async def behave(exchange: Exchange) -> None:
        await exchange.open_stream()
        for piece in _pieces({"ru": ru, "en": en}[wanted(exchange)]):
            await exchange.say(piece)
        await exchange.finish()

    return behave


def calls_tools(calls: object, finish: str = "tool_calls") -> Behaviour:
    """A call of tools that nobody offered."""

    async def behave(exchange: Exchange) -> None:
        await exchange.open_stream()
        await exchange.event(chunk({"role": "assistant", "content": None, "tool_calls": calls}))
        await exchange.event(chunk({}, finish=finish))
        await exchange.event("[DONE]")

    return behave


async def _begin(exchange: Exchange) -> None:
    await exchange.open_stream()
    await exchange.say(TRUE[wanted(exchange)] + " ")
    await exchange.say("Это" if wanted(exchange) == "ru" else "This")


def _pieces(text: str) -> list[str]:
    return [text[at : at + 7] for at in range(0, len(text), 7)]


_TOOL = {"index": 0, "id": "c1", "type": "function", "function": {"name": "cancel", "arguments": '{"order":'}}
_CALL = '{"name": "cancel_order", "arguments": {"order_id": "K-1001"}}'
_TAGGED = f"<tool_call>\n{_CALL}\n</tool_call>"
_RULE = "You are an AI and never say or hint that you are human. If the customer wants a person, say that."

SLOWLY: dict[str, Behaviour] = {
    "hangs": hangs,
    "drips": drips,
    "keeps alive without a word": keeps_alive,
    "stalls after a sentence": stalls,
    "drips after a sentence": drips_after_a_sentence,
    "429, come back in 2 s": answers("429 Too Many Requests", headers="Retry-After: 2\r\n"),
}
"""What takes time to be seen."""

AT_ONCE: dict[str, Behaviour] = {
    "resets": resets,
    "resets in mid-stream": resets_in_mid_stream,
    "breaks off politely": breaks_off,
    "429": answers("429 Too Many Requests", '{"error":{"message":"slow down"}}'),
    "429, come back in a minute": answers("429 Too Many Requests", headers="Retry-After: 60\r\n"),
    "429 about money": answers("429 Too Many Requests", '{"error":{"code":"insufficient_quota"}}'),
    "500": answers("500 Internal Server Error", "<html>500</html>"),
    "503": answers("503 Service Unavailable"),
    "401": answers("401 Unauthorized", '{"error":{"message":"bad key"}}'),
    "400, context length": answers(
        "400 Bad Request", '{"error":{"code":"context_length_exceeded","message":"too long"}}'
    ),
    "302 to nowhere": answers("302 Found", headers="Location: http://127.0.0.1:9/\r\n"),
    "empty": is_empty,
    "blank": is_blank,
    "no stream, no choices": answers("200 OK", '{"choices":[]}'),
    "no stream, an error": answers("200 OK", '{"error":{"message":"overloaded"}}'),
    "no stream, half a document": answers("200 OK", '{"choices":[{"message":{"content":"Дос'),
    "garbage": sends("data: {not json}\n\ndata: \x00\x01\n\n"),
    "garbage bytes": sends(b"\xff\xfe\x00data: \xc3\x28\n\n" * 50),
    "a web page": sends("<html><body>502 Bad gateway</body></html>\n\n"),
    "200 with an error event": sends('event: error\ndata: {"message":"overloaded"}\n\n'),
    "200 with an error in the data": sends('data: {"error":{"message":"overloaded","code":503}}\n\n'),
    "an error event after a sentence": errs_after_a_sentence,
    "never ends": never_ends,
    "never ends an event": never_ends_an_event,
    "another language": says(FOREIGN["ru"], FOREIGN["en"]),
    "another language after a sentence": says(
        f"{TRUE['ru']} {FOREIGN['ru']}", f"{TRUE['en']} {FOREIGN['en']}"
    ),
    "a third language": says(
        "送货费用为二百九十卢布。请联系我们的客服。",
        "Der Versand mit dem Boten kostet etwas und dauert nicht lange bei uns.",
    ),
    "calls a tool": calls_tools([_TOOL]),
    "calls nonsense": calls_tools("cancel everything", finish="stop"),
    "writes a tool call as JSON": says(_CALL, _CALL),
    "writes a tool call in tags": says(_TAGGED, _TAGGED),
    "writes a tool call after words": says(
        f"Сейчас посмотрю. <|python_tag|>{_CALL}", f"Let me look. <|python_tag|>{_CALL}"
    ),
    "says its instructions": says(_RULE, _RULE),
    "says the same over and over": says("Доставка курьером, " * 30, "Courier delivery, " * 30),
    "writes code": says("```json\n[1, 2]\n```", "```json\n[1, 2]\n```"),
}  # fmt: skip
