"""The end of a Qdéfi: who gets points, who is told, once each; and the article that is made of it."""

import pytest
from django.db import transaction

from challenges.ceremonies.actions.writing import write_story
from challenges.ceremonies.models import Story
from challenges.ceremonies.rules import CeremonyRefused
from challenges.ceremonies.telling import others
from challenges.juries.actions.sealing import settle_judging
from challenges.juries.models import Judging, Juror, Participation
from challenges.qdefis.models import Qdefi
from challenges.qdefis.telling import entrants
from community.recognition.models import Entry as Line
from editorial.models import ArticlePage
from realtime import clock
from tests.challenges.ceremonies.conftest import standstill
from tests.factories.ceremonies import SECONDS, make_ceremony, move_ceremony, places_of
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def settled(**fields):
    qdefi = make_ceremony(since=3 * SECONDS, **fields)
    settle_judging(qdefi, clock.now())
    return Qdefi.objects.get(pk=qdefi.pk)


def test_points_come_with_the_results_and_once():
    qdefi = make_ceremony(since=2 * SECONDS)
    settle_judging(qdefi, clock.now())
    assert not Line.objects.exists()
    move_ceremony(qdefi, 3 * SECONDS)
    for _ in range(2):
        settle_judging(Qdefi.objects.get(pk=qdefi.pk), clock.now())
    winner = places_of(qdefi)[1].author_id
    assert sorted(Line.objects.values_list("reason", "points")) == [("qdefis.entered", 20)] * 4 + [("qdefis.won", 100)]
    assert Line.objects.get(reason="qdefis.won").member_id == winner


def test_each_who_took_part_is_told_once(django_assert_num_queries):
    qdefi = settled()
    judging = Judging.objects.get(qdefi=qdefi)
    voter, juror, nobody, gone = (make_member() for _ in range(4))
    entrant = places_of(qdefi)[1].author
    day = clock.now().date()
    for member in (voter, entrant, gone):
        Participation.objects.create(judging=judging, member=member, day=day)
    Juror.objects.create(judging=judging, member=juror)
    Juror.objects.create(judging=judging, member=voter)
    gone.is_active = False
    gone.save()
    data = {"qdefi": qdefi.pk, "kind": "qdefi.results"}
    with django_assert_num_queries(1):
        told = others(data, 0, 500)
    assert told == {voter.pk: "qdefi.results", juror.pk: "qdefi.results"}
    assert not told.keys() & entrants(data, 0, 500).keys()
    assert others(data, juror.pk, 500) == {}
    assert nobody.pk not in told


def test_one_click_makes_one_draft_that_nobody_sees(client):
    qdefi, editor = settled(), make_member(is_staff=True)
    draft = write_story(qdefi, by=editor)
    page = ArticlePage.objects.get(pk=draft.reference)
    assert not page.live
    assert client.get(f"/articles/{page.slug}/").status_code == 404
    text = str(page.get_latest_revision_as_object().body.raw_data)
    assert all(places_of(qdefi)[place].author.handle in text for place in (1, 2, 3))
    assert places_of(qdefi)[4].author.handle not in text
    assert write_story(qdefi, by=editor) == draft
    assert ArticlePage.objects.count() == Story.objects.count() == 1
    page.delete()
    assert write_story(qdefi, by=editor).reference != draft.reference


def test_no_article_before_the_podium_was_shown():
    qdefi = make_ceremony(since=2 * SECONDS)
    with standstill(), transaction.atomic(), pytest.raises(CeremonyRefused) as refusal:
        write_story(qdefi, by=None)
    assert refusal.value.code == "not_shown"
    assert not ArticlePage.objects.exists()
