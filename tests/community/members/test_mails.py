"""What the accounts write: plain text and HTML, one language, the member's."""

import pytest
from django.core import mail
from django.test import Client

from tests.community.members.doors import PASSWORD, code_in, last_mail, link_in, sign_in, sign_up
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def html_of(message):
    ((content, kind),) = message.alternatives
    assert kind == "text/html"
    return content


def test_a_code_stands_alone_in_both_parts(client):
    sign_up(client)
    message = last_mail()
    code = code_in(message)
    assert message.subject == "Ton code pour entrer"
    assert f">{code}</b>" in html_of(message)
    assert "Bienvenue, ada." in message.body
    assert "Bienvenue, ada." in html_of(message)


def test_a_link_can_be_followed_in_both_parts(client):
    member = make_member()
    client.post("/comptes/password/reset/", {"email": member.email})
    link = link_in(last_mail())
    assert f'href="http://testserver{link}"' in html_of(last_mail())


def test_the_html_part_escapes_what_a_stranger_typed(client):
    client.post("/comptes/password/reset/", {"email": "o'b&c@test.example"})
    assert "o'b&c@test.example" in last_mail().body
    assert "o&#x27;b&amp;c@test.example" in html_of(last_mail())


def test_a_notification_says_when_and_from_where():
    member = make_member(password=PASSWORD)
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0; rv:150.0) Gecko/20100101 Firefox/150.0")
    sign_in(client, member.email)
    new = "autre-heure-autre"
    client.post("/comptes/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    body = last_mail().body
    assert "Firefox, Windows" in body
    assert "127.0.0.1" in body


@pytest.mark.parametrize(("member_speaks", "page_speaks"), [("fr", "/de"), ("de", ""), ("en", "/de")])
def test_the_mail_speaks_the_members_language_whatever_the_page(client, member_speaks, page_speaks):
    member = make_member(language=member_speaks)
    client.post(f"{page_speaks}/comptes/password/reset/", {"email": member.email})
    client.post(f"{page_speaks}/comptes/login/code/", {"email": member.email})
    client.post(f"{page_speaks}/comptes/signup/", {"email": member.email, "username": "autre"})
    client.post(f"{page_speaks}/comptes/password/reset/", {"email": "personne@test.example"})
    spoken = [html_of(message).split('<html lang="')[1][:2] for message in mail.outbox]
    assert spoken == [member_speaks] * 3 + [page_speaks.strip("/") or "fr"]
