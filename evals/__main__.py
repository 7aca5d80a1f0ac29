"""`python -m evals`: see evals/README.md."""

import asyncio
import sys

from app.logs import configure
from evals.command import command

if __name__ == "__main__":
    configure("error", "text")
    sys.exit(asyncio.run(command(sys.argv[1:])))
