"""Putting an idea into the box: what is stored, who is held, and what the moderation does with it."""

from datetime import timedelta

import pytest

from community.discussions.rules import TalkRefused
from community.moderation.actions.flags import flag_content
from community.moderation.actions.house import add_rule
from community.moderation.actions.items import approve_item, decline_item
from community.moderation.models import Item
from community.search.models import IndexEntry
from ideas.box.actions.proposing import hide_idea, propose_idea, show_idea
from ideas.box.models import Idea
from realtime import clock
from realtime.models import Event
from tests.factories.discussions import new_key
from tests.factories.drops import make_universe
from tests.factories.ideas import make_idea
from tests.factories.members import make_member, make_moderator
from tests.factories.pictures import make_row
from tests.ideas.box.conftest import standstill

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(level=2)


def propose(by, title="Une plongeuse en émail", text="Car **oui**.", **fields):
    return propose_idea(make_universe(), by=by, title=title, text=text, **fields)


def refusal_of(by, **fields):
    make_universe()
    with standstill(), pytest.raises(TalkRefused) as refused:
        propose(by, **fields)
    assert refused.value.message
    return refused.value.code


def events():
    return list(Event.objects.filter(topic="ideas").order_by("seq").values_list("kind", flat=True))


class TestProposing:
    def test_it_is_in_the_box(self, member):
        idea = propose(member, price_from=300, price_to=500, language="de")
        assert (idea.slug, idea.lead, idea.language, idea.state) == (
            "une-plongeuse-en-email",
            "Car oui.",
            "de",
            "proposed",
        )
        assert "<strong>oui</strong>" in idea.html
        assert events() == ["idea.added"]
        assert IndexEntry.objects.filter(kind="idea", key=str(idea.pk)).exists()

    def test_a_form_that_is_sent_twice_is_one_idea(self, member):
        key = new_key()
        first = propose(member, key=key)
        with standstill():
            assert propose(member, key=key) == first

    def test_a_picture_is_seen_with_it(self, member):
        picture = make_row(member)
        idea = propose(member, text=f"![Un cadran](/images/{picture.token})")
        picture.refresh_from_db()
        assert (idea.pictures, picture.is_public) == ([picture.token], True)

    @pytest.mark.parametrize("title", ["Soutien", "suivi", "Feed !"])
    def test_no_title_stands_in_the_way_of_another_address(self, member, client, title):
        client.force_login(member)
        assert client.get(propose(member, title=title).get_absolute_url()).status_code == 200

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"title": "Oui"}, "title"),
            ({"title": "x" * 121}, "long"),
            ({"text": ""}, "empty"),
            ({"price_from": 500, "price_to": 300}, "price"),
        ],
    )
    def test_what_makes_no_sense(self, member, fields, code):
        assert refusal_of(member, **fields) == code

    def test_newcomers_begin_slowly(self):
        newcomer = make_member(level=0)
        propose(newcomer)
        assert refusal_of(newcomer) == "too_soon"
        Idea.objects.update(proposed_at="2020-01-01T00:00Z")
        assert refusal_of(newcomer, text="https://a.example https://b.example https://c.example") == "links"
        for _ in range(3):
            make_idea(author=newcomer)
        Idea.objects.filter(author=newcomer).update(proposed_at=clock.now() - timedelta(hours=3))
        assert refusal_of(newcomer) == "ideas_a_day"

    def test_the_unconfirmed(self):
        assert refusal_of(make_member(confirmed=False)) == "email_unconfirmed"


class TestTheDesk:
    @pytest.fixture
    def guard(self):
        return make_moderator()

    def test_what_is_watched_for_is_read_first(self, member, guard, client):
        add_rule(by=guard, kind="word", pattern="plongeuse", effect="hold")
        idea = propose(member)
        assert (idea.visibility, events()) == ("held", [])
        assert client.get(idea.get_absolute_url()).status_code == 404
        client.force_login(member)
        assert "En attente de relecture" in client.get(idea.get_absolute_url()).content.decode()
        approve_item(Item.objects.get(kind="idea").pk, by=guard)
        idea.refresh_from_db()
        assert (idea.visibility, events()) == ("shown", ["idea.added"])

    def test_what_is_declined_stays_unseen(self, member, guard, client):
        add_rule(by=guard, kind="word", pattern="plongeuse", effect="hold")
        idea = propose(member)
        decline_item(Item.objects.get(kind="idea").pk, by=guard)
        assert client.get(idea.get_absolute_url()).status_code == 404
        assert "plongeuse" not in client.get("/idees/").content.decode()

    def test_flags_take_it_out_of_sight(self, client):
        idea = make_idea()
        while idea.is_shown:
            flag_content("idea", str(idea.pk), by=make_member(level=3), reason="spam")
            idea.refresh_from_db()
        assert (idea.visibility, events()) == ("hidden", ["idea.moved"])
        for path in ("/idees/", "/idees/feuille-de-route/", "/idees/feed/", f"/idees/?q={idea.slug[:10]}"):
            assert idea.title not in client.get(path).content.decode()

    def test_shown_again_it_is_found_again(self):
        idea = make_idea()
        hide_idea(idea)
        with standstill():
            hide_idea(idea)
        assert not IndexEntry.objects.filter(kind="idea").exists()
        show_idea(idea)
        assert IndexEntry.objects.filter(kind="idea").exists()
        assert events() == ["idea.moved", "idea.moved"]
