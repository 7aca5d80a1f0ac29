"""Writes to a database from twenty tasks at once and prints each key after its commit, until it is killed."""

import asyncio
import sys
from itertools import count

from sqlalchemy import Connection, insert

from app.storage.database import Database
from app.storage.tables import meta


async def main(url: str, name: str) -> None:
    """Never returns."""
    database, numbers = Database(url), count()

    async def write_on() -> None:
        while True:
            key = f"{name}-{next(numbers)}"

            def put(connection: Connection, key: str = key) -> None:
                connection.execute(insert(meta).values(key=key, value="x" * 200))

            await database.write(put)
            sys.stdout.write(f"{key}\n")
            sys.stdout.flush()

    await asyncio.gather(*(write_on() for _ in range(20)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
