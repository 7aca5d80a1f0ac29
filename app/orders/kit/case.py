"""What a shop gives to the kit: a test customer, their orders, somebody else's, and leave to change some."""

from dataclasses import dataclass, replace
from typing import Any

from app.domain.orders import IdentityClaim
from app.orders.contract import ProofRequest

NO_SUCH_ORDER = "ZZ90909090"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`claim` is a right proof, `foreign` and `changeable` are keys of orders.

    Orders of `changeable` are cancelled when `makes_changes`; `rounds` is how often times are taken.
    """

    claim: IdentityClaim
    foreign: str = ""
    changeable: tuple[str, ...] = ()
    makes_changes: bool = False
    rounds: int = 15

    def proof(self, order: str = "") -> dict[str, Any]:
        """The right proof's message, or the same factors for another order."""
        return _message(replace(self.claim, order=order) if order else self.claim)

    def wrong_proof(self, order: str) -> dict[str, Any]:
        """A proof of that order by factors that nobody has."""
        wrong = replace(
            self.claim,
            order=order,
            email="nobody-at-all@example.com" if self.claim.email else "",
            phone="0000000000" if self.claim.phone else "",
            name="nobody nowhere" if self.claim.name else "",
        )
        return _message(wrong)


def _message(claim: IdentityClaim) -> dict[str, Any]:
    return ProofRequest.of(claim).model_dump(mode="json")
