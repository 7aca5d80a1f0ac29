"""Whether a draft is talk to this customer at all: their language, no code, no rounds, no instructions."""

import re
from collections.abc import Iterator

from app.domain.grounding import Finding, FindingKind
from app.domain.ids import Language
from app.domain.language import is_english_prose

_NOT_PROSE = re.compile(
    r"\]\([^)\n]*\)|https?://\S+|www\.\S+|\S+@\S+|\S+\.(?:ru|com|org|net|example)\b|`[^`\n]*`|[«“\"][^«»“”\"\n]*[»”\"]"
)
_LATIN = re.compile(r"\b[a-zà-öø-ÿß][a-zà-öø-ÿß'’]*\b")
_CYRILLIC = re.compile(r"\b[а-яё]+\b")
_ANY_LATIN = re.compile(r"[A-Za-zÀ-ÿ]")
_ANY_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u03ff\u0530-\u1fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CODE = re.compile(
    r"\ufffd|<\|[\w ]{2,40}\|>|\[/?(?:INST|TOOL_CALLS|AVAILABLE_TOOLS)\]"
    r"|</?(?:tool_calls?|function_calls?|function|invoke|think|passage|tool_result|nothing_found|question"
    r"|draft|not_carried)\b[^>\n]*>"
    r"|\"(?:name|function|tool|tool_calls?|action)\"\s*:\s*[\"{\[]|\"(?:arguments|parameters)\"\s*:"
    r"|^\s*(?:```\w*\s*)?(?:\{\s*[\"'}]|\[\s*[\"'{\d\]](?!\d*\]))|^\s*```",
    re.MULTILINE,
)
_PROSE = 3
"""So many words that begin small are a sentence and not names."""
_LONG = 10
"""So many Latin words with hardly a small word of English among them are another language."""
_WORD = re.compile(r"\w+")
_LONGEST_ROUND = 40
"""Words; what comes again after more of them is no going round."""
_SAME_WORDS = 6
_TOLD = 8
"""So many words in a row of what the model was told are not said by chance."""

Told = frozenset[tuple[str, ...]]
"""Every run of eight words of a text that no customer is shown."""


def told(text: str) -> Told:
    """What `strangeness` compares a draft with: the instructions of the prompt."""
    return frozenset(_runs(_WORD.findall(text.lower())))


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + _TOLD]) for at in range(len(words) - _TOLD + 1))


def goes_round(text: str) -> bool:
    """Whether a text ends in the same thing thrice in a row, two words four times, one word seven times."""
    words = _WORD.findall(text.lower())[-3 * _LONGEST_ROUND :]
    for size in range(1, _LONGEST_ROUND + 1):
        same = 0
        for word, before in zip(words[size:], words, strict=False):
            same = same + 1 if word == before else 0
            if same >= max(_SAME_WORDS, 2 * size):
                return True
    return False


def strangeness(
    piece: str,
    language: Language,
    *,
    before: str = "",
    instructions: Told = frozenset(),
    is_whole: bool = False,
) -> Finding | None:
    """What makes `piece` no talk to a customer who speaks `language`; None when it may be said.

    `before` is what was said just before it. `is_whole` when nothing else will be said: then a word or two
    must be in the customer's language too.
    """
    if found := _CODE.search(piece):
        return Finding(kind="code", text=found.group().strip(), start=found.start(), end=found.end())
    kind: FindingKind | None = None
    if not instructions.isdisjoint(_runs(_WORD.findall(piece.lower()))):
        kind = "instructions"
    elif _is_foreign(_NOT_PROSE.sub(" ", piece), language, is_whole=is_whole):
        kind = "language"
    elif goes_round(before + piece):
        kind = "repetition"
    if kind is None:
        return None
    text = piece.strip()
    start = piece.index(text)
    return Finding(kind=kind, text=text, start=start, end=start + len(text))


def _is_foreign(prose: str, language: Language, *, is_whole: bool) -> bool:
    if len(_OTHER_SCRIPT.findall(prose)) >= _PROSE:
        return True
    latin, cyrillic = _LATIN.findall(prose), _CYRILLIC.findall(prose)
    own, other = (cyrillic, latin) if language == "ru" else (latin, cyrillic)
    if len(other) >= _PROSE and len(other) > len(own):
        return True
    if language == "en" and len(latin) >= _LONG and not is_english_prose(prose):
        return True
    own_letters = _ANY_CYRILLIC if language == "ru" else _ANY_LATIN
    return is_whole and bool(other) and not own_letters.search(prose)
