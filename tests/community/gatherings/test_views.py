"""The pages of gatherings: what each person sees, the plain forms, and what the lists cost."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.discussions.actions.posts import write_post
from community.discussions.actions.threads import thread_under
from community.gatherings.models import Gathering, GatheringState, Rsvp, RsvpState
from realtime import clock
from tests.community.gatherings.conftest import standstill
from tests.factories.gatherings import make_gathering, make_rsvp
from tests.factories.members import make_member
from tests.factories.pictures import make_row

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


@pytest.fixture
def member():
    return make_member()


@pytest.fixture
def signed(client, member):
    client.force_login(member)
    return client


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


def said(client, address, form=None):
    """The sentence that a form is answered with."""
    response = client.post(address, form or {}, follow=True)
    assert response.redirect_chain[-1][1] == 302
    return [str(message) for message in response.context["messages"]]


class TestTheList:
    def test_what_is_coming_and_what_was(self, signed, member):
        coming = make_gathering(title="Bientôt")
        make_gathering(title="Jadis", days=-40)
        make_gathering(title="Annulé", days=3, state=GatheringState.CANCELLED)
        make_gathering(title="Secret", state=GatheringState.DRAFT)
        make_rsvp(coming, member)
        page = page_of(signed, "/evenements/")
        assert page.index("Annulé") < page.index("Bientôt") < page.index("Jadis")
        assert "Secret" not in page
        assert "tu viens" in page

    def test_nothing_planned(self, client):
        assert "Rien de prévu" in page_of(client, "/evenements/")

    def test_the_past_has_pages(self, client):
        for number in range(13):
            make_gathering(days=-number - 2)
        assert page_of(client, "/evenements/").count('class="meeting"') == 12
        assert page_of(client, "/evenements/?page=2").count('class="meeting"') == 1

    @pytest.mark.parametrize(("viewer", "queries"), [("visitor", 3), ("member", 7)])
    def test_it_costs_the_same_for_one_and_three(self, client, member, viewer, queries):
        if viewer == "member":
            client.force_login(member)
        make_rsvp(make_gathering(), member)
        make_gathering(days=-9, picture=make_row(member, is_used=True))
        client.get("/evenements/")
        one = counted(client, "/evenements/")
        for days in (3, 5, -10, -20):
            make_rsvp(make_gathering(days=days, picture=make_row(member, is_used=True)), member)
        assert counted(client, "/evenements/") == one == queries


class TestThePage:
    def test_all_of_it(self, client):
        gathering = make_gathering(capacity=12)
        make_rsvp(gathering, guests=1, shows_name=True)
        page = page_of(client, gathering.get_absolute_url())
        for words in ("Des saucisses", "<strong>ta montre</strong>", "Le portail est à gauche", "Rue du Balancier 4"):
            assert words in page
        assert "sur 12 places" in text_of(page)
        assert "Se connecter pour venir" in page
        assert "Personne n’a encore osé" in page  # the thread of its own

    def test_what_machines_read(self, client):
        gathering = make_gathering(title="Grillades </script>", picture=make_row(make_member(), is_used=True))
        page = page_of(client, gathering.get_absolute_url())
        data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
        assert (data["@type"], data["name"]) == ("Event", "Grillades </script>")
        assert data["eventStatus"].endswith("EventScheduled")
        assert data["startDate"] == gathering.starts_at.isoformat()
        assert f'content="{data["image"]}"' in page
        assert 'property="og:title" content="Grillades &lt;/script&gt;"' in page

    def test_words_of_an_editor_stay_words(self, client):
        nasty = "<script>alert(1)</script>"
        gathering = make_gathering(title=nasty, summary=nasty, text=nasty, directions=nasty, place=nasty, address=nasty)
        assert nasty not in page_of(client, gathering.get_absolute_url())
        assert nasty not in page_of(client, "/evenements/")

    def test_a_draft_is_for_those_who_organise(self, client, admin_of):
        draft = make_gathering(state=GatheringState.DRAFT)
        for address in (draft.get_absolute_url(), f"/evenements/{draft.slug}/reponse/"):
            assert client.get(address).status_code == 404
        client.force_login(admin_of)
        page = page_of(client, draft.get_absolute_url())
        assert "Brouillon" in page
        assert "noindex" in page

    def test_a_cancelled_one_says_why(self, signed):
        gathering = make_gathering(state=GatheringState.CANCELLED, cancelled_reason="La bise souffle.")
        page = page_of(signed, gathering.get_absolute_url())
        assert "La bise souffle." in page
        assert "EventCancelled" in page
        assert "Je viens" not in page

    def test_names_by_consent_to_members_alone(self, client, member):
        gathering = make_gathering()
        shown = make_rsvp(gathering, shows_name=True).member
        hidden = make_rsvp(gathering, guests=2).member
        gone = make_rsvp(gathering, make_member(is_active=False), shows_name=True).member
        page = page_of(client, gathering.get_absolute_url())
        assert not any(each.handle in page for each in (shown, hidden, gone))
        client.force_login(member)
        page = page_of(client, gathering.get_absolute_url())
        assert [each.handle in page for each in (shown, hidden, gone)] == [True, False, False]
        assert "et 4 autres" in page

    def test_the_script_gets_its_parts(self, signed, member):
        gathering = make_gathering()
        make_rsvp(gathering, member)
        asked = {"headers": {"HX-Request": "true"}}
        places = signed.get(gathering.get_absolute_url(), **asked).content.decode()
        answer = signed.get(f"/evenements/{gathering.slug}/reponse/", **asked).content.decode()
        assert ['id="places"' in places, 'id="convives"' in places, 'id="ma-reponse"' in places] == [True, True, False]
        assert ('id="places"' in answer, "Tu viens" in answer) == (False, True)
        whole = page_of(signed, gathering.get_absolute_url())
        assert all(part.strip() in whole for part in re.findall(r"<section.*?</section>", places, re.DOTALL))

    def test_it_costs_the_same_for_one_and_three(self, signed, member):
        gathering = make_gathering()
        make_rsvp(gathering, member, shows_name=True)
        signed.get(gathering.get_absolute_url())
        one = counted(signed, gathering.get_absolute_url())
        make_rsvp(gathering, shows_name=True)
        make_rsvp(gathering, shows_name=True)
        assert counted(signed, gathering.get_absolute_url()) == one == 8

    def test_what_is_said_there_stays_with_it(self, client):
        gathering = make_gathering()
        write_post(thread_under(gathering), by=make_member(level=1), text="J’apporte le taboulé.")
        assert "J’apporte le taboulé." in page_of(client, gathering.get_absolute_url())


class TestAnswering:
    def test_by_the_plain_form(self, signed, member):
        gathering = make_gathering()
        page = page_of(signed, gathering.get_absolute_url())
        key = re.search(r'name="key" value="(\w{32})"', page)[1]
        address = f"/evenements/{gathering.slug}/reponse/"
        form = {"key": key, "guests": "2", "shows_name": "on"}
        assert said(signed, address, form) == [f"C’est noté{NBSP}: tu viens."]
        assert "vous serez 3" in page_of(signed, gathering.get_absolute_url())
        said(signed, address, form)  # sent again
        said(signed, address, {"key": "0" * 32, "guests": "1"})
        assert Rsvp.objects.get().guests == 1
        said(signed, address, {"withdraw": "1"})
        assert "Tu ne viens pas" in page_of(signed, gathering.get_absolute_url())

    @pytest.mark.parametrize("days", [0.5, -1])
    def test_a_name_is_taken_back_when_answers_are_closed_and_afterwards(self, signed, member, days):
        gathering = make_gathering(days=days)
        rsvp = make_rsvp(gathering, member, shows_name=True)
        assert 'name="hide"' in page_of(signed, gathering.get_absolute_url())
        assert said(signed, f"/evenements/{gathering.slug}/reponse/", {"hide": "1"}) == ["C’est noté."]
        rsvp.refresh_from_db()
        assert (rsvp.shows_name, rsvp.state, rsvp.gathering.seats) == (False, RsvpState.GOING, 1)
        page = page_of(signed, gathering.get_absolute_url())
        assert 'name="hide"' not in page
        assert "Personne n’a choisi de montrer son nom" in page

    def test_who_did_not_come_has_no_name_to_take_back(self, signed):
        gathering = make_gathering(days=-1)
        with standstill():
            assert said(signed, f"/evenements/{gathering.slug}/reponse/", {"hide": "1"}) == [
                "Tu n’avais pas dit que tu venais. Rien n’a changé."
            ]

    def test_the_line_and_the_way_out_of_it(self, signed, member):
        gathering = make_gathering()
        make_rsvp(gathering, guests=8)
        make_rsvp(gathering, member, guests=2, state=RsvpState.WAITING)
        make_rsvp(gathering, state=RsvpState.WAITING)
        page = text_of(page_of(signed, gathering.get_absolute_url()))
        assert "en tête de la file" in page
        assert "Il reste 1 place, et ton groupe est plus grand" in page
        said(signed, f"/evenements/{gathering.slug}/reponse/", {"guests": "0"})
        assert Rsvp.objects.get(member=member).state == RsvpState.GOING

    def test_a_delete_takes_it_back(self, signed, member):
        gathering = make_gathering()
        make_rsvp(gathering, member)
        assert signed.delete(f"/evenements/{gathering.slug}/reponse/").status_code == 302
        assert Rsvp.objects.get().state == RsvpState.DECLINED

    @pytest.mark.parametrize("guests", ["-1", "3", "1000", "9" * 40, "deux", "", "1.5", "²", "\x00"])
    def test_a_number_that_is_none(self, signed, guests):
        gathering = make_gathering()
        with standstill():
            (sentence,) = said(signed, f"/evenements/{gathering.slug}/reponse/", {"guests": guests})
        assert sentence == "On peut amener 2 invités au plus. Rien n’a été enregistré."

    def test_a_refusal_is_read_at_the_head_of_the_page(self, signed):
        gathering = make_gathering()
        response = signed.post(f"/evenements/{gathering.slug}/reponse/", {"guests": "-1"})
        assert response.url == gathering.get_absolute_url()

    def test_a_visitor_is_led_to_the_door_and_back(self, client):
        gathering = make_gathering()
        with standstill():
            response = client.post(f"/evenements/{gathering.slug}/reponse/", {"guests": "0"})
        assert response.url.startswith("/comptes/login/?next=/evenements/")
        with standstill():
            assert client.delete(f"/evenements/{gathering.slug}/reponse/").status_code == 302

    def test_who_signed_in_on_the_way_is_brought_back(self, signed):
        gathering = make_gathering()
        response = signed.get(f"/evenements/{gathering.slug}/reponse/")
        assert response.url == f"/evenements/{gathering.slug}/#ma-reponse"

    def test_a_closed_one_says_so_and_lets_go(self, signed, member):
        gathering = make_gathering(days=2)
        Gathering.objects.filter(pk=gathering.pk).update(rsvp_until=clock.now() - timedelta(minutes=1))
        assert "Les réponses sont closes." in page_of(signed, gathering.get_absolute_url())
        gathering.refresh_from_db()
        make_rsvp(gathering, member)
        page = page_of(signed, gathering.get_absolute_url())
        assert "Je ne peux plus venir" in page
        assert "Changer ma réponse" not in page

    def test_a_form_needs_its_token(self, member):
        from django.test import Client

        careful = Client(enforce_csrf_checks=True)
        careful.force_login(member)
        gathering = make_gathering()
        with standstill():
            assert careful.post(f"/evenements/{gathering.slug}/reponse/", {"guests": "0"}).status_code == 403


def test_machines_read_the_same(client):
    gathering = make_gathering(text="**Bonjour**")
    make_gathering(days=-4)
    draft = make_gathering(state=GatheringState.DRAFT)
    found = client.get("/api/v1/gatherings/").json()
    assert [len(found[name]) for name in ("coming", "past")] == [1, 1]
    assert found["coming"][0]["slug"] == gathering.slug
    whole = client.get(f"/api/v1/gatherings/{gathering.slug}/").json()
    assert (whole["capacity"], whole["seats"], whole["takes_answers"]) == (10, 0, True)
    assert "<strong>Bonjour</strong>" in whole["html"]
    assert client.get(f"/api/v1/gatherings/{draft.slug}/").status_code == 404
    assert client.get("/api/v1/gatherings/?page=zwei").status_code == 200
    assert "/api/v1/gatherings/{slug}/" in client.get("/api/v1/openapi.json").json()["paths"]


def test_the_list_for_machines_costs_the_same_for_one_and_three(client):
    make_gathering()
    make_gathering(days=-3)
    one = counted(client, "/api/v1/gatherings/")
    for days in (2, 4, -5, -6):
        make_gathering(days=days)
    assert counted(client, "/api/v1/gatherings/") == one == 3
