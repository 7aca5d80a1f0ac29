"""A proposed change as its customer sees it, and a wire on which answers to its button can be forged."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Locator, WebSocketRoute

from tests.pages.widget_page import ANSWER_MS, WidgetPage

Frame = dict[str, Any]


def propose(widget: WidgetPage, *words: str) -> Locator:
    """Says these words, one after the other, and gives the card that follows the last ones."""
    cards = widget.root.locator(".change")
    known = cards.count()
    for text in words:
        widget.ask_and_wait(text)
    card = cards.nth(known)
    card.wait_for(timeout=ANSWER_MS)
    return card


class ChangeWire:
    """The customer's websocket: remembers presses.

    `answer` may take a press and say what comes back instead; `rewrite` may change what the server says.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.pressed: list[Frame] = []
        self.answer: Callable[[Frame], list[Frame]] | None = None
        self.rewrite: Callable[[str], str] = str
        self._last: Frame = {}
        self._pages: list[WebSocketRoute] = []
        self._deaf: list[WebSocketRoute] = []
        context.route_web_socket("**/ws/v1/customer", self._carry)

    def event(self, press: Frame, state: str, text: str = "", *, after: int = 1) -> Frame:
        """What the stream would tell of the pressed change."""
        view = {"k": "change", "proposal": press["proposal"], "state": state, "text": text}
        return {**self._last, "seq": self._last["seq"] + after, "d": {**view, "lang": "ru", "card": None}}

    def tell(self, frame: Frame) -> None:
        """Every page hears this frame."""
        for page in self._pages:
            page.send(json.dumps(frame))

    def deafen(self) -> None:
        """What is connected now hears no more events; its presses still arrive."""
        self._deaf = list(self._pages)

    def _carry(self, page: WebSocketRoute) -> None:
        self._pages.append(page)
        server = page.connect_to_server()
        page.on_message(lambda sent: self._from_page(str(sent), page, server))
        server.on_message(lambda sent: self._from_server(self.rewrite(str(sent)), page))

    def _from_page(self, sent: str, page: WebSocketRoute, server: WebSocketRoute) -> None:
        frame = json.loads(sent)
        is_press = str(frame["t"]).startswith("change.")
        self.pressed += [frame["d"]] if is_press else []
        if not is_press or self.answer is None:
            server.send(sent)
            return
        for answer in self.answer(frame["d"]):
            page.send(json.dumps(answer))

    def _from_server(self, sent: str, page: WebSocketRoute) -> None:
        frame = json.loads(sent)
        if frame["t"] == "ev":
            self._last = frame
        if page not in self._deaf or frame["t"] not in ("ev", "ping"):
            page.send(sent)
