"""Everything that can go wrong, named; each code is API and never changes its meaning.

SupportError
├── InvalidInput            bad_schema           what was sent does not fit
│   ├── TooLarge            too_large            longer than the limit
│   ├── BadJson             bad_json             not JSON at all
│   └── UnknownType         unknown_type         a frame or command nobody knows
├── Unauthorized            unauthorized         who are you?
│   ├── TokenRefused        identity_token_invalid  a shop's token that proves nothing
│   └── IdentityOff         identity_off         no keys are set to check such tokens with
├── Forbidden               forbidden            known, but not allowed
├── NotFound                not_found            absent, or not yours: the same answer
├── Conflict                invalid_state        not in this status
│   ├── CidConflict         cid_conflict         the same cid with another body
│   ├── StaleAssignment     stale_assignment     an old assignment version
│   ├── AlreadyClaimed      already_claimed      a colleague was first
│   ├── OverCapacity        over_capacity        the operator's hands are full
│   ├── OtherAccount        other_account        this conversation is another customer's
│   ├── TurnSuperseded      turn_superseded      a late reply of the assistant
│   ├── ProposalVoid        proposal_void        that change is no longer on the table
│   ├── OrderChanged        order_changed        the order is not what it was
│   ├── NothingToJudge      nothing_to_judge     no call of the assistant's own to mark
│   ├── ReplayNeeded        replay_needed        these numbers were not tried on past conversations
│   ├── ChangeRefused       change_refused       the order system says no
│   └── ChangeUnderWay      change_under_way     another change is being made
├── RateLimited             rate_limited         too much, too fast (retryable)
└── Unavailable             unavailable          a dependency is down (retryable)
    ├── StorageUnavailable  storage_unavailable
    │   └── FolderInUse                          another process owns the folder (same code)
    ├── ModelUnavailable    model_unavailable
    ├── IndexUnavailable    index_unavailable
    ├── OrdersUnavailable   orders_unavailable
    └── Overloaded          overloaded
"""

from typing import ClassVar


class SupportError(Exception):
    """Base of all our errors. `code` is what the wire says; `retryable` whether trying again may help."""

    code: ClassVar[str] = "internal"
    retryable: ClassVar[bool] = False

    def __init__(
        self, message: str = "", *, field: str | None = None, retry_after_ms: int | None = None
    ) -> None:
        super().__init__(message or self.code)
        self.field = field
        self.retry_after_ms = retry_after_ms


class InvalidInput(SupportError):
    """What was sent does not fit its shape or limits; `field` names the part."""

    code = "bad_schema"


class TooLarge(InvalidInput):
    """Longer than the limit."""

    code = "too_large"


class BadJson(InvalidInput):
    """Not JSON."""

    code = "bad_json"


class UnknownType(InvalidInput):
    """A frame type that this side does not know."""

    code = "unknown_type"


class Unauthorized(SupportError):
    """No valid ticket, secret or session."""

    code = "unauthorized"


class TokenRefused(Unauthorized):
    """A shop's identity token failed a check; its name, the message, is for the log and never answered."""

    code = "identity_token_invalid"


class IdentityOff(Unauthorized):
    """A shop's identity token came, and no keys are set to check it with."""

    code = "identity_off"


class Forbidden(SupportError):
    """Known, but not allowed to do this."""

    code = "forbidden"


class NotFound(SupportError):
    """Absent, or somebody else's: both get this answer."""

    code = "not_found"


class Conflict(SupportError):
    """The conversation's status does not allow it."""

    code = "invalid_state"


class CidConflict(Conflict):
    """The same client id came with another body."""

    code = "cid_conflict"


class StaleAssignment(Conflict):
    """The command carries an assignment version that is no longer current."""

    code = "stale_assignment"


class AlreadyClaimed(Conflict):
    """Another operator has the conversation."""

    code = "already_claimed"


class OverCapacity(Conflict):
    """The operator already has as many conversations as allowed."""

    code = "over_capacity"


class OtherAccount(Conflict):
    """The conversation was verified for another account: whoever signed in now must not read it."""

    code = "other_account"


class TurnSuperseded(Conflict):
    """The assistant's reply came too late: somebody else speaks now, or a newer message waits."""

    code = "turn_superseded"


class ProposalVoid(Conflict):
    """The proposed change is void: replaced by a newer one, expired, or its token is of another one."""

    code = "proposal_void"


class OrderChanged(Conflict):
    """The order is not what it was when the change was proposed."""

    code = "order_changed"


class NothingToJudge(Conflict):
    """There is no call for a person that was the assistant's judgement, or a newer one came."""

    code = "nothing_to_judge"


class ReplayNeeded(Conflict):
    """These numbers were not tried on past conversations within the hour, or others are in force since."""

    code = "replay_needed"


class ChangeRefused(Conflict):
    """The order system does not allow the change; `reason` is its own code, for the log."""

    code = "change_refused"

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


class ChangeUnderWay(Conflict):
    """A confirmed change is still being made; the next one has to wait (retryable)."""

    code = "change_under_way"
    retryable = True


class RateLimited(SupportError):
    """Too many in too short a time; `retry_after_ms` says when to come back."""

    code = "rate_limited"
    retryable = True


class Unavailable(SupportError):
    """Something we depend on does not answer."""

    code = "unavailable"
    retryable = True


class StorageUnavailable(Unavailable):
    """The database does not answer or cannot write."""

    code = "storage_unavailable"


class FolderInUse(StorageUnavailable):
    """Another process owns the database file or the index's folder."""


class ModelUnavailable(Unavailable):
    """The language model is down, slow or its circuit is open."""

    code = "model_unavailable"


class IndexUnavailable(Unavailable):
    """The passage index cannot be opened or read."""

    code = "index_unavailable"


class OrdersUnavailable(Unavailable):
    """The shop's order system does not answer."""

    code = "orders_unavailable"


class Overloaded(Unavailable):
    """This node is full."""

    code = "overloaded"
