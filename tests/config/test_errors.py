"""Every error page stands by itself, says what was kept, and is given for the right error."""

from unittest.mock import Mock

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from config import errors

PAGES = ["400", "403", "403_csrf", "404", "413", "429", "500", "503"]


@pytest.fixture
def request_():
    return RequestFactory().get("/")


@pytest.mark.parametrize("page", PAGES)
def test_it_needs_neither_database_nor_request(page):
    """No fixture gives a database here, and no context processor runs."""
    html = render_to_string(f"{page}.html")
    assert "<h1>" in html
    assert 'id="contenu"' in html


@pytest.mark.parametrize("page", PAGES)
def test_its_links_keep_the_language(page):
    with translation.override("de"):
        assert 'class="bar__mark" href="/de/"' in render_to_string(f"{page}.html")


def test_a_bad_request_is_400(request_):
    response = errors.bad_request(request_, SuspiciousOperation())
    assert response.status_code == 400


def test_a_body_too_large_is_413(request_):
    response = errors.bad_request(request_, RequestDataTooBig())
    assert response.status_code == 413
    assert "trop lourd" in response.content.decode()


@pytest.fixture
def failing(client, monkeypatch):
    """What a visitor of a page gets that fails, through the whole stack."""
    client.raise_request_exception = False

    def visit(error: Exception):
        monkeypatch.setattr("config.design.render", Mock(side_effect=error))
        return client.get("/design/")

    return visit


def test_a_fault_of_ours_is_500_with_its_number(failing):
    response = failing(RuntimeError("broken"))
    assert response.status_code == 500
    html = response.content.decode()
    assert "chez nous" in html
    assert response["X-Request-ID"] in html, "What a visitor cites is what the log wrote."
    assert "broken" not in html


def test_a_database_that_does_not_answer_is_503(failing):
    response = failing(OperationalError("the connection was refused"))
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
