"""A member takes their data along, leaves, thinks again, and leaves for good."""

import zipfile

import pytest
from django.db.models.functions import Now

from community.data_rights.models import Departure
from community.data_rights.tasks import let_go
from community.members.models import Member
from tests.community.members.doors import PASSWORD
from tests.factories.members import make_member
from tests.jobs import work_off

pytestmark = [pytest.mark.browser, pytest.mark.heavy, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def member():
    return make_member(handle="anna", email="anna@test.example", password=PASSWORD)


@pytest.fixture
def page(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, locale="fr-CH")
    yield context.new_page()
    context.close()


def sign_in(page):
    page.goto("/comptes/login/")
    page.get_by_label("Adresse e-mail").fill("anna@test.example")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def leave(page):
    page.goto("/moi/donnees/effacer/")
    if page.get_by_label("Mot de passe", exact=True).count():
        page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Emporter aussi mes messages").check()
    page.get_by_label("Ton pseudo").fill("anna")
    page.get_by_role("button", name="Effacer mon compte").click()


def test_to_take_along_to_leave_to_stay_and_to_leave_for_good(page, member, tmp_path):
    sign_in(page)
    page.goto("/moi/donnees/")
    page.get_by_role("button", name="Préparer une copie").click()
    page.get_by_role("progressbar").wait_for()
    work_off()
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger").click()  # it has come by itself
    download.value.save_as(tmp_path / "copy.zip")
    assert zipfile.ZipFile(tmp_path / "copy.zip").testzip() is None

    leave(page)
    page.get_by_role("button", name="Rester, finalement").click()
    page.get_by_text("Tu restes. Rien n’a été effacé.").wait_for()

    leave(page)
    page.get_by_text("Tes messages partent avec toi.").wait_for()
    Departure.objects.filter(called_off_at=None).update(due_at=Now())
    let_go(timestamp=0)
    page.goto("/moi/donnees/")
    assert "/comptes/login/" in page.url
    sign_in(page)
    page.get_by_text("ne vont pas ensemble").wait_for()
    assert Member.objects.get(pk=member.pk).erased_at is not None
