"""Changing what an idea says: by whom, until when, and that nobody who stood behind it is cheated."""

from datetime import timedelta
from functools import partial

import pytest

from community.discussions.actions.threads import thread_under
from community.discussions.rules import TalkRefused
from community.moderation.actions.house import add_rule
from community.moderation.actions.items import approve_item
from community.moderation.models import Item
from community.notices.models import Notice
from community.search.models import IndexEntry
from community.universes.models import Universe
from ideas.box.actions import editing
from ideas.box.actions.editing import edit_idea
from ideas.box.actions.moving import merge_idea, move_idea
from ideas.box.actions.supporting import support_idea
from ideas.box.models import Idea, Revision
from ideas.box.queries.history import history_of
from realtime import clock
from realtime.models import Event
from tests.at_once import at_once
from tests.factories.ideas import make_idea, make_keeper
from tests.factories.members import make_member, make_moderator
from tests.factories.pictures import make_row
from tests.ideas.box.conftest import standstill

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_member(level=2)


@pytest.fixture
def idea(author):
    return make_idea(author=author, title="Une plongeuse", supports=2, price_from=300, price_to=500)


def edit(idea, by, **fields):
    said = {"title": idea.title, "text": idea.source, "universe": idea.universe}
    said |= {"price_from": idea.price_from, "price_to": idea.price_to}
    return edit_idea(idea, by=by, **(said | fields))


def refusal_of(idea, by, **fields):
    with standstill(), pytest.raises(TalkRefused) as refused:
        edit(idea, by, **({"text": "D’autres mots."} | fields))
    assert refused.value.message
    return refused.value.code


def events():
    return list(Event.objects.filter(topic="ideas").order_by("seq").values_list("kind", flat=True))


def parts_of(edit, fate):
    return [part.text for part in edit.step.parts if part.fate == fate]


class TestEditing:
    def test_all_of_it_changes_and_its_supports_stay(self, idea, author):
        sport = Universe.objects.create(slug="qsport", name="Qsport")
        thread = thread_under(idea)
        picture = make_row(author)
        said = f"Une **autre**. ![Vu](/images/{picture.token})"
        edited = edit(idea, author, title="Une montre de poche", text=said, universe=sport, price_to=900)
        idea.refresh_from_db()
        assert idea == edited
        assert (idea.title, idea.slug, idea.universe, idea.price_to) == (
            "Une montre de poche", "une-montre-de-poche", sport, 900,
        )  # fmt: skip
        assert "<strong>autre</strong>" in idea.html
        assert (idea.lead[:10], idea.pictures, idea.supports, idea.edits) == ("Une autre.", [picture.token], 2, 1)
        assert events() == ["idea.edited"]
        assert IndexEntry.objects.get(kind="idea").title == "Une montre de poche"
        thread.refresh_from_db()
        picture.refresh_from_db()
        assert (thread.title, picture.is_public) == ("Une montre de poche", True)

    def test_what_it_said_before_is_public_with_those_who_stood_behind_it(self, idea, author, client):
        edit(idea, author, title="Une plongeuse en émail", reason="L’émail, tout le monde le veut.")
        support_idea(idea, by=make_member())
        Revision.objects.update(at=clock.now() - timedelta(hours=1))
        idea.refresh_from_db()
        edit(idea, author, price_to=None)
        idea.refresh_from_db()
        last, first = history_of(idea)
        assert (first.supports, first.step.reason, parts_of(first, "added")) == (
            2, "L’émail, tout le monde le veut.", [" en émail"],
        )  # fmt: skip
        assert (last.supports, last.step.by.handle) == (3, author.handle)
        assert "".join(parts_of(last, "removed")) + "".join(parts_of(last, "added"))
        page = client.get(f"/idees/{idea.pk}/historique/").content.decode()
        assert "Elle avait alors 2 soutiens." in page
        assert f'href="/idees/{idea.pk}/historique/"' in client.get(idea.get_absolute_url()).content.decode()

    def test_the_old_address_leads_there(self, idea, author, client):
        before = idea.get_absolute_url()
        edited = edit(idea, author, title="Une montre de poche")
        assert client.get(before)["Location"] == edited.get_absolute_url()

    def test_notices_name_it_as_it_is_named_now(self, idea, author):
        member = make_member()
        Notice.objects.create(member=member, kind="idea.state", key=f"idea:{idea.pk}", data={"title": idea.title})
        edit(idea, author, title="Une montre de poche")
        assert Notice.objects.get(member=member).data["title"] == "Une montre de poche"

    def test_the_same_again_is_no_edit(self, idea, author):
        with standstill():
            edit(idea, author)
        assert not Revision.objects.exists()

    def test_words_that_are_watched_for_are_read_first(self, idea, author, client):
        guard = make_moderator()
        add_rule(by=guard, kind="word", pattern="tourbillon", effect="hold")
        assert edit(idea, author, text="Avec un tourbillon.").visibility == "hidden"
        assert client.get(idea.get_absolute_url()).status_code == 404
        assert client.get(f"/idees/{idea.pk}/historique/").status_code == 404
        approve_item(Item.objects.get(kind="idea").pk, by=guard)
        idea.refresh_from_db()
        assert (idea.is_shown, events()) == (True, ["idea.moved", "idea.moved"])


