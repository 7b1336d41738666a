"""One member's season: called when it matters and not otherwise, met in person, gone with all that is theirs."""

import json
import zipfile
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from playwright.sync_api import expect

from community.data_rights.models import Departure
from community.data_rights.tasks import let_go
from community.discussions.actions.threads import start_thread
from community.gatherings.actions.answers import withdraw_answer
from community.gatherings.models import Rsvp
from community.members.models import Member
from community.notices.models import Envelope, Notice
from community.notices.tasks import deliver_all
from community.push.models import PushSubscription
from tests.community.members.doors import PASSWORD
from tests.factories.discussions import make_table
from tests.factories.gatherings import make_gathering, make_rsvp
from tests.factories.members import make_member
from tests.jobs import work_off
from tests.push_service import SUBSCRIBED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def anna():
    return make_member(handle="anna", email="anna@test.example", password=PASSWORD, level=1)


@pytest.fixture
def page(whole_chromium, live_server, anna):
    context = whole_chromium.new_context(base_url=live_server.url, locale="fr-CH", permissions=["notifications"])
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto("/comptes/login/")
    page.get_by_label("Adresse e-mail").fill(anna.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(live_server.url + "/")
    yield page
    context.close()


def follow(page, table, how):
    page.goto(table.get_absolute_url())
    page.locator(".stance summary").click()
    page.locator(".stance").get_by_role("button", name=how).click()
    page.locator(".stance summary").wait_for()


def plug_in(page, push_service):
    """This browser rings, by a push service of ours."""
    browser = push_service.subscribe()
    page.add_init_script(f"({SUBSCRIBED})({json.dumps(browser.keys)})")
    page.goto("/moi/alertes/")
    page.get_by_role("button", name="Brancher cet appareil").click()
    page.get_by_role("button", name="Faire sonner").click()
    page.get_by_text("Parti vers").wait_for()
    work_off()
    return browser


def test_a_season(page, anna, push_service, mailoutbox, tmp_path):
    # She watches one table and wants no word of another.
    watched, muted = make_table(), make_table()
    follow(page, watched, "Surveillé")
    follow(page, muted, "En sourdine")
    bruno, carla = make_member(handle="bruno", level=1), make_member(handle="carla", level=1)
    start_thread(watched, by=bruno, title="Le spiral de Breguet", text="Pourquoi relevé ?")
    start_thread(muted, by=carla, title="Bracelets", text="@anna, cuir ou acier ?")
    work_off()
    page.goto("/moi/avis/")
    expect(page.get_by_role("main")).to_contain_text("Le spiral de Breguet")
    expect(page.get_by_role("main")).not_to_contain_text("Bracelets")

    # She plugs her device in, and it rings.
    browser = plug_in(page, push_service)
    assert len(browser.messages) == 1

    # She waits for a seat at the barbecue; somebody leaves, she is promoted, and her device says so.
    barbecue = make_gathering(capacity=1)
    make_rsvp(barbecue, bruno)
    page.goto(barbecue.get_absolute_url())
    page.get_by_role("button", name="Me mettre dans la file").click()
    expect(page.locator("#ma-reponse")).to_contain_text("en tête de la file")
    withdraw_answer(barbecue, by=bruno)
    work_off()
    page.reload()
    expect(page.locator("#ma-reponse")).to_contain_text("Tu viens")
    assert barbecue.title in browser.messages[-1]["body"]
    assert len(browser.messages) == 2

    # What she has not looked at is mailed once its delay is over, with a way out; what she has read is not.
    page.goto("/moi/avis/")
    page.get_by_role("link", name="Le spiral de Breguet").click()
    late = Now() - timedelta(minutes=1)
    anna.notices.get(read_at=None).deliveries.filter(channel="mail").update(due_at=late)
    deliver_all(timestamp=0)
    work_off()
    (letter,) = [mail for mail in mailoutbox if mail.to == [anna.email]]
    assert barbecue.title in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    # She takes her data along, and leaves.
    page.goto("/moi/donnees/")
    page.get_by_role("button", name="Préparer une copie").click()
    work_off()
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger").click()
    download.value.save_as(tmp_path / "copy.zip")
    assert zipfile.ZipFile(tmp_path / "copy.zip").testzip() is None
    page.goto("/moi/donnees/effacer/")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Emporter aussi mes messages").check()
    page.get_by_label("Ton pseudo").fill("anna")
    page.get_by_role("button", name="Effacer mon compte").click()
    page.get_by_text("Tes messages partent avec toi.").wait_for()
    Departure.objects.update(due_at=Now())
    let_go(timestamp=0)

    page.goto("/moi/")
    assert "/comptes/login/" in page.url
    gone = Member.objects.get(pk=anna.pk)
    assert gone.erased_at is not None
    assert "anna" not in gone.handle
    for model in (PushSubscription, Rsvp, Notice, Envelope):
        assert not model.objects.filter(member=gone).exists()
