"""The page on trust says what the code does."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from community.members import trust, words
from community.members.trust import TO_MEMBER, TO_REGULAR, Limits, TrustLevel
from realtime import clock
from tests.community.members.test_trust import NEWCOMER, NOW, REGULAR
from tests.factories.members import make_member


def test_every_limit_of_every_level_stands_on_the_page():
    rows = words.limit_rows()
    assert len(rows) == len(fields(Limits))
    assert all(row.label and len(row.values) == len(TrustLevel) and all(row.values) for row in rows)
    assert rows[0].values[:2] == ("3", "20")
    assert rows[2].values == ("2 min", "30 s", "15 s", "aucune attente")
    assert rows[4].values[2] == "sans limite"
    assert rows[9].values == ("1 jour", "30 jours", "toujours", "toujours")


def test_another_limit_is_another_sentence(monkeypatch):
    changed = {**trust._LIMITS, TrustLevel.NEWCOMER: replace(trust.limits_of(0), links=7)}
    monkeypatch.setattr(trust, "_LIMITS", changed)
    assert words.limit_rows()[4].values[0] == "7"


@pytest.mark.parametrize(("rise", "figures"), [(TO_MEMBER, [2, 30, 30]), (TO_REGULAR, [100, 50, 500, 20, 10, 100])])
def test_what_a_level_asks_for_is_said(rise, figures):
    said = " ".join(words.rise_sentences(rise))
    assert all(str(figure) in said for figure in figures)
    assert "confirmée" in said


def test_the_way_to_the_next_level():
    way = words.progress(replace(NEWCOMER, read=12), NOW)
    assert [(each.has, each.asked) for each in way] == [(1, 1), (2, 2), (12, 30)]
    assert words.progress(REGULAR, NOW) == []


@pytest.mark.django_db
def test_the_page_is_open_to_all_and_knows_who_reads_it(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get("/membres/confiance/").content.decode()
    assert "Nouveau venu" in page
    assert "2 min" in page
    assert "Toi" not in page
    client.force_login(make_member(confirmed=False, date_joined=clock.now() - timedelta(days=3)))
    page = client.get("/membres/confiance/").content.decode()
    assert "nouveau venu" in page
    assert "confirmer ton adresse" in page
