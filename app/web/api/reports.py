"""REST of the figures; what they mean stands in docs/metrics.md, how they are counted in app/reports."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from app.reports.reports import Reports
from app.reports.summary import Summary
from app.web.auth import OperatorGate

Days = Annotated[int, Query(ge=1, le=366)]


def router(reports: Reports, gate: OperatorGate) -> APIRouter:
    """Routes under /api/v1 for figures; they name no customer, so every signed-in person may see them."""
    routes = APIRouter(prefix="/api/v1", tags=["reports"])

    @routes.get("/reports", dependencies=[Depends(gate)])
    async def summary(days: Days = 7) -> Summary:
        return await reports.last_days(days)

    _ = summary
    return routes
