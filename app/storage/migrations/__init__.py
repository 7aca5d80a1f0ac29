"""Schema changes, oldest first; `migrate` brings any database to the newest."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.domain.errors import StorageUnavailable
from app.storage.database import storage_error

HERE = Path(__file__).parent


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    return config


def migrate(engine: Engine) -> None:
    """Apply every migration that the database does not have yet; raises StorageUnavailable."""
    config = _config()
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except SQLAlchemyError as error:
        raise storage_error(error) from error
    except CommandError as error:
        raise StorageUnavailable(f"the database is not one of this version: {error}") from error


def newest_revision() -> str | None:
    """The revision that this version of the product needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()
