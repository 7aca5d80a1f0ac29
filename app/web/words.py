"""Words that the edge itself says."""

from app.catalogue import say
from app.domain.ids import Language


def disclosure_text(language: Language) -> str:
    """An AI answers here; a person can be asked for at any time."""
    return say("assistant.disclosure", language)
