from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.utils import translation

from community.search import index, queries
from community.search.kinds import register_authors, register_kind
from community.search.models import IndexEntry
from community.search.queries import PER_PAGE, audiences_of
from tests.factories.members import make_member
from tests.factories.search import Notes, ask, titles

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "written", "asked"),
    [
        ("fr", "Les horlogers nageaient", "horloger nager"),
        ("fr", "Des échappements", "échappement"),
        ("de", "Die Uhrmacher und ihre Werkstätten", "Uhrmachern Werkstatt"),
        ("de", "Neue Uhren ticken", "Uhr neuen"),
        ("en", "Winding watches", "wind watch"),
        ("en", "Polished bridges", "polishing bridge"),
    ],
)
@pytest.mark.parametrize("spoken", ["fr", "de", "en"])
def test_endings_are_forgiven_in_the_language_of_the_text_whoever_asks(notes, language, written, asked, spoken):
    notes.write(body=written, language=language)
    with translation.override(spoken):
        assert len(ask(asked).lines) == 1


@pytest.mark.parametrize("asked", ["nager", "Uhrmachern", "polishing"])
def test_a_text_in_several_languages_is_read_in_each(notes, asked):
    notes.write(body="On nageait. Der Uhrmacher. Polished.", language="")
    assert len(ask(asked).lines) == 1


@pytest.mark.parametrize(
    "asked", ["échappement", "ECHAPPEMENT", "echapp", "éch", "Échappements", "e\u0301chappement", "l’échappement"]
)
def test_accents_case_and_beginnings_are_forgiven(notes, asked):
    notes.write("L’Échappement")
    notes.write("Le spiral")
    assert titles(ask(asked)) == ["L’Échappement"]


def test_signs_of_other_alphabets_are_words(notes):
    notes.write("Ρολόι et часы")
    assert len(ask("ρολόι").lines) == len(ask("часы").lines) == 1


@pytest.mark.parametrize("asked", ["tourbilon", "tourbilllon", "turbillon", "tourbillom", "Toorbillon", "le tourbilon"])
def test_a_slip_is_forgiven_and_the_word_proposed(notes, asked):
    notes.write("Le Tourbillon volant")
    notes.write("Le spiral")
    found = ask(asked)
    assert titles(found) == ["Le Tourbillon volant"]
    assert found.is_near
    assert found.instead == " ".join([*asked.split()[:-1], "tourbillon"])
    assert "<mark>Tourbillon</mark>" in found.lines[0].title


def test_a_correction_leaves_the_rest_as_it_was_typed(notes):
    notes.write("Réserve de marche", place="qlock")
    found = ask("La  reserve de mrche in:qlock")
    assert found.instead == "La reserve de marche in:qlock"


def test_a_slip_is_forgiven_in_the_title_beside_words_of_the_body(notes):
    notes.write("Tourbillon", "volant, à Genève")
    notes.write("Tourbillon", "fixe")
    assert len(ask("tourbilon genève").lines) == 1


def test_what_was_found_as_typed_needs_no_correction(notes):
    notes.write("tourbillon")
    notes.write("tourbilon")
    found = ask("tourbilon")
    assert titles(found) == ["tourbilon"]
    assert not found.is_near


@pytest.mark.parametrize("asked", ["fromage", "spirle fromage", "spx"])
def test_nothing_near_is_answered_by_nothing(notes, asked):
    notes.write("spiral")
    found = ask(asked)
    assert (found.lines, found.instead) == ((), "")


def test_every_word_must_be_there(notes):
    notes.write("Réserve de marche")
    notes.write("Marché gris")
    assert titles(ask("marche reserve")) == ["Réserve de marche"]


def test_a_phrase_is_found_in_its_order(notes):
    notes.write("un", "une réserve de marche")
    notes.write("deux", "la marche en réserve")
    assert len(ask("reserve marche").lines) == 2
    assert titles(ask('"réserve de marche"')) == ["un"]


def test_a_title_comes_before_a_text_and_the_reader_s_language_before_another(notes):
    notes.write("barillet", "le spiral, le spiral, encore le spiral")
    notes.write("spiral", "un ressort")
    assert titles(ask("spir")) == ["spiral", "barillet"]
    notes.write("Titan deutsch", language="de")
    notes.write("Titan français", language="fr")
    with translation.override("de"):
        assert titles(ask("titan")) == ["Titan deutsch", "Titan français"]
    assert titles(ask("titan")) == ["Titan français", "Titan deutsch"]


def test_words_that_a_language_counts_for_nothing_do_not_count_unless_alone(notes):
    notes.write("réserve")
    assert titles(ask("la réserve")) == ["réserve"]
    assert ask("la").lines == ()
    notes.write("être là")
    assert titles(ask("la")) == ["être là"]


