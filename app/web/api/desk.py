"""REST of the desk: lists of conversations that the inbox does not carry, such as resolved ones."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from app.conversations import Conversations
from app.web.auth import OperatorGate
from app.web.transcript import entry_view
from app.web.views import DeskEntryView


class EntriesAnswer(BaseModel):
    """Conversations, the most recently changed first."""

    entries: list[DeskEntryView]


def router(conversations: Conversations, gate: OperatorGate) -> APIRouter:
    """Routes under /api/v1 for the desk; editors and viewers see no customers."""
    routes = APIRouter(prefix="/api/v1", tags=["desk"])

    @routes.get("/conversations", dependencies=[Depends(gate.require("admin", "operator"))])
    async def entries(
        status: Literal["bot", "queued", "assigned", "resolved"] = "resolved",
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> EntriesAnswer:
        found = await conversations.entries((status,), limit)
        return EntriesAnswer(entries=[entry_view(entry) for entry in found])

    _ = entries
    return routes
