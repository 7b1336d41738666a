"""What a visitor sees when something went wrong; templates without context, so that nothing else can fail there."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from config.logs import request_id

RETRY_AFTER_S = 60


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where the body was larger than we accept."""
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(render_to_string("413.html"), status=413)
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with the request's number, or 503 where it was the database that did not answer."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return unavailable(request)
    return HttpResponse(render_to_string("500.html", {"request_id": request_id.get()}), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: come back in a minute."""
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(RETRY_AFTER_S)})
