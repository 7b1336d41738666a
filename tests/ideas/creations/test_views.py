"""The pages of creations: what each person sees, and what they cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.discussions.actions.posts import write_post
from community.discussions.actions.threads import thread_under
from community.members.actions.consents import give_consent
from community.members.models import Consent
from ideas.creations.consent import PURPOSE
from ideas.creations.models import CreationState, Following
from tests.factories.creations import (
    make_closed_stage,
    make_creation,
    make_decided_stage,
    make_open_stage,
    make_stage,
    make_stage_picture,
)
from tests.factories.members import make_member
from tests.factories.pictures import make_row
from tests.ideas.creations.conftest import standstill

pytestmark = pytest.mark.django_db


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def counted(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


class TestTheList:
    def test_what_is_on_the_bench_and_what_is_finished(self, client):
        make_decided_stage(make_creation(title="La finie"))
        make_open_stage(make_creation(title="L’ouverte"))
        make_stage(make_creation(title="La secrète", state=CreationState.DRAFT))
        page = page_of(client, "/creations/")
        assert page.index("L’ouverte") < page.index("Terminées") < page.index("La finie")
        assert "La secrète" not in page

    def test_an_empty_bench(self, client):
        assert "L’établi est rangé" in page_of(client, "/creations/")

    @pytest.mark.parametrize(("viewer", "queries"), [("visitor", 5), ("member", 9)])
    def test_it_costs_the_same_for_one_and_three(self, client, member, viewer, queries):
        if viewer == "member":
            client.force_login(member)

        def make():
            make_open_stage(make_creation(picture=make_row(member, is_used=True)))
            make_decided_stage(make_creation(picture=make_row(member, is_used=True)))

        make()
        client.get("/creations/")
        one = counted(client, "/creations/")
        make()
        make()
        assert counted(client, "/creations/") == one == queries


class TestTheStory:
    def test_every_stage_with_what_was_decided_and_what_comes(self, client):
        creation = make_creation(title="Le régulateur")
        make_decided_stage(creation, "38,5 mm", title="Le diamètre", opens_in=-timedelta(days=20))
        make_open_stage(creation, title="Le cadran", hands_on="Le cadran **gagnant** part à l’émaillage.")
        make_stage(creation, title="Les aiguilles")
        page = page_of(client, creation.get_absolute_url())
        story = page[page.index('class="story"') :]
        assert story.index("Le diamètre") < story.index("Le cadran") < story.index("Les aiguilles")
        for words in ("38,5 mm", "<strong>gagnant</strong>", "Date à venir", "1/3"):
            assert words in page

    def test_a_draft_is_for_those_who_lead(self, client, admin_of):
        stage = make_open_stage(make_creation(state=CreationState.DRAFT))
        addresses = [stage.creation.get_absolute_url(), stage.get_absolute_url()]
        for address in [*addresses, f"{addresses[0]}feed/"]:
            assert client.get(address).status_code == 404
        client.force_login(make_member())
        assert [client.get(address).status_code for address in addresses] == [404, 404]
        client.force_login(admin_of)
        for address in addresses:
            assert "noindex" in page_of(client, address)

    @pytest.mark.parametrize(("viewer", "queries"), [("visitor", 6), ("member", 11)])
    def test_it_costs_the_same_for_one_and_three(self, client, member, viewer, queries):
        if viewer == "member":
            client.force_login(member)
        creation = make_creation()
        make_decided_stage(creation, opens_in=-timedelta(days=30))
        client.get(creation.get_absolute_url())
        one = counted(client, creation.get_absolute_url())
        make_decided_stage(creation, opens_in=-timedelta(days=20))
        make_open_stage(creation)
        assert counted(client, creation.get_absolute_url()) == one == queries

    def test_words_of_an_editor_stay_words(self, client):
        nasty = "<script>alert(1)</script>"
        creation = make_creation(title=nasty, lead=nasty)
        stage = make_decided_stage(creation, nasty, title=nasty, text=nasty, hands_on=nasty)
        for address in ("/creations/", creation.get_absolute_url(), stage.get_absolute_url()):
            assert nasty not in page_of(client, address)


class TestAStage:
    def test_all_of_it(self, client, member):
        creation = make_creation()
        make_decided_stage(creation, "38,5 mm", title="Le diamètre", opens_in=-timedelta(days=20))
        stage = make_open_stage(creation, title="Le cadran")
        make_stage(creation, title="Les aiguilles")
        make_stage_picture(stage, member)
        page = page_of(client, stage.get_absolute_url())
        for words in ("<strong>diamètre</strong>", "Étape 2 sur 3", "38,5 mm", "Trois cadrans sous la lampe"):
            assert words in page
        assert "figée depuis" in text_of(page)
        assert "Personne n’a encore osé" in page  # the thread of its own
        assert ["Le diamètre" in page, "Les aiguilles" in page] == [True, True]

    def test_one_that_is_closed_waits_for_its_decision(self, client):
        assert "La décision s’écrit" in page_of(client, make_closed_stage().get_absolute_url())

    def test_one_that_does_not_exist(self, client):
        stage = make_stage()
        assert client.get(f"{stage.creation.get_absolute_url()}2/").status_code == 404

    @pytest.mark.parametrize(("viewer", "queries"), [("visitor", 4), ("member", 7)])
    def test_it_costs_the_same_for_one_and_three(self, client, member, viewer, queries):
        if viewer == "member":
            client.force_login(member)
        stage = make_open_stage()
        make_stage_picture(stage, member)
        client.get(stage.get_absolute_url())
        one = counted(client, stage.get_absolute_url())
        for _ in range(2):
            make_stage_picture(stage, member)
            make_stage(stage.creation)
        assert counted(client, stage.get_absolute_url()) == one == queries


class TestTheCredits:
    @pytest.fixture
    def spoken(self):
        """A stage under which three members spoke."""
        stage = make_open_stage()
        people = [make_member(level=1) for _ in range(3)]
        for person in people:
            write_post(thread_under(stage), by=person, text="Trente-huit et demi, et pas un de plus.")
        return stage, people

    def test_names_by_consent_the_others_counted(self, client, spoken):
        stage, (yes, silent, gone) = spoken
        give_consent(yes, PURPOSE)
        give_consent(gone, PURPOSE)
        gone.is_active = False
        gone.save()
        page = page_of(client, stage.creation.get_absolute_url())
        assert [f"/membres/{each.handle}/" in page for each in (yes, silent, gone)] == [True, False, False]
        assert "et 2 autres" in text_of(page)

    def test_a_name_appears_by_a_click_and_goes_by_another(self, client, spoken):
        stage, (somebody, *_) = spoken
        address = stage.creation.get_absolute_url()
        client.force_login(somebody)
        assert "Montrer mon nom" in page_of(client, address)
        assert client.post(f"{address}generique/").url == f"{address}#generique"
        assert "Retirer mon nom" in page_of(client, address)
        client.post(f"{address}generique/", {"withdraw": "1"})
        assert "Montrer mon nom" in page_of(client, address)

    def test_who_was_not_there_is_not_asked(self, signed, spoken):
        assert "Montrer mon nom" not in page_of(signed, spoken[0].creation.get_absolute_url())

    def test_a_visitor_says_nothing(self, client, spoken):
        with standstill():
            assert client.post(f"{spoken[0].creation.get_absolute_url()}generique/").url.startswith("/comptes/login/")
        assert not Consent.objects.exists()


class TestFollowing:
    def test_by_a_click_and_not_any_more_by_another(self, signed, member):
        address = make_creation(stages=1).get_absolute_url()
        assert "Suivre chaque étape" in page_of(signed, address)
        for _ in range(2):  # a repeat is harmless
            assert signed.post(f"{address}suivi/").status_code == 302
        assert Following.objects.get().follows
        assert "Ne plus suivre" in page_of(signed, address)
        signed.post(f"{address}suivi/", {"withdraw": "1"})
        assert not Following.objects.get().follows

    def test_a_draft_and_a_visitor(self, client, signed, member):
        draft = make_creation(state=CreationState.DRAFT)
        with standstill():
            assert signed.post(f"{draft.get_absolute_url()}suivi/").status_code == 404
        signed.logout()
        with standstill():
            assert client.post(f"{draft.get_absolute_url()}suivi/").status_code == 302
