"""Commands about operators."""

import argparse

from app.main import utc_now
from app.operators.accounts import Accounts
from app.settings import Settings
from app.storage.database import Database
from app.storage.migrations import migrate
from app.web.api.account import setup_path

MINUTES = 24 * 60


async def add_operator(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print a link that makes one account; it works beside a running server."""
    database = Database(settings.database)
    try:
        migrate(database.migration_engine())
        token = await Accounts(database, utc_now).create_setup_link(arguments.role, MINUTES)
    finally:
        database.close()
    print(f"Open this once, within 24 hours: {settings.origins[0]}{setup_path(token)}")
    return 0
