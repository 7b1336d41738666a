"""The specimens of `/design/`: all of them render, none is forgotten."""

import pytest
from django.template.loader import render_to_string

from community.text.explaining import leave_unexplained
from config.design import COMPONENTS, ERRORS
from tests.guards.tree import ROOT

EXAMPLES = [
    pytest.param(example, id=f"{component.name}-{example.state}")
    for component in COMPONENTS
    for example in component.examples
]
# Blocks that stand on the page itself rather than among the specimens.
AROUND = {"bar", "bell", "choices", "dialog", "footer", "key", "languages", "mishap", "skip-link"}
ROOM = {"app", "base", "layout", "media", "reset", "tokens", "utilities"}


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_specimen_renders(example, rf):
    request = rf.get("/design/")
    leave_unexplained(request)
    assert render_to_string(example.template, dict(example.context), request).strip()


def test_the_page_shows_every_component(client):
    html = client.get("/design/").content.decode()
    assert all(f'id="{component.name}"' in html for component in COMPONENTS)


def test_every_block_has_a_specimen():
    blocks = {path.stem for path in (ROOT / "static" / "css").glob("*.css")} - ROOM - AROUND
    missing = blocks - {component.name for component in COMPONENTS}
    assert not missing, f"Show these in config/design.py: {missing}"


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_can_be_looked_at(client, status):
    assert client.get(f"/design/{status}/").status_code == 200


@pytest.mark.django_db
def test_an_error_we_have_no_page_for_is_not_found(client):
    assert client.get("/design/418/").status_code == 404


def test_visitors_never_see_it():
    from config.settings import base

    assert base.DESIGN_PAGE is False
