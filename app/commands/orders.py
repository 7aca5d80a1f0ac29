"""`check-orders`: the contract test kit against an endpoint, a line for each promise."""

import argparse
import sys

from app.domain.order_numbers import order_key
from app.domain.orders import IdentityClaim
from app.orders.kit import Case, Finding, check_endpoint
from app.settings import Settings

_MARKS = {"kept": "ok  ", "broken": "FAIL", "skipped": "skip"}


def add_check_arguments(parser: argparse.ArgumentParser) -> None:
    """What the kit has to be told; address and token may come from the settings."""
    parser.add_argument("--url", default="", help="the endpoint (or ZABOTA_ORDERS_URL)")
    parser.add_argument("--token", default="", help="its bearer token (or ZABOTA_ORDERS_TOKEN)")
    parser.add_argument("--order", required=True, help="number of an order of a test customer")
    parser.add_argument("--email", default="", help="the test customer's e-mail")
    parser.add_argument("--phone", default="", help="or their phone")
    parser.add_argument("--name", default="", help="or first and last name, with --postcode")
    parser.add_argument("--postcode", default="", help="goes with --name")
    parser.add_argument("--foreign-order", default="", help="number of an order of another customer")
    parser.add_argument(
        "--changeable-order",
        action="append",
        default=[],
        help="number of an order of the test customer that may be cancelled; give two for all checks",
    )
    parser.add_argument("--make-changes", action="store_true", help="cancel the changeable orders for real")
    parser.add_argument("--rounds", type=int, default=15, help="how often the time of misses is taken")


async def check_orders(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print a line for each promise; exit status 1 when one is broken, 2 when too little is given."""
    url = arguments.url or settings.orders_url
    token = arguments.token or settings.orders_token.get_secret_value()
    claim = IdentityClaim(
        order=order_key(arguments.order),
        email=arguments.email,
        phone=arguments.phone,
        name=arguments.name,
        postcodes=(arguments.postcode,) if arguments.postcode else (),
    )
    if not (url and token and claim.is_complete):
        print("Give --url, --token, --order and --email (or --phone, or --name --postcode).", file=sys.stderr)
        return 2
    case = Case(
        claim=claim,
        foreign=order_key(arguments.foreign_order),
        changeable=tuple(order_key(number) for number in arguments.changeable_order),
        makes_changes=arguments.make_changes,
        rounds=max(1, arguments.rounds),
    )
    found = await check_endpoint(url, token, case, tell=_print)
    counts = {outcome: sum(one.outcome == outcome for one in found) for outcome in _MARKS}
    print(", ".join(f"{count} {outcome}" for outcome, count in counts.items()))
    return 1 if counts["broken"] else 0


def _print(finding: Finding) -> None:
    if finding.outcome == "skipped":
        print(f"skip  {finding.name}: {finding.came}")
        return
    print(
        f"{_MARKS[finding.outcome]}  {finding.name}: wanted {finding.wanted}; came {finding.came}", flush=True
    )
