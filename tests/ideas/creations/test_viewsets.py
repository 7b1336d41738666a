"""The back office of creations: what editors can do there, and that nobody else knows of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import ModelLogEntry

from community.members.groups import EDITORS
from community.pictures.models import Picture
from ideas.creations.models import Creation, CreationState, Phase, Stage
from realtime import clock
from tests.factories.creations import (
    RULE,
    make_closed_stage,
    make_creation,
    make_open_stage,
    make_stage,
    make_stage_picture,
)
from tests.factories.drops import make_universe
from tests.factories.members import make_member
from tests.factories.pictures import upload
from tests.ideas.creations.conftest import standstill

pytestmark = pytest.mark.django_db
CREATIONS, STAGES = "/atelier/creations/", "/atelier/etapes/"


@pytest.fixture
def desk(client):
    editor = make_member(is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    editor.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(editor)
    return client


def typed(days):
    return timezone.localtime(clock.now() + timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S")


def creation_form(**changes):
    facts = {"title": "Le régulateur", "slug": "regulateur", "lead": "Une aiguille par idée.", "language": "fr"}
    return facts | {"universe": make_universe().pk, "picture_alt": ""} | changes


def stage_form(creation, **changes):
    facts = {"creation": creation.pk, "title": "Le cadran", "text": "", "hands_on": RULE, "picture_alt": ""}
    return facts | {"opens_at": "", "closes_at": ""} | changes


class TestACreation:
    def test_an_editor_writes_one(self, desk):
        response = desk.post(f"{CREATIONS}new/", creation_form(upload=upload(), picture_alt="Un régulateur"))
        made = Creation.objects.get()
        assert (response.status_code, made.is_draft, made.picture.is_public) == (302, True, True)

    def test_a_picture_needs_words(self, desk):
        response = desk.post(f"{CREATIONS}new/", creation_form(upload=upload()))
        assert list(response.context["form"].errors) == ["picture_alt"]

    def test_publishing_asks_first(self, desk):
        draft = make_creation(state=CreationState.DRAFT, published_at=None, stages=1)
        address = f"{CREATIONS}{draft.pk}/publier/"
        assert "Tout le monde verra" in desk.get(address).content.decode()
        desk.post(address)
        draft.refresh_from_db()
        assert not draft.is_draft
        assert ModelLogEntry.objects.filter(action="creations.publier").exists()
        with standstill():
            assert desk.post(address).status_code == 302

    def test_a_rule_is_read_where_it_was_broken(self, desk):
        draft = make_creation(state=CreationState.DRAFT, published_at=None)
        with standstill():
            answer = desk.post(f"{CREATIONS}{draft.pk}/publier/", follow=True)
        assert "au moins une étape" in answer.content.decode()

    def test_what_is_public_keeps_its_address_and_stays(self, desk):
        creation = make_creation(stages=1)
        desk.post(f"{CREATIONS}edit/{creation.pk}/", creation_form(slug="autre", universe=creation.universe_id))
        slug, creation.title = creation.slug, "Le régulateur"
        creation.refresh_from_db()
        assert (creation.slug, creation.title) == (slug, "Le régulateur")
        with standstill():
            assert desk.post(f"{CREATIONS}delete/{creation.pk}/").status_code in {302, 404}


class TestAStage:
    def test_an_editor_writes_one_with_its_dates(self, desk):
        creation = make_creation()
        response = desk.post(f"{STAGES}new/", stage_form(creation, opens_at=typed(2), closes_at=typed(4)))
        made = Stage.objects.get()
        assert (response.status_code, made.n, made.hands_on) == (302, 1, RULE)
        assert made.phase(clock.now()) == Phase.COMING
        assert desk.get(f"{STAGES}edit/{made.pk}/").status_code == 200

    def test_a_rule_that_is_broken_saves_nothing(self, desk):
        creation = make_creation()
        with standstill():
            late = desk.post(f"{STAGES}new/", stage_form(creation, opens_at=typed(-2), closes_at=typed(4)))
        assert "Une étape s’ouvre après" in late.content.decode()
        stage = make_open_stage(creation)
        with standstill():
            answer = desk.post(f"{STAGES}edit/{stage.pk}/", stage_form(creation, hands_on="Finalement non."))
        assert "sa règle et ses dates ne changent plus" in answer.content.decode()

    def test_a_picture_more(self, desk):
        stage = make_stage(title="Le cadran", text="")
        form = stage_form(stage.creation, upload=upload(), picture_alt="Trois cadrans")
        assert desk.post(f"{STAGES}edit/{stage.pk}/", form).status_code == 302
        assert stage.pictures.get().alt == "Trois cadrans"

    def test_a_picture_less(self, desk):
        stage, other = make_stage(title="Le cadran", text=""), make_stage()
        kept, taken, theirs = (make_stage_picture(each, make_member()) for each in (stage, stage, other))
        address, form = f"{STAGES}edit/{stage.pk}/", stage_form(stage.creation)
        assert "Images à retirer" in desk.get(address).content.decode()
        with standstill():
            desk.post(address, form | {"taken_away": [theirs.pk]})
        desk.post(address, form | {"taken_away": [taken.pk]})
        assert list(stage.pictures.all()) == [kept]
        assert not Picture.objects.filter(pk=taken.picture_id).exists()
        assert other.pictures.get() == theirs

    def test_deciding_asks_for_words(self, desk):
        stage = make_closed_stage()
        address = f"{STAGES}{stage.pk}/decider/"
        assert desk.get(address).status_code == 200
        with standstill():
            assert desk.post(address, {"words": " "}).status_code == 200
        desk.post(address, {"words": "Trente-huit et demi."})
        stage.refresh_from_db()
        assert stage.outcome == "Trente-huit et demi."
        with standstill():
            assert desk.post(address, {"words": "Autre."}).status_code == 302

    def test_the_last_one_goes_while_it_has_not_opened(self, desk):
        stage = make_open_stage()
        with standstill():
            desk.post(f"{STAGES}delete/{stage.pk}/")
        last = make_stage(stage.creation)
        desk.post(f"{STAGES}delete/{last.pk}/")
        assert stage.creation.stages.get() == stage


def test_for_everybody_else_it_does_not_exist(client):
    stage = make_closed_stage()
    other = make_member(is_staff=True)
    other.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(other)
    pages = [CREATIONS, f"{CREATIONS}new/", f"{CREATIONS}edit/{stage.creation_id}/", STAGES, f"{STAGES}new/"]
    pages += [f"{STAGES}edit/{stage.pk}/", f"{STAGES}{stage.pk}/decider/", f"{CREATIONS}{stage.creation_id}/publier/"]
    for page in pages:
        assert client.get(page).status_code in {302, 403, 404}, page
        with standstill():
            client.post(page, {"words": "Moi d’abord."})
