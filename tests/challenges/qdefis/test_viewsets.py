"""The back office of Qdéfis: what editors can do there, and that nobody else knows of it."""

import csv
import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from challenges.qdefis.actions.programme import announce_qdefi, draft_like, duplicate_qdefi, revise_qdefi
from challenges.qdefis.models import EntryState, Kind, Phase, Qdefi
from challenges.qdefis.rules import QdefiRefused
from challenges.qdefis.staff import questions_in, written
from challenges.qdefis.starters import starters
from community.members.groups import EDITORS
from realtime import clock
from tests.challenges.qdefis.conftest import standstill
from tests.factories.drops import make_universe
from tests.factories.members import make_member
from tests.factories.pictures import upload
from tests.factories.qdefis import DAY, HOURS, make_entry, make_qdefi, move_to

pytestmark = pytest.mark.django_db
DESK = "/atelier/qdefis/"
QUIZ = "Qui inventa l’ancre ?\n* Mudge\n- Breguet\n> En 1755.\n\nCombien ?\n- 3\n* 8"


@pytest.fixture
def desk(client):
    editor = make_member(is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    editor.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(editor)
    return client


def form_of(qdefi, **changes):
    """What the form would send for this Qdéfi."""
    names = ("title", "slug", "lead", "brief", "rules", "prize", "terms", "language", "kind", "most_entries", "unit")
    names += ("most_pictures", "community_weight", "vote_method", "jury_method", "quorum")
    hours = {name: typed(hour) if (hour := getattr(qdefi, name)) else "" for name in HOURS}
    facts = {name: getattr(qdefi, name) for name in names} | hours | {"universe": qdefi.universe_id, "picture_alt": ""}
    return facts | ({"is_blind": "on"} if qdefi.is_blind else {}) | changes


def typed(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S")


class TestBuilding:
    @pytest.mark.parametrize("name", starters())
    def test_every_template_makes_a_draft_that_can_be_announced(self, name):
        facts = starters()[name]
        made = draft_like(facts, make_universe(), questions=facts.get("questions", ()), now=clock.now())
        assert (made.is_draft, made.questions.count()) == (True, len(facts.get("questions", ())))
        assert announce_qdefi(made).phase(clock.now()) == Phase.ANNOUNCED

    def test_from_the_page_of_templates(self, desk):
        make_universe()
        assert "Au poignet" in desk.get(f"{DESK}modeles/").content.decode()
        desk.post(f"{DESK}modeles/", {"modele": "le-quiz", "univers": make_universe().slug})
        made = Qdefi.objects.get()
        assert (made.kind, made.questions.count(), made.is_draft) == (Kind.QUIZ, 3, True)

    def test_like_an_earlier_one(self):
        earlier = make_qdefi("results", kind=Kind.QUIZ, is_blind=True)
        again = duplicate_qdefi(earlier, now=clock.now())
        assert (again.title, again.is_blind, again.is_draft, again.questions.count()) == (earlier.title, True, True, 2)
        assert again.slug not in ("", earlier.slug)
        assert again.results_at - again.entries_open_at == earlier.results_at - earlier.entries_open_at

    def test_an_editor_writes_one(self, desk):
        draft = make_qdefi("draft")
        sent = form_of(draft, slug="neuf", upload=upload(), picture_alt="Un cadran", quiz="")
        assert desk.post(f"{DESK}new/", sent).status_code == 302
        made = Qdefi.objects.get(slug="neuf")
        assert (made.is_draft, made.pictures.get().alt) == (True, "Un cadran")

    def test_hours_in_disorder_and_a_taken_address_are_refused_in_words(self, desk):
        draft = make_qdefi("draft")
        with standstill():
            wrong = desk.post(f"{DESK}new/", form_of(draft, slug="a", results_at=typed(draft.entries_open_at)))
            taken = desk.post(f"{DESK}new/", form_of(draft, slug="feed"))
        assert "Les heures se suivent" in str(wrong.context["form"].errors)
        assert list(taken.context["form"].errors) == ["slug"]

    def test_announcing_asks_first(self, desk):
        draft = make_qdefi("draft")
        address = f"{DESK}{draft.pk}/annoncer/"
        assert "Tout le monde verra" in desk.get(address).content.decode()
        desk.post(address)
        draft.refresh_from_db()
        assert not draft.is_draft
        assert ModelLogEntry.objects.filter(action="qdefis.annoncer").exists()


class TestQuestions:
    def test_as_text_and_back(self):
        first, second = questions_in(QUIZ)
        assert (first["choices"], first["right"], first["why"], second["right"]) == (
            ["Mudge", "Breguet"],
            0,
            "En 1755.",
            1,
        )

    def test_they_are_saved_with_the_form(self, desk):
        draft = make_qdefi("draft", kind=Kind.QUIZ)
        desk.post(f"{DESK}edit/{draft.pk}/", form_of(draft, quiz=QUIZ))
        assert written(list(draft.questions.all())) == QUIZ

    @pytest.mark.parametrize(
        "text", ["Quoi ?", "Quoi ?\n- a\n- b", "Quoi ?\n* a\n* b", "* a\n- b", "Q\n* a" + "\n- b" * 6]
    )
    def test_without_a_single_right_answer_of_two_to_six(self, text):
        with pytest.raises(ValidationError, match="une question a de 2 à 6"):
            questions_in(text)


class TestFrozen:
    def test_who_decides_is_frozen_with_the_entries(self):
        qdefi = make_qdefi()
        for changes in (
            {"community_weight": 10},
            {"quorum": 1},
            {"is_blind": True},
            {"terms": "Autres"},
            {"most_entries": 2},
        ):
            with standstill(), pytest.raises(QdefiRefused, match="opened"):
                revise_qdefi(qdefi, changes)
        later = revise_qdefi(qdefi, {"title": "Autrement", "results_at": qdefi.results_at + DAY})
        assert (later.title, later.terms_version) == ("Autrement", 1)

    def test_other_terms_are_another_version_once_it_is_announced(self):
        qdefi, draft = make_qdefi("announced"), make_qdefi("draft")
        assert revise_qdefi(qdefi, {"terms": "Autres"}).terms_version == 2
        assert revise_qdefi(draft, {"terms": "Autres"}).terms_version == 1
        for changes in ({"slug": "ailleurs"}, {"kind": Kind.TEXT}):
            with standstill(), pytest.raises(QdefiRefused, match="public"):
                revise_qdefi(qdefi, changes)

    @pytest.mark.parametrize(
        ("code", "fields"),
        [
            ("past", {"entries_open_at": -1}),
            ("no_votes", {"votes_open_at": None, "votes_close_at": None}),
            ("no_unit", {"kind": Kind.GUESS, "unit": ""}),
        ],
    )
    def test_what_cannot_be_announced(self, code, fields):
        shifted = {
            name: clock.now() + value * DAY if isinstance(value, int) else value for name, value in fields.items()
        }
        qdefi = make_qdefi("draft", **shifted)
        with standstill(), pytest.raises(QdefiRefused, match=code):
            announce_qdefi(qdefi)


class TestEntries:
    def test_hiding_and_showing(self, desk):
        entry = make_entry()
        address = f"{DESK}{entry.qdefi_id}/participations/"
        assert entry.code in desk.get(address).content.decode()
        for button, state in (("masquer", EntryState.HIDDEN), ("montrer", EntryState.SUBMITTED)):
            desk.post(address, {"code": entry.code, button: ""})
            entry.refresh_from_db()
            assert entry.state == state

    def test_the_table_computes_nothing_and_is_blind_as_long_as_the_qdefi_is(self, desk):
        qdefi = make_qdefi("votes", is_blind=True)
        entry = make_entry(qdefi, title="=1+1", source="@SUM(A1)", author=make_member(handle="anna"))
        make_entry(qdefi, state=EntryState.DRAFT)

        def rows():
            content = desk.get(f"{DESK}{qdefi.pk}/participations.csv").content.decode().removeprefix("\ufeff")
            return list(csv.reader(io.StringIO(content)))

        [_, row] = rows()
        assert (row[0], row[1], row[4], row[5]) == (entry.code, "", "'=1+1", "'@SUM(A1)")
        move_to(qdefi, "results")
        assert rows()[1][1] == "anna"

    @pytest.mark.parametrize(
        "page", ["", "new/", "modeles/", "1/participations/", "1/participations.csv", "1/annoncer/"]
    )
    def test_nobody_else_knows_of_it(self, client, page):
        other = make_member(is_staff=True)
        other.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(other)
        assert client.get(f"{DESK}{page}").status_code == 404