@pytest.mark.parametrize(
    "asked",
    ["spiral & balancier", "spiral:*", "!spiral", "spiral' OR 1=1 --", "(spiral", "spiral <-> x'", "%s %(query)s"],
)
def test_operators_are_only_signs(notes, asked):
    notes.write("spiral", "balancier or 1 s query x")
    ask(asked)
    assert IndexEntry.objects.count() == 1


@pytest.mark.parametrize(
    "asked", ['"' * 500, "'" * 500, "\0spiral", "mot " * 1000, "x" * 100_000, "from:" * 200, "\\" * 99]
)
def test_hostile_questions_have_an_answer(notes, asked):
    notes.write("spiral")
    assert len(ask(asked).lines) == (1 if "spiral" in asked else 0)


# Filters


def test_from_finds_what_somebody_wrote(notes):
    register_authors({"anna": 1, "berta": 2}.get)
    notes.write("spiral d’Anna", author_id=1)
    notes.write("spiral de Berta", author_id=2)
    assert titles(ask("spiral from:anna")) == ["spiral d’Anna"]
    assert titles(ask("de:@Berta")) == ["spiral de Berta"]


def test_in_finds_what_stands_there(notes):
    notes.write("spiral", place="qlock")
    notes.write("autre spiral", place="atelier")
    assert titles(ask("spiral in:Qlock")) == ["spiral"]
    assert titles(ask("dans:atelier")) == ["autre spiral"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("after:2026-11-01", ["novembre", "le 1er"]),
        ("after:2026-11-02", ["novembre"]),
        ("before:2026-11-01", ["octobre"]),
        ("after:2026-11 before:2026-12", ["novembre", "le 1er"]),
        ("after:2027", []),
        ("before:1970-01-01", []),
        ("after:2100-12-31", []),
    ],
)
def test_a_day_begins_at_midnight_in_zurich(notes, asked, found):
    notes.write("octobre", at=datetime(2026, 10, 31, 22, 59, 59, tzinfo=UTC))
    notes.write("le 1er", at=datetime(2026, 10, 31, 23, 0, tzinfo=UTC))
    notes.write("novembre", at=datetime(2026, 11, 20, tzinfo=UTC))
    notes.write("sans date")
    assert titles(ask(asked)) == found


@pytest.mark.parametrize("asked", ["from:personne", "in:nulle-part", "after:hier", "before:", "spiral from:"])
def test_a_filter_that_means_nothing_is_refused_by_a_sentence(notes, asked):
    notes.write("spiral")
    found = ask(asked)
    assert len(found.refusals) == 1
    assert found.lines == ()


def test_an_unknown_kind_is_refused_by_a_sentence(notes):
    assert len(ask("spiral", kind="licorne").refusals) == 1


def test_one_kind_alone(notes):
    others = Notes("other")
    register_kind(others.kind)
    notes.write("spiral")
    others.write("spirale")
    assert len(ask("spiral").lines) == 2
    found = ask("spiral", kind="other")
    assert [line.kind for line in found.lines] == ["other"]
    assert [(chip.name, chip.is_current) for chip in found.chips] == [("note", False), ("other", True)]


# Who may see


@pytest.fixture
def hall(notes, settings):
    settings.STAFF_SECOND_FACTOR = False
    for audience in ("all", "members", "staff", "staff:drops.manage_drop"):
        notes.write(f"spiral {audience}", audience=audience, place=audience.replace(":", "-"))


def test_each_finds_what_is_theirs(hall):
    member, staff, team = make_member(), make_member(is_staff=True), make_member(is_staff=True)
    team.user_permissions.add(Permission.objects.get(codename="manage_drop"))
    seen = [sorted(titles(ask("spiral", viewer))) for viewer in (None, member, staff, team)]
    assert seen == [
        ["spiral all"],
        ["spiral all", "spiral members"],
        ["spiral all", "spiral members", "spiral staff"],
        ["spiral all", "spiral members", "spiral staff", "spiral staff:drops.manage_drop"],
    ]


def test_a_place_of_others_is_as_unknown_as_any(hall):
    assert ask("in:members").refusals == (ask("in:nowhere").refusals[0].replace("nowhere", "members"),)
    assert not ask("in:members", make_member()).refusals


def test_without_the_second_factor_no_right_counts(hall, settings):
    team = make_member(is_staff=True)
    team.user_permissions.add(Permission.objects.get(codename="manage_drop"))
    settings.STAFF_SECOND_FACTOR = True
    assert audiences_of(team) == ["all", "members", "staff"]


