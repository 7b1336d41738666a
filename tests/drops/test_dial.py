"""The geometry of the stock dial."""

import re

import pytest
from django.template import Context, Template
from django.utils import translation

from drops.dial import countdown_face, face_of, figure, hand_turn, plain_face, stock_face
from drops.templatetags.dial import centre_of

NOON = 1_795_366_800_000


def data(phase="open", **more):
    return {"code": "K7Q2M", "phase": phase, "paused": False, "opens_at": NOON, "closes_at": NOON + 7_200_000} | more


def stock(total=100, available=37, held=9):
    return {"total": total, "available": available, "held": held, "sold": total - available - held}


def states(face):
    return [mark.state for mark in face.marks]


def test_each_mark_is_one_piece():
    face = stock_face(total=100, available=37, held=9)
    assert states(face) == ["available"] * 37 + ["held"] * 9 + ["sold"] * 54
    assert (face.marks[0].turn, face.marks[99].turn) == ("1.8", "358.2")
    assert [index for index, mark in enumerate(face.marks) if mark.long] == list(range(0, 100, 10))


@pytest.mark.parametrize("total", [1, 7, 120])
def test_every_piece_is_on_the_rim(total):
    face = stock_face(total=total, available=total, held=0)
    assert len({mark.turn for mark in face.marks}) == total


def test_too_many_pieces_become_arcs_that_fill_the_rim():
    face = stock_face(total=121, available=21, held=0)
    assert [(arc.state, arc.start, arc.length) for arc in face.arcs] == [("available", 0, 21), ("sold", 21, 100)]
    assert not face.marks


def test_sixty_marks_tell_nothing():
    assert len(plain_face().marks) == 60
    assert face_of(data("announced"), NOON - 3_600_000) == face_of(data("announced"), NOON - 7_200_000)


@pytest.mark.parametrize(
    ("remaining", "lit"), [(61_000, 60), (60_000, 60), (59_999, 60), (1_000, 1), (1, 1), (0, 0), (-5_000, 0)]
)
def test_the_rim_empties_with_the_last_minute(remaining, lit):
    assert states(countdown_face(remaining)) == ["spent"] * (60 - lit) + ["lit"] * lit


def test_what_is_left_is_not_lit_after_the_close():
    assert set(states(face_of(data("closed", **stock()), NOON))) == {"spent", "sold"}


@pytest.mark.parametrize(
    ("moment", "turn"),
    [(NOON, "0"), (NOON + 125, "0.75"), (NOON + 249, "0.75"), (NOON + 30_000, "180"), (NOON - 125, "359.25")],
)
def test_the_hand_beats_eight_times_a_second_and_passes_twelve_at_the_opening(moment, turn):
    assert hand_turn(moment, NOON) == turn


@pytest.mark.parametrize(
    ("remaining", "text"),
    [
        (47 * 3_600_000, "47:00:00"),
        (3_600_000, "1:00:00"),
        (3_599_001, "1:00:00"),
        (753_000, "12:33"),
        (59_001, "1:00"),
        (9_000, "9"),
        (-1, "0"),
    ],
)
def test_a_countdown_is_as_short_as_it_can_be(remaining, text):
    assert figure(remaining) == text


@pytest.mark.parametrize(
    ("frame", "now", "figure_shown", "legend"),
    [
        (data("announced"), NOON - 3 * 86_400_000, "3", "jours avant l’ouverture"),
        (data("announced"), NOON - 2 * 86_400_000 - 1, "3", "jours avant l’ouverture"),
        (data("announced"), NOON - 2 * 86_400_000, "48:00:00", "avant l’ouverture"),
        (data("announced"), NOON - 90_000, "1:30", "avant l’ouverture"),
        (data("announced", paused=True), NOON - 90_000, "1:30", "avant l’ouverture"),
        (data(), NOON, "Ouvert", "le compte est aux membres"),
        (data(**stock()), NOON, "37", "pièces sur 100"),
        (data(**stock(available=1)), NOON, "1", "pièce sur 100"),
        (data(paused=True), NOON, "Ouvert", "en pause, rien ne se perd"),
        (data(paused=True, **stock()), NOON, "37", "en pause, rien ne se perd"),
        (data("sold_out", **stock(available=0, held=0)), NOON, "0", "tout est vendu"),
        (data("closed", **stock(available=12, held=0)), NOON, "88", "vendues sur 100"),
        (data("cancelled", **stock()), NOON, "Annulé", "il n’ouvrira pas"),
        (data("sealed") | {"opens_at": None}, NOON, "Scellé", "pas encore d’heure"),
    ],
)
def test_the_middle_says_what_the_phase_says(frame, now, figure_shown, legend):
    centre = centre_of(frame, now)
    assert (centre.figure, centre.legend) == (figure_shown, legend)


@pytest.mark.parametrize("language", ["fr", "de", "en"])
def test_no_locale_puts_a_comma_into_the_drawing(language):
    template = Template('{% load dial %}{% dial frame "Qlock" %}')
    with translation.override(language):
        drawn = template.render(Context({"frame": {"seq": 1, "now": NOON, "data": data(**stock(total=37))}}))
    turns = re.findall(r"rotate\(([^)]*)\)", drawn)
    assert len(turns) > 37
    assert all(re.fullmatch(r"-?\d+(\.\d+)?", turn) for turn in turns)
