"""The mails of `/design/mails/`: none is forgotten, and each can be looked at."""

import pytest

from config.mail_specimens import LETTERS, names
from tests.guards.tree import ROOT

FOLDER = ROOT / "templates" / "mail"
# What letters extend; and the one that envelopes fill.
FRAMES = {"account/message", "account/notification", "account/request", "moderation/message", "data_rights/message"}
FILLED = {"notices/notices"}


def test_every_letter_has_a_specimen():
    templates = {str(path.relative_to(FOLDER).with_suffix("")) for path in FOLDER.glob("*/*.html")}
    missing = templates - FRAMES - FILLED - set(LETTERS)
    assert not missing, f"Show these in config/mail_specimens.py: {missing}"


@pytest.mark.parametrize("name", names())
def test_a_mail_can_be_looked_at(client, name):
    page, text = client.get(f"/design/mails/{name}/"), client.get(f"/design/mails/{name}/texte/")
    assert page.content.decode().startswith("<!doctype html>")
    assert "style-src 'unsafe-inline'" in page["Content-Security-Policy"]
    subject, body = text.content.decode().split("\n\n", 1)
    assert subject
    assert f"<title>{subject}</title>" in page.content.decode()
    assert body.startswith("Bonjour,")
    assert not {"{{", "{%", "None"} & set(body.split())


@pytest.mark.django_db
def test_of_another_name_there_is_none(client):
    assert client.get("/design/mails/notices/tous/").status_code == 404


def test_the_page_lists_them_all(client):
    page = client.get("/design/mails/").content.decode()
    assert all(f'href="/design/mails/{name}/"' in page for name in names())
    assert "unsafe-inline" not in client.get("/design/mails/")["Content-Security-Policy"]
