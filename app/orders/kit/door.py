"""Who gets in, over what, and the form that all answers share."""

from urllib.parse import urlsplit

from app.orders.contract import NO_TOKEN
from app.orders.kit.asking import WRONG_TOKEN, Asker, Reply, of_order
from app.orders.kit.case import Case
from app.orders.kit.findings import Findings
from app.orders.transport import MAX_BODY_BYTES

_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


async def check_door(asker: Asker, case: Case, account: str | None, findings: Findings) -> None:
    """Bearer token on every resource, https."""
    address = urlsplit(asker.url)
    if address.scheme == "https" or address.hostname in _LOCAL:
        findings.check("transport", True, "https, or this machine", address.scheme)
    else:
        findings.skip("transport", "not https: keep this address inside a network of your own")
    _judge("proofs", [await asker.prove(case.proof(), token) for token in ("", WRONG_TOKEN)], findings)
    if account is None:
        return
    order = of_order(account, case.claim.order)
    resources = {"order list": order[:3], "order": order, "change": (*order, "changes", "no-such-key")}
    for name, path in resources.items():
        _judge(name, [await asker.get(*path, token=token) for token in ("", WRONG_TOKEN)], findings)


def _judge(resource: str, replies: list[Reply], findings: Findings) -> None:
    for words, reply in zip(("without a token", "with a wrong token"), replies, strict=True):
        is_kept = reply.status == NO_TOKEN
        findings.check(f"{resource} {words}", is_kept, "401", "401" if is_kept else reply.shown)


def check_form(asker: Asker, findings: Findings) -> None:
    """Kind, size and time of everything that came."""
    answered = [reply for reply in asker.replies if reply.status]
    kinds = {
        f"{reply.status} {reply.headers.get('content-type', 'without a kind')}"
        for reply in answered
        if reply.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json"
    }
    findings.check("kind of answers", not kinds, "application/json", ", ".join(sorted(kinds)) or "so")
    packed = {reply.headers.get("content-encoding", "identity") for reply in answered} - {"identity"}
    findings.check("answers are not packed", not packed, "no Content-Encoding", ", ".join(packed) or "so")
    largest = max((len(reply.body) for reply in answered), default=0)
    findings.check(
        "size of answers", largest <= MAX_BODY_BYTES, f"{MAX_BODY_BYTES} bytes at most", f"{largest}"
    )
    silent = [reply.error for reply in asker.replies if not reply.status]
    findings.check("every question is answered", not silent, "an answer", silent[0] if silent else "so")
    slowest, limit = max(reply.seconds for reply in asker.replies), asker.patience.read_s
    findings.check("time to answer", slowest < limit, f"under {limit:g} s", f"{slowest:.3f} s at most")
