"""A data sheet as lines to read."""

import pytest

from drops.queries import drop_view
from drops.sheet import lines_of
from realtime.clock import now
from tests.factories.drops import make_drop, make_watch

pytestmark = pytest.mark.django_db


def lines(**fields):
    view = drop_view(make_drop(watch=make_watch(**fields)).code, None, now())
    return {line.label: line.text.replace("\u00a0", " ") for line in lines_of(view.watch)}


def test_figures_carry_their_units_and_no_idle_zero():
    read = lines()
    assert read["Boîtier"] == "acier 316L, 38,5 mm de diamètre, 46 mm de corne à corne, 9,4 mm d’épaisseur"
    assert read["Fréquence"] == "28’800 alternances par heure (4 Hz)"
    assert read["Réserve de marche"] == "56 h"
    assert read["Étanchéité"] == "5 bar"


def test_what_is_not_known_has_no_line():
    read = lines(
        case_material="", diameter_mm=None, lug_to_lug_mm=None, thickness_mm=None, frequency_vph=None,
        power_reserve_h=None, water_resistance_bar=None, strap="", reference="", functions="", calibre="",
    )  # fmt: skip
    assert read == {"Mouvement": "remontage manuel", "Garantie": "24 mois"}


def test_half_hertz_are_written():
    assert lines(frequency_vph=25200)["Fréquence"] == "25’200 alternances par heure (3,5 Hz)"
