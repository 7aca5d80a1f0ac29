"""Is it alive, is it ready, what does it count: three routes for machines."""

from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

Probe = Callable[[], Awaitable[bool]]


def router(
    probes: Mapping[str, Probe], required: frozenset[str], *, is_draining: Callable[[], bool]
) -> APIRouter:
    """`/health` answers while the process lives; `/ready` while the `required` probes hold and it stays."""
    routes = APIRouter(tags=["health"])

    @routes.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @routes.get("/ready")
    async def ready() -> Response:
        found = {name: await probe() for name, probe in probes.items()}
        is_ready = all(found[name] for name in required) and not is_draining()
        state = {"ready": is_ready, "checks": {name: "ok" if ok else "down" for name, ok in found.items()}}
        return JSONResponse(state, status_code=200 if is_ready else 503)

    @routes.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return routes