@pytest.mark.parametrize("asked", ["tourbillon", "tourbilon", "tourb", "from:anna", "in:cachette"])
def test_what_may_not_be_seen_now_leaves_no_trace(notes, asked):
    register_authors({"anna": 1}.get)
    notes.write("autre chose", place="cachette")
    empty = ask(asked)
    for _ in range(PER_PAGE * 3):
        notes.write("Tourbillon", hidden=True, author_id=1, place="cachette")
    found = ask(asked)
    assert (found.lines, found.has_more, found.is_near, found.instead) == (
        empty.lines,
        empty.has_more,
        empty.is_near,
        empty.instead,
    )


def test_a_kind_whose_part_is_gone_is_not_found(notes, monkeypatch):
    notes.write("spiral")
    from community.search import kinds

    monkeypatch.setattr(kinds, "_kinds", {"other": Notes("other").kind})
    assert ask("spiral").lines == ()


# Pages, and what they cost


@pytest.mark.parametrize(("count", "has_more"), [(PER_PAGE, False), (PER_PAGE + 1, True)])
def test_a_page_has_twenty_lines(notes, count, has_more):
    for _ in range(count):
        notes.write("spiral")
        notes.write("spiral", hidden=True)
    found = ask("spiral")
    assert (len(found.lines), found.has_more) == (PER_PAGE, has_more)
    rest = ask("spiral", page=2)
    assert (len(rest.lines), rest.has_more) == (count - PER_PAGE, False)
    assert not {line.row["url"] for line in found.lines} & {line.row["url"] for line in rest.lines}


def test_leafing_ends_with_what_is_ranked(notes, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 5)
    for _ in range(7):
        notes.write("spiral")
    assert len(ask("spiral").lines) == 5


@pytest.fixture
def shelf(notes, monkeypatch):
    """Nine notes by day, of which few are looked at: each holds “montre”, the first three “cadran”."""
    for name, value in {"GLANCE": 4, "COMMON": 2, "WALK": 6, "ENOUGH": 5, "PER_KIND": 2}.items():
        monkeypatch.setattr(index, name, value)
    for day in range(1, 10):
        text = "une montre et son cadran" if day <= 3 else "une montre"
        notes.write(f"note {day}", text, at=datetime(2026, 11, day, tzinfo=UTC))


def test_of_a_common_word_the_newest_are_found(shelf):
    found = titles(ask("montre"))
    assert {"note 9", "note 8"} <= set(found)
    assert len(found) <= 4  # what the glance saw, and no more


def test_a_rare_word_is_found_however_old(shelf):
    assert set(titles(ask("cadran"))) == {"note 3", "note 2"}
    assert set(titles(ask("cadran montre"))) == {"note 3", "note 2"}


def test_more_than_the_index_gives_is_joined_by_the_newest(shelf, notes, monkeypatch):
    monkeypatch.setattr(index, "ENOUGH", 2)
    monkeypatch.setattr(index, "COMMON", 5)
    found = titles(ask("montre"))
    assert {"note 9", "note 8"} <= set(found)


def test_the_glance_at_a_small_kind_is_the_whole_of_it(shelf, notes, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(index, "GLANCE", 10)
    with django_assert_num_queries(3):
        assert len(ask("cadran").lines) == 3
    monkeypatch.setattr(index, "GLANCE", 9)
    monkeypatch.setattr(index, "COMMON", 5)
    with django_assert_num_queries(8):  # and the index, in a savepoint with its two settings
        assert len(ask("cadran").lines) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_costs_the_same_whatever_it_finds(notes, count, django_assert_num_queries):
    for _ in range(count):
        notes.write("spiral")
    with django_assert_num_queries(3):  # stems, glance, ranking
        assert len(ask("spiral").lines) == count
    assert notes.loads == 1


@pytest.mark.parametrize("count", [1, 3])
def test_a_slip_costs_the_same_whatever_it_finds(notes, count, django_assert_num_queries):
    for _ in range(count):
        notes.write("tourbillon")
    with django_assert_num_queries(7):
        assert len(ask("tourbilon").lines) == count


@pytest.mark.parametrize("question", ["'spiral':*", "'spiral' & 'montre':*"])
def test_the_index_serves_the_question(notes, question):
    from django.db import connection

    with index._by_index(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN SELECT id FROM search_indexentry WHERE words @@ $${question}$$::tsquery LIMIT 9")
        assert "search_words" in str(cursor.fetchall())
        cursor.execute("EXPLAIN SELECT id FROM search_indexentry WHERE trigrams @> '{spi,pir}'::text[] LIMIT 9")
        assert "search_words" in str(cursor.fetchall())
