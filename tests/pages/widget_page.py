"""The widget as its customer sees it: words instead of selectors for the tests of this folder."""

from typing import Self

from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, expect

ANSWER_MS = 20_000


class WidgetPage:
    """The widget on a page of its own, or inside a shop's page; `root` is where its nodes are."""

    def __init__(self, page: Page, root: Page | FrameLocator) -> None:
        self.page = page
        self.root = root

    @classmethod
    def alone(cls, context: BrowserContext, address: str, lang: str) -> Self:
        """Opened as a page, without a shop around it."""
        page = context.new_page()
        page.goto(f"{address}/widget?lang={lang}")
        widget = cls(page, page)
        widget.is_ready()
        return widget

    @classmethod
    def in_shop(cls, page: Page) -> Self:
        """Opened by the launcher of the shop's page."""
        page.locator("#zabota-launcher").click()
        widget = cls(page, page.frame_locator("#zabota-frame"))
        widget.is_ready()
        return widget

    def is_ready(self) -> None:
        """The conversation so far is here."""
        expect(self.root.locator(".skeleton")).to_have_count(0, timeout=ANSWER_MS)

    @property
    def box(self) -> Locator:
        """Where the customer writes."""
        return self.root.locator("#write")

    @property
    def replies(self) -> Locator:
        """The assistant's finished messages."""
        return self.root.locator(".message.assistant[data-seq]")

    @property
    def own(self) -> Locator:
        """What the customer said, on its way or not."""
        return self.root.locator(".message.customer")

    @property
    def draft(self) -> Locator:
        """The reply that is being written."""
        return self.root.locator(".message.draft")

    @property
    def person_button(self) -> Locator:
        """The way to a person."""
        return self.root.locator(".person-call")

    @property
    def notices(self) -> Locator:
        """What the timeline says between messages."""
        return self.root.locator(".notice")

    def ask(self, text: str) -> None:
        """Write and send."""
        self.box.fill(text)
        self.box.press("Enter")

    def ask_and_wait(self, text: str) -> Locator:
        """Write, send and wait for the finished answer; gives it."""
        answer = self.replies.nth(self.replies.count())
        self.ask(text)
        answer.wait_for(timeout=ANSWER_MS)
        return answer
