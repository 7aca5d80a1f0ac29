"""The whole site put together from its routers; which rooms exist is main's business."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from app.web import errors
from app.web.body_limit import BodyLimit
from app.web.pages import STATIC, CommonHeaders


def create_site(
    routers: Sequence[APIRouter], lifetime: AbstractAsyncContextManager[object] | None = None
) -> FastAPI:
    """A FastAPI application of `routers`, in order; `lifetime` is entered for as long as it serves."""

    @asynccontextmanager
    async def lifespan(_application: FastAPI) -> AsyncGenerator[None, None]:
        if lifetime is None:
            yield
        else:
            async with lifetime:
                yield

    site = FastAPI(title="Zabota", openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    site.add_middleware(BodyLimit)
    site.add_middleware(CommonHeaders)
    errors.install(site)
    STATIC.mkdir(exist_ok=True)
    site.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in routers:
        site.include_router(router)
    return site
