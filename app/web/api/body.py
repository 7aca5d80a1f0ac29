"""What the request bodies of owners and operators have in common."""

from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """Base of request bodies: what nobody asked for is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
