"""Nothing inline anywhere but in the back office."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.csp import HouseCSPMiddleware


def policy_of(path: str) -> dict[str, str]:
    response = HouseCSPMiddleware(lambda _request: HttpResponse())(RequestFactory().get(path))
    directives = (part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    return dict(directives)


def test_the_site_allows_its_own_files_alone():
    policy = policy_of("/drops/")
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert "script-src" not in policy
    assert "unsafe" not in str(policy)


def test_sockets_go_to_our_own_origins(settings):
    sockets = [origin.replace("http", "ws", 1) for origin in (settings.SITE_URL, *settings.EXTRA_ORIGINS)]
    assert policy_of("/drops/")["connect-src"] == " ".join(["'self'", *sockets])


def test_the_back_office_may_do_what_wagtail_needs():
    policy = policy_of("/atelier/pages/3/edit/")
    assert "'unsafe-inline'" in policy["script-src"]
    assert policy["frame-ancestors"] == "'self'"
    assert policy["object-src"] == "'none'"


@pytest.mark.parametrize("path", ["/ateliers/", "/de/atelier/", "/drops/atelier/"])
def test_no_other_address_is_the_back_office(path):
    assert "unsafe" not in str(policy_of(path))
