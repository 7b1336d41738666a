"""A member adds a passkey in a real browser, signs out, and comes back with nothing else."""

import re

import pytest

from tests.community.members.doors import PASSWORD
from tests.factories.members import make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(chromium):
    """A page whose browser carries a platform authenticator that always says yes."""
    context = chromium.new_context(locale="fr-CH")
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    context.close()


def test_a_passkey_from_the_first_press_to_the_next_visit(page, live_server):
    member = make_member(handle="ada", password=PASSWORD)
    page.goto(f"{live_server.url}/comptes/login/")
    page.get_by_label("Adresse e-mail").fill(member.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.goto(f"{live_server.url}/comptes/2fa/webauthn/add/")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Nom de la clé").fill("Montre connectée")
    page.get_by_role("button", name="Enregistrer la clé").click()
    page.wait_for_url(re.compile("recovery-codes"))

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/comptes/login/?next=/moi/")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.get_by_role("heading", name="ada").wait_for()
    assert page.url == f"{live_server.url}/moi/"


def test_a_passkey_that_does_not_answer_leaves_a_sentence(page, live_server):
    page.goto(f"{live_server.url}/comptes/login/")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()  # the authenticator knows no account here
    page.get_by_role("alert").filter(has_text="La clé d’accès n’a pas répondu").wait_for()
    assert page.get_by_label("Adresse e-mail").is_visible()
