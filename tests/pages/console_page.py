"""The console as its operator sees it: words instead of selectors for the tests of this folder."""

from typing import Self

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.pages.operator_desk import PASSWORD

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
WAIT_MS = 20_000
LOOKS = 80


def sign_in(context: BrowserContext, address: str, session: tuple[str, str], lang: str = "ru") -> None:
    """The context becomes a browser in which this operator has signed in before and chosen a language."""
    name, _, value = session[0].partition("=")
    context.add_cookies([{"name": name, "value": value, "url": address}])
    choose = f"localStorage.getItem('zabota.lang') ?? localStorage.setItem('zabota.lang', '{lang}')"
    context.add_init_script(f"if (location.protocol.startsWith('http')) {choose}")


def invite_link(
    context: BrowserContext, address: str, session: tuple[str, str], role: str = "operator"
) -> str:
    """A one-time link for a colleague, made by a signed-in administrator."""
    answer = context.request.post(
        f"{address}/api/v1/operators/invite",
        data={"role": role},
        headers={"cookie": session[0], "x-csrf": session[1], "origin": address},
    )
    assert answer.ok, answer.text()
    return address + str(answer.json()["link"])


class ConsolePage:
    """One operator's console."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def opened(
        cls, context: BrowserContext, address: str, session: tuple[str, str], lang: str = "ru"
    ) -> Self:
        """Signed in, connected, online, and with free hands."""
        sign_in(context, address, session, lang)
        page = context.new_page()
        page.goto(f"{address}/console")
        console = cls(page)
        console.go("online")
        console.finish_all()
        return console

    @classmethod
    def invited(cls, context: BrowserContext, link: str, name: str, email: str) -> Self:
        """A colleague's first visit: the account is made on the page behind the link."""
        page = context.new_page()
        page.goto(link)
        page.locator("#name").fill(name)
        page.locator("#email").fill(email)
        page.locator("#password").fill(PASSWORD)
        page.locator("form button[type=submit]").click()
        page.wait_for_url("**/console")
        console = cls(page)
        console.go("online")
        return console

    def go(self, status: str) -> None:
        """Sets the presence: online, away or offline."""
        expect(self.page.locator(".section").first).to_be_visible(timeout=WAIT_MS)
        self.page.locator(".presence").click()
        at = ("online", "away", "offline").index(status)
        self.page.get_by_role("menuitemradio").nth(at).click()
        expect(self.page.locator(f".presence .dot.{status}")).to_be_visible()

    def row(self, section: str, text: str = "") -> Locator:
        """The conversation of a section whose last words hold `text`."""
        return self.page.locator(f".section.{section} .row").filter(has_text=text).first

    def open(self, section: str, text: str = "") -> None:
        """Opens it and waits for its transcript."""
        self.row(section, text).locator(".row-open").click(timeout=WAIT_MS)
        expect(self.page.locator(".transcript li").first).to_be_visible(timeout=WAIT_MS)

    def claim(self) -> None:
        """Claims the open conversation and waits until it is ours."""
        self.page.locator(".talk-head .button.primary").click()
        expect(self.field).to_be_visible(timeout=WAIT_MS)

    def claim_by_words(self, text: str) -> str:
        """Claims the waiting conversation in which `text` was said and gives its id."""
        conversation = self.find(text)
        self.claim()
        return conversation

    def find(self, text: str) -> str:
        """Waits for a conversation that waits, for a call as well, in which `text` was said; gives its id."""
        waiting = self.page.locator(".section.waiting .row-open, .section.callbacks .row-open")
        seen: set[str] = set()
        for _ in range(LOOKS):
            ids = [str(row.get_attribute("data-conversation")) for row in waiting.all()]
            for conversation in [each for each in ids if each not in seen]:
                seen.add(conversation)
                self.back_to_queue()
                self.page.locator(f'[data-conversation="{conversation}"]').click()
                expect(self.page.locator(".transcript li").first).to_be_visible(timeout=WAIT_MS)
                if self.said(text).count() > 0:
                    return conversation
            self.page.wait_for_timeout(WAIT_MS / LOOKS)
        raise AssertionError(f"nobody who waits has said {text!r}")

    def finish_all(self) -> None:
        """Resolves what earlier tests left in these hands: an operator takes only so many at a time."""
        mine = self.page.locator(".section.mine .row-open")
        while (left := mine.count()) > 0:
            mine.first.click()
            expect(self.field).to_be_visible(timeout=WAIT_MS)
            self.resolve()
            expect(mine).to_have_count(left - 1, timeout=WAIT_MS)
            self.back_to_queue()

    def back_to_queue(self) -> None:
        """On a phone, where the queue is hidden behind the conversation."""
        back = self.page.locator(".talk-head .back")
        if back.is_visible():
            back.click()

    @property
    def field(self) -> Locator:
        """Where the operator writes."""
        return self.page.locator(".composer textarea")

    @property
    def packet(self) -> Locator:
        """The handoff packet."""
        return self.page.locator(".packet")

    def say(self, text: str) -> None:
        """Writes to the customer and sends."""
        self.page.locator("#tab-reply").click()
        self.field.fill(text)
        self.field.press("Enter")

    def note(self, text: str) -> None:
        """Saves an internal note."""
        self.page.locator("#tab-note").click()
        self.field.fill(text)
        self.field.press("Enter")

    def said(self, text: str) -> Locator:
        """The bubbles that hold `text`."""
        return self.page.locator(".bubble .said").filter(has_text=text)

    def resolve(self) -> None:
        """Ends the open conversation as solved, by keyboard."""
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("e")
        expect(self.page.get_by_role("menuitem").first).to_be_focused()
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".empty, .queue").first).to_be_visible()
