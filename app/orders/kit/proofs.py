"""Proofs: the right one names the account, every wrong one says the same in the same time."""

import re
from statistics import median
from typing import Any

from app.orders.contract import Proof
from app.orders.kit.asking import Asker, Reply
from app.orders.kit.case import NO_SUCH_ORDER, Case
from app.orders.kit.findings import Findings

TELLING_S = 0.010
"""Less than this apart, medians tell nothing over a network."""
_MISS = '200 {"account": null}, the same bytes for every miss'
_STRANGE = "' OR '1'='1' -- ☂ {{7*7}} %00"


async def prove(asker: Asker, case: Case, findings: Findings) -> str | None:
    """The account of the right proof, None when it is not proven."""
    reply = await asker.prove(case.proof())
    misfit = reply.misfit(Proof)
    account = None if misfit else Proof.model_validate_json(reply.body).account
    came = misfit or ("an account" if account else "null")
    findings.check("right proof", bool(account), "an account", came)
    return account or None


async def check_proofs(asker: Asker, case: Case, account: str, findings: Findings) -> None:
    """By digits alone; every kind of miss, in words and in time."""
    order = case.claim.order
    digits = re.sub(r"\D", "", order)
    reply = await asker.prove(case.proof(order=digits))
    found = None if reply.misfit(Proof) else Proof.model_validate_json(reply.body).account
    came = "so" if found == account else reply.shown
    findings.check("right proof, digits alone", found == account, "the same account", came)
    misses: dict[str, dict[str, Any]] = {
        "wrong factor": case.wrong_proof(order),
        "unknown order": case.proof(order=NO_SUCH_ORDER),
        "somebody else's order": case.proof(order=case.foreign),
        "nothing but the order": {"order": order, "email": "", "phone": "", "name": "", "postcodes": []},
        "strange texts": {
            "order": order,
            "email": _STRANGE,
            "phone": "",
            "name": _STRANGE,
            "postcodes": ["'"],
        },
    }
    if not case.foreign:
        del misses["somebody else's order"]
        findings.skip("proof: somebody else's order", "not given: --foreign-order")
    first = await asker.prove(misses["wrong factor"])
    for name, proof in misses.items():
        _judge(name, await asker.prove(proof), first, findings)
    await _check_times(asker, misses, case.rounds, findings)


def _judge(name: str, reply: Reply, first: Reply, findings: Findings) -> None:
    is_miss = not reply.misfit(Proof) and Proof.model_validate_json(reply.body).account is None
    is_kept = is_miss and reply.is_like(first)
    findings.check(f"proof: {name}", is_kept, _MISS, "so" if is_kept else f"{reply.shown} | {first.shown}")


async def _check_times(
    asker: Asker, misses: dict[str, dict[str, Any]], rounds: int, findings: Findings
) -> None:
    names = [name for name in list(misses)[:3] if not name.startswith(("nothing", "strange"))]
    times: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            times[name].append((await asker.prove(misses[name])).seconds)
    judge_times("proof: time of a miss", times, findings)


def judge_times(name: str, times: dict[str, list[float]], findings: Findings) -> None:
    """Medians of each kind are no further apart than their own scatter, or 10 ms."""
    middles = {kind: median(taken) for kind, taken in times.items()}
    scatter = max(median(abs(one - middles[kind]) for one in taken) for kind, taken in times.items())
    apart, allowed = max(middles.values()) - min(middles.values()), max(TELLING_S, 3 * scatter)
    came = ", ".join(f"{kind} {middle * 1000:.1f} ms" for kind, middle in middles.items())
    wanted = f"medians less than {allowed * 1000:.0f} ms apart"
    if any(len(taken) < 5 for taken in times.values()):
        findings.skip(name, f"too few rounds to tell ({came})")
        return
    findings.check(name, apart < allowed, wanted, came)
