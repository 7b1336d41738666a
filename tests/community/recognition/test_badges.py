"""What is declared: reasons, badges, drawings, levels, seasons."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from community.recognition.badges import Badge, Facts, Points, Reasons, Times, all_badges, register_badge
from community.recognition.drawings import Drawing
from community.recognition.levels import LEVELS, level_for
from community.recognition.reasons import Reason, all_reasons, reason_called, register_reason
from community.recognition.seasons import Season, read_season, season_of
from tests.community.recognition.conftest import HELPED

ROOT = Path(__file__).resolve().parent.parent.parent.parent


class TestReasons:
    @pytest.mark.parametrize(
        "reason",
        [
            Reason(HELPED, "Autre chose", points=1, cap=1),
            Reason("aide", "Sans partie", points=1, cap=1),
            Reason("tests.nothing", "Rien", points=0, cap=10),
            Reason("tests.too_much", "Trop", points=11, cap=10),
        ],
    )
    def test_what_is_refused(self, reason):
        before = all_reasons()
        with pytest.raises(ValueError, match=reason.name):
            register_reason(reason)
        assert all_reasons() == before

    def test_the_same_twice(self):
        register_reason(reason_called(HELPED))

    def test_every_link_can_be_made(self):
        sources = {
            "discussions.best_answer": "post:7",
            "box.planned": "idea:7",
            "ballots.took_part": "ballot:7",
            "gatherings.attended": "gathering:fondue",
        }
        for name, source in sources.items():
            assert reason_called(name).url(source).startswith("/")
            assert reason_called(name).url("gone:7") == ""


class TestBadges:
    @pytest.mark.parametrize(
        ("rule", "facts", "is_met"),
        [
            (Times("a.b", 2), Facts({"a.b": 1, "c.d": 9}, 0), False),
            (Times("a.b", 2), Facts({"a.b": 2}, 0), True),
            (Points(100), Facts({}, 99), False),
            (Points(100), Facts({}, 100), True),
            (Reasons(2), Facts({"a.b": 9}, 0), False),
            (Reasons(2), Facts({"a.b": 1, "c.d": 1}, 0), True),
        ],
    )
    def test_rules(self, rule, facts, is_met):
        assert rule.is_met(facts) is is_met

    def test_a_slug_and_a_drawing_belong_to_one(self):
        known, before = all_badges()[0], all_badges()
        for other in (replace(known, name="Autre"), replace(known, slug="autre")):
            with pytest.raises(ValueError, match="badge"):
                register_badge(other)
        register_badge(known)
        assert all_badges() == before

    def test_sentences_say_the_rules_number(self):
        for badge in all_badges():
            assert badge.criterion.endswith(".")
            assert str(badge.rule.number) in badge.criterion or badge.rule.number == 1

    def test_the_sentence_follows_the_rule(self):
        badge = Badge("x", "X", "{number} fois.", Drawing.SCREW, Times("a.b", 7))
        assert badge.criterion == "7 fois."

    def test_rules_look_at_reasons_that_there_are(self):
        asked = {badge.rule.reason for badge in all_badges() if isinstance(badge.rule, Times)}
        assert asked <= {reason.name for reason in all_reasons()}


class TestDrawings:
    def test_a_family_of_at_least_twelve_each_its_own(self):
        assert len({drawing.shapes for drawing in Drawing}) == len(Drawing) >= 12

    def test_each_is_worn_by_a_badge(self):
        assert {badge.drawing for badge in all_badges()} == set(Drawing)

    @pytest.mark.parametrize("drawing", Drawing)
    def test_it_lies_on_its_plate(self, drawing):
        for shape in drawing.shapes:
            assert re.fullmatch(r"[MLAaZ0-9. -]+", shape.path)
            for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", shape.path):
                assert (float(x) - 24) ** 2 + (float(y) - 24) ** 2 <= 23**2

    def test_each_material_has_its_look(self):
        sheet = (ROOT / "static" / "css" / "pages" / "recognition.css").read_text(encoding="utf-8")
        materials = {shape.material for drawing in Drawing for shape in drawing.shapes}
        assert all(f".emblem__{material}" in sheet for material in materials)


class TestLevels:
    def test_they_rise(self):
        assert [level.points for level in LEVELS] == sorted({level.points for level in LEVELS})

    @pytest.mark.parametrize("level", LEVELS)
    def test_from_that_many_points_on(self, level):
        assert level_for(level.points) is level
        assert level_for(level.points - 1) is not level

    @pytest.mark.parametrize("points", [0, -10])
    def test_none_before_the_first(self, points):
        assert level_for(points) is None


class TestSeasons:
    def test_each_day_lies_in_its_own(self):
        day = date(2026, 1, 1)
        while day.year < 2028:
            season = season_of(day)
            assert season.begins <= day <= season.ends
            day += timedelta(days=1)

    def test_they_follow_each_other(self):
        for season in (Season(2026, 3), Season(2026, 4)):
            assert season_of(season.ends + timedelta(days=1)).begins == season.ends + timedelta(days=1)
            assert season < season_of(season.ends + timedelta(days=1))

    @pytest.mark.parametrize(
        ("text", "season"), [("2026-4", Season(2026, 4)), ("2026-5", None), ("", None), ("x", None)]
    )
    def test_as_an_address_carries_it(self, text, season):
        assert read_season(text) == season
        assert season is None or str(season) == text
