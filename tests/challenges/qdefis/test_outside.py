"""What Qdéfis tell the rest of the house: the wire, the bell, the search, the desk, one's own page, and who leaves."""

import pytest

from challenges.qdefis import belongings, contributions, exhibits, search, webhooks
from challenges.qdefis.actions.departing import let_entrant_go
from challenges.qdefis.actions.entering import Entered, enter_qdefi, hide_entry, withdraw_entry
from challenges.qdefis.actions.programme import settle_qdefi
from challenges.qdefis.actions.steps import tell_votes
from challenges.qdefis.live import QdefiTopic
from challenges.qdefis.models import Entry, EntryState, Kind, Qdefi
from challenges.qdefis.rules import QdefiRefused
from challenges.qdefis.telling import KINDS, RESULTS, VOTING, entrants
from community.members.models import Member
from community.notices.models import Round
from community.personal.registry import Leaving
from realtime import clock
from realtime.models import Event
from realtime.topics import Viewer, find
from tests.challenges.qdefis.conftest import standstill
from tests.factories.members import make_member
from tests.factories.pictures import make_row
from tests.factories.qdefis import hours_of, make_entry, make_qdefi

pytestmark = pytest.mark.django_db


def steps(qdefi):
    return list(Event.objects.filter(topic=qdefi.topic).order_by("seq").values_list("kind", "data"))


class TestTheWire:
    def test_a_snapshot_and_each_step_make_the_fresh_state(self):
        qdefi = make_qdefi()
        topic, key = find(qdefi.topic)
        state, member = dict(topic.snapshot(Viewer(), key)), make_member(level=1)
        assert state == {"entries": 0}
        photo = (make_row(member).token, "Une montre")
        entry = enter_qdefi(qdefi, by=member, entered=Entered("Au sommet", pictures=[photo]), accepted=1)
        hide_entry(make_entry(qdefi=Qdefi.objects.get(pk=qdefi.pk)))
        withdraw_entry(entry, by=member)
        Qdefi.objects.update(**hours_of("results"))
        settle_qdefi(qdefi)
        for _kind, data in steps(qdefi):
            state["entries"] = data["entries"]
        assert state == dict(topic.snapshot(Viewer(), key)) == {"entries": 0}
        assert [kind for kind, _ in steps(qdefi)] == ["entry.added", "entry.removed", "entry.removed", "qdefi.closed"]

    def test_nothing_on_it_says_who(self):
        qdefi, member = make_qdefi(), make_member(level=1)
        photo = (make_row(member).token, "Une montre")
        enter_qdefi(qdefi, by=member, entered=Entered("Au sommet", pictures=[photo]), accepted=1)
        assert [set(data) for _, data in steps(qdefi)] == [{"code", "entries"}]

    @pytest.mark.parametrize("key", ["", "nonsense", "x' --"])
    def test_a_draft_and_nonsense_are_no_topics(self, key):
        assert QdefiTopic().may_listen(Viewer(), key) == "unknown_topic"
        assert QdefiTopic().may_listen(Viewer(), make_qdefi("draft").slug) == "unknown_topic"
        assert QdefiTopic().may_listen(Viewer(), make_qdefi().slug) is None


class TestTheBell:
    def test_who_entered_hears_once_that_votes_are_open(self):
        qdefi, now = make_qdefi("votes"), clock.now()
        make_qdefi("entries"), make_qdefi("jury")
        assert tell_votes(now) == [qdefi]
        assert tell_votes(now) == []
        assert Round.objects.get().data["kind"] == VOTING

    def test_whose_entry_stands_and_nobody_else(self):
        qdefi = make_qdefi("votes")
        one, two = make_entry(qdefi), make_entry(qdefi)
        for state in (EntryState.DRAFT, EntryState.WITHDRAWN, EntryState.HIDDEN):
            make_entry(qdefi, state=state)
        Member.objects.filter(pk=make_entry(qdefi).author_id).update(is_active=False)
        data = {"qdefi": qdefi.pk, "kind": RESULTS}
        assert entrants(data, 0, 9) == {one.author_id: RESULTS, two.author_id: RESULTS}
        assert entrants(data, one.author_id, 9) == {two.author_id: RESULTS}
        assert entrants(data, 0, 1) == {one.author_id: RESULTS}

    def test_how_it_reads_and_where_it_leads(self):
        told = type("Told", (), {"data": {"title": "Au sommet", "slug": "au-sommet"}})
        assert [kind.sentence(told) for kind in KINDS] == [
            "« Au sommet » : les votes sont ouverts",
            "« Au sommet » : les résultats sont là",
        ]
        assert {kind.url(told) for kind in KINDS} == {"/qdefis/au-sommet/"}


