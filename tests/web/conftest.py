"""A server for all tests of a module, where starting one for each would only cost time."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.running import Server, running_server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shop(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """A whole server without a model and without articles; tests share it and bring their own visitors."""
    folder = tmp_path_factory.mktemp("shop")
    async with running_server(folder, conversations_per_hour=10_000) as server:
        yield server
