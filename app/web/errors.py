"""One table from errors to the wire: HTTP status, stable code, words in the reader's language."""

import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.catalogue import say
from app.domain import errors
from app.domain.ids import Language
from app.web.outgoing import ErrorFrame

STATUS: tuple[tuple[type[errors.SupportError], int], ...] = (
    (errors.TooLarge, 413),
    (errors.InvalidInput, 422),
    (errors.Unauthorized, 401),
    (errors.Forbidden, 403),
    (errors.NotFound, 404),
    (errors.Conflict, 409),
    (errors.RateLimited, 429),
    (errors.Unavailable, 503),
)
"""The narrowest class that fits comes first."""


def status_of(error: errors.SupportError) -> int:
    """The HTTP status of an error; 500 for one that the table does not know."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def frame_of(error: errors.SupportError, language: Language, *, cid: str | None = None) -> ErrorFrame:
    """The error as a frame, in words of `language`."""
    return ErrorFrame(
        code=error.code,
        message=say(f"errors.{error.code}", language),
        retryable=error.retryable,
        retry_after_ms=error.retry_after_ms,
        cid=cid,
        field=error.field,
    )


def language_of(request: Request) -> Language:
    """The language a person asked for: `lang` in the query, else the browser's first choice, else English."""
    wanted = request.query_params.get("lang") or request.headers.get("accept-language", "")
    return "ru" if wanted.lower().startswith("ru") else "en"


def _answer(error: errors.SupportError, request: Request) -> JSONResponse:
    headers: dict[str, str] = {}
    if error.retry_after_ms is not None:
        headers["Retry-After"] = str(max(1, error.retry_after_ms // 1_000))
    body = frame_of(error, language_of(request)).model_dump(exclude_none=True)
    return JSONResponse({"error": body}, status_code=status_of(error), headers=headers)


def install(application: FastAPI) -> None:
    """Make every error of `application` an answer with a code; a trace stays in the log."""
    log = structlog.get_logger("web")

    async def on_support_error(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, errors.SupportError)
        return _answer(error, request)

    async def on_invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        problems = cast(Sequence[dict[str, Any]], error.errors())
        field = ".".join(str(part) for part in problems[0]["loc"][1:]) if problems else None
        return _answer(errors.InvalidInput(field=field), request)

    async def on_http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        known = {401: errors.Unauthorized, 403: errors.Forbidden, 404: errors.NotFound, 413: errors.TooLarge}
        kind = known.get(error.status_code, errors.InvalidInput)
        answer = _answer(kind(), request)
        answer.status_code = error.status_code
        return answer

    async def on_anything(request: Request, error: Exception) -> JSONResponse:
        error_id = uuid.uuid4().hex[:12]
        log.error("unexpected_error", error_id=error_id, path=request.url.path, exc_info=error)
        answer = _answer(errors.SupportError(error_id), request)
        answer.headers["X-Error-Id"] = error_id
        return answer

    handlers: tuple[tuple[type[Exception], Callable[[Request, Exception], Awaitable[JSONResponse]]], ...] = (
        (errors.SupportError, on_support_error),
        (RequestValidationError, on_invalid),
        (HTTPException, on_http),
        (Exception, on_anything),
    )
    for kind, handler in handlers:
        application.add_exception_handler(kind, handler)