class TestSettling:
    def test_at_its_hour_and_once(self):
        qdefi = make_qdefi("results", settled_at=None)
        settled = settle_qdefi(qdefi)
        assert settled.settled_at
        assert {each.data["kind"] for each in Round.objects.all()} == {RESULTS}  # those who entered, and the others
        with standstill():
            settle_qdefi(qdefi)

    @pytest.mark.parametrize("phase", ["draft", "entries", "votes", "jury"])
    def test_not_before(self, phase):
        qdefi = make_qdefi(phase)
        with standstill(), pytest.raises(QdefiRefused, match="not_over"):
            settle_qdefi(qdefi)

    def test_not_a_guess_without_what_there_is(self):
        with pytest.raises(QdefiRefused, match="no_solution"):
            settle_qdefi(make_qdefi("results", kind=Kind.GUESS, settled_at=None))


def test_the_search_knows_what_is_announced_and_no_entry(rf):
    make_qdefi("draft")
    qdefi = make_entry().qdefi
    assert [entry.key for entry in search.KIND.entries()] == [str(qdefi.pk)]
    request = rf.get("/")
    assert search.KIND.load([str(qdefi.pk)], request)[str(qdefi.pk)]["url"] == qdefi.get_absolute_url()


def test_the_desk_sees_and_flags_what_others_see():
    entry, other = make_entry(), make_member()
    [exhibit] = exhibits.ENTRIES.load([str(entry.pk), "x"], other).values()
    assert (exhibit.author_id, "Une montre" in exhibit.html, "l’aube" in exhibit.html) == (entry.author_id, True, True)
    assert exhibits.ENTRIES.may_flag(str(entry.pk), other)
    assert not exhibits.ENTRIES.may_flag(str(entry.pk), entry.author)
    assert not exhibits.ENTRIES.may_flag(str(make_entry(state=EntryState.DRAFT).pk), other)
    assert not exhibits.ENTRIES.may_flag(str(make_entry(make_qdefi(kind=Kind.GUESS), guess=1).pk), other)


def test_on_ones_own_page_all_and_on_ones_profile_what_may_be_known(django_assert_num_queries):
    member = make_member(level=1)
    known = make_entry(author=member, title="Connue")
    make_entry(make_qdefi(is_blind=True), author=member, title="Aveugle")
    make_entry(author=member, title="Brouillon", state=EntryState.DRAFT)
    with django_assert_num_queries(1):
        assert {line.title for line in belongings.entries(member, None, 9)} == {"Connue", "Aveugle", "Brouillon"}
    assert (belongings.count_entries(member), contributions.count_entries(member.pk)) == (3, 1)
    with django_assert_num_queries(1):
        assert contributions.latest_entries(member.pk, member) == [known]


def test_integrations_hear_no_name():
    assert webhooks.EXAMPLE.keys() == webhooks._facts(make_qdefi()).keys()


class TestLeaving:
    def leave(self, member, *, takes_words):
        let_entrant_go(Leaving(member.pk, (member.handle,), (member.email,), "parti-1", takes_words))

    def test_what_competes_is_taken_back_and_drafts_go(self):
        member = make_member(handle="anna")
        standing, draft = (make_entry(author=member, state=state) for state in ("submitted", "draft"))
        for _ in range(2):  # a worker that was killed does it again
            self.leave(member, takes_words=False)
        standing.refresh_from_db()
        assert (standing.state, standing.source) == ("withdrawn", "")
        assert not Entry.objects.filter(pk=draft.pk).exists()
        assert [kind for kind, _ in steps(standing.qdefi)] == ["entry.removed"]

    def test_a_place_is_kept_with_its_words_or_without(self):
        member = make_member(handle="anna")
        entry = make_entry(make_qdefi("results"), author=member, source="Moi, @anna, à l’aube.")
        self.leave(member, takes_words=False)
        entry.refresh_from_db()
        assert (entry.state, "@anna" in entry.source, "aube" in entry.source) == ("submitted", False, True)
        self.leave(member, takes_words=True)
        entry.refresh_from_db()
        assert (entry.state, entry.source, entry.title) == (
            "submitted",
            "",
            "Une participation de quelqu’un qui est parti",
        )
