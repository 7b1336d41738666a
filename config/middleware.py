"""A request id on every answer and every log line, one line for each request; and no null character in a query."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse

from config.errors import bad_request
from config.logs import request_id

logger = logging.getLogger("config.requests")
_SOUND = re.compile(r"[A-Za-z0-9_-]{8,64}")
_NULL = re.compile("%00|\0")
_MACHINES = {"/healthz", "/readyz"}  # asked every few seconds: not worth a line each


class RequestIdMiddleware:
    """Take a sound `X-Request-ID` from our proxy or make one; send it back; log the request without its query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        offered = request.headers.get("X-Request-ID", "")
        token = request_id.set(offered if _SOUND.fullmatch(offered) else secrets.token_hex(8))
        begin = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            if request.path not in _MACHINES:
                _log(request, response, (time.perf_counter() - begin) * 1000)
            return response
        finally:
            request_id.reset(token)


class NullMiddleware:
    """Answer 400 where the database was asked for a text with a null character, which a query held: it takes none.

    Forms say so themselves, in a sentence.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        is_ours = isinstance(exception, DataError) and _NULL.search(request.META.get("QUERY_STRING", ""))
        return bad_request(request, exception) if is_ours else None


def _log(request: HttpRequest, response: HttpResponse, milliseconds: float) -> None:
    facts = {"method": request.method, "path": request.path, "status": response.status_code, "ms": round(milliseconds)}
    logger.info("%(method)s %(path)s %(status)s in %(ms)s ms", facts, extra=facts)
