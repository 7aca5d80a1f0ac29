"""The wire protocol `support.v1`: what both directions share; the frames are in `incoming` and `outgoing`."""

from typing import Literal

SUBPROTOCOL = "support.v1"
VERSION = 1
FRAME_LIMIT = 65_536
TEXT_LIMIT = 4_000

Lang = Literal["ru", "en"]


class CloseCode:
    """Why a socket was closed: 4000–4499 come back, 4500–4999 do not."""

    DRAIN = 4001
    SLOW_CONSUMER = 4002
    NO_PONG = 4003
    OVERLOADED = 4006
    UNAUTHENTICATED = 4500
    FORBIDDEN = 4501
    ABUSE = 4502
    VERSION = 4503
    TOO_MANY_SOCKETS = 4505
    SESSION_REVOKED = 4506
