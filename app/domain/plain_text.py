"""Text from outside made harmless to show and to read: no control, zero-width or direction characters."""

import re
import unicodedata

_KEPT = frozenset("\n\t")


def plain_text(text: str) -> str:
    """The text without control and format characters (NFC), so that nothing hides between visible letters."""
    kept = (char for char in text if char in _KEPT or not unicodedata.category(char).startswith("C"))
    return unicodedata.normalize("NFC", "".join(kept))


def plain_line(text: str, limit: int = 120) -> str:
    """One line of at most `limit` characters: for names of goods, carriers, cities out of an order system.

    Markup characters go too, so that a line of an order can be neither a link, nor a heading, nor a tag.
    """
    line = re.sub(r"[<>\[\]{}`*|\\]+", " ", plain_text(text))
    line = re.sub(r"https?://\S+|www\.\S+", " ", line, flags=re.IGNORECASE)
    line = re.sub(r"^[\s>]*(#+\s)*", "", re.sub(r"\s+", " ", line)).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