class TestRefusals:
    def test_another(self, idea):
        for other in (make_member(level=3), make_moderator()):
            assert refusal_of(idea, other) == "not_yours"

    def test_after_the_first_official_move(self, idea, author):
        stale = Idea.objects.get(pk=idea.pk)
        keeper = make_keeper()
        move_idea(idea, "studied", by=keeper, answer="On regarde.")
        assert refusal_of(stale, author) == "answered"
        assert edit(stale, keeper, title="Une plongeuse de 36 mm").edits == 1  # the house may
        merged = make_idea(author=author)
        merge_idea(merged, idea, by=keeper, answer="La même.")
        assert refusal_of(merged, author) == "answered"

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"title": "Oui"}, "title"),
            ({"title": "x" * 121}, "long"),
            ({"text": ""}, "empty"),
            ({"price_from": 500, "price_to": 300}, "price"),
        ],
    )
    def test_what_makes_no_sense(self, idea, author, fields, code):
        assert refusal_of(idea, author, **fields) == code

    def test_the_unconfirmed(self):
        author = make_member(confirmed=False)
        assert refusal_of(make_idea(author=author), author) == "email_unconfirmed"

    def test_newcomers_do_not_edit_without_end(self):
        newcomer = make_member(level=0)
        idea = make_idea(author=newcomer)
        edit(idea, newcomer, text="Un.")
        assert refusal_of(idea, newcomer) == "too_soon"
        revision = Revision.objects.get()
        revision.at -= timedelta(hours=1)
        revision.save()
        for _ in range(9):
            revision.pk = None
            revision.save()
        assert refusal_of(idea, newcomer) == "edits_a_day"


def press(verb, *args, **fields):
    try:
        verb(*args, **fields)
    except TalkRefused as refused:
        return refused.code
    return ""


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_an_edit_and_the_first_move(self, idea, author):
        keeper = make_keeper()
        edited, moved = at_once(
            partial(press, edit, idea, author, text="D’autres mots."),
            partial(press, move_idea, idea, "studied", by=keeper, answer="On regarde."),
        )
        idea.refresh_from_db()
        assert (moved, idea.state, edited in {"", "answered"}) == ("", "studied", True)
        assert idea.edits == Revision.objects.count() == (edited == "")

    def test_without_the_lock_a_move_is_undone(self, idea, author, monkeypatch):
        """The control: the house moves the idea between the reading and the writing."""
        keeper = make_keeper()

        def overtaken(pk):
            row = Idea.objects.get(pk=pk)
            at_once(partial(move_idea, row, "studied", by=keeper, answer="On regarde."))
            return row

        monkeypatch.setattr(editing, "lock_idea", overtaken)
        edit(Idea.objects.get(pk=idea.pk), author, text="D’autres mots.")
        idea.refresh_from_db()
        assert (idea.state, idea.steps.count()) == ("proposed", 1)
