"""Owning a folder: one process at a time, the second is told so; nothing is read or written in it here."""

import os
import sys
from pathlib import Path

from app.domain.errors import FolderInUse


class FolderLock:
    """A lock file held by this process until `release` or its end; a second holder gets FolderInUse."""

    def __init__(self, folder: Path, name: str = "owner.lock") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / name
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(self._file)
        except OSError as error:
            os.close(self._file)
            raise FolderInUse(
                f"{folder} is in use by another process: stop it, give this one another data folder, "
                "or let both use one database and one Chroma server by URL"
            ) from error

    def release(self) -> None:
        os.close(self._file)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
