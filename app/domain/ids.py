"""Names for identifiers and the two languages; no behaviour lives here."""

from typing import Literal, NewType

ConversationId = NewType("ConversationId", str)
CustomerId = NewType("CustomerId", str)
OperatorId = NewType("OperatorId", str)
ArticleId = NewType("ArticleId", str)
PassageId = NewType("PassageId", str)
OrderId = NewType("OrderId", str)
OfferId = NewType("OfferId", str)
ProposalId = NewType("ProposalId", str)
"""Of a change of an order laid before the customer; also the key by which the shop makes it once."""
Cid = NewType("Cid", str)
"""The client's own id of what it sent: the idempotency key."""

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = ("ru", "en")


def other_language(language: Language) -> Language:
    """The other one of the two languages."""
    return "en" if language == "ru" else "ru"
