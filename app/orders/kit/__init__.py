"""The contract test kit: every promise of the HTTP contract asked of a shop's own endpoint."""

from collections.abc import Callable

from app.orders.kit.asking import Asker
from app.orders.kit.case import Case
from app.orders.kit.changes import check_changes
from app.orders.kit.door import check_door, check_form
from app.orders.kit.findings import Finding, Findings
from app.orders.kit.proofs import check_proofs, prove
from app.orders.kit.reads import check_reads
from app.orders.transport import Patience

__all__ = ["Case", "Finding", "check_endpoint"]


async def check_endpoint(
    url: str,
    token: str,
    case: Case,
    *,
    patience: Patience | None = None,
    tell: Callable[[Finding], None] = lambda _: None,
) -> tuple[Finding, ...]:
    """Ask for every promise, one after another; `tell` hears each finding at once.

    Raises nothing that a shop can cause. Without a proven account, what depends on one is named as skipped.
    """
    findings = Findings(tell)
    async with Asker(url, token, patience or Patience()) as asker:
        account = await prove(asker, case, findings)
        await check_door(asker, case, account, findings)
        if account is not None:
            await check_proofs(asker, case, account, findings)
            await check_reads(asker, case, account, findings)
            await check_changes(asker, case, account, findings)
        else:
            findings.skip("proofs, reads and changes", "no account was proven")
        check_form(asker, findings)
    return findings.all
