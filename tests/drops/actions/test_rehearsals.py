from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.db import connection

from community.members.models import Member
from drops import queries
from drops.actions.arming import CannotArm
from drops.actions.holds import confirm_hold
from drops.actions.rehearsals import OPEN_FOR, players_of, prepare_rehearsal, sweep_rehearsals
from drops.models import Claim, Drop, Hold, Order, Phase, Piece
from drops.rules import ClaimRefused
from realtime import clock
from realtime.handshake import read_viewers
from realtime.models import Event, Topic
from tests.drops.conftest import claim
from tests.factories.drops import make_draft, make_drop, make_picture, make_team_member
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    drop = make_draft(total=3, opens_at=None, closes_at=None)
    make_picture(drop.watch)
    return drop


def prepare(source, **options):
    ahead = options.pop("opens_in", 60)
    return prepare_rehearsal(source, opens_at=clock.now() + timedelta(seconds=ahead), **({"players": 4} | options))


def open_rehearsal(source, **options):
    rehearsal = prepare(source, **options)
    Drop.objects.filter(pk=rehearsal.pk).update(
        announced_at=clock.now() - timedelta(minutes=2), opens_at=clock.now() - timedelta(minutes=1)
    )
    rehearsal.refresh_from_db()
    return rehearsal


def test_a_rehearsal_is_a_copy_under_a_new_code(source):
    rehearsal = prepare(source, pieces=7)
    for field in ("universe_id", "watch_id", "statement", "mode", "per_member", "price", "retail_price"):
        assert getattr(rehearsal, field) == getattr(source, field)
    assert rehearsal.rehearsal
    assert rehearsal.code != source.code
    assert (rehearsal.total, rehearsal.pieces.count()) == (7, 7)
    assert rehearsal.closes_at - rehearsal.opens_at == OPEN_FOR
    assert rehearsal.phase(clock.now() + timedelta(seconds=1)) == Phase.ANNOUNCED
    source.refresh_from_db()
    assert not source.rehearsal
    assert not source.is_armed


def test_what_is_incomplete_cannot_be_rehearsed():
    draft = make_draft(price=None)
    with pytest.raises(CannotArm):
        prepare(draft)
    assert not Drop.objects.filter(rehearsal=True).exists()
    assert not Member.objects.filter(email__contains="rehearsal").exists()


def test_players_are_signed_in_by_their_sessions_alone(source, client):
    players = players_of(prepare(source))
    assert len(players) == 4
    viewers = read_viewers([player.session for player in players])
    assert {viewer.handle for viewer in viewers.values()} == {player.handle for player in players}
    member = Member.objects.get(pk=players[0].member_id)
    assert not member.has_usable_password()
    for password in ("", "!", member.password, "montre-en-main"):
        response = client.post("/comptes/login/", {"login": member.email, "password": password})
        assert "_auth_user_id" not in client.session
        assert response.status_code == 200


def test_outsiders_know_nothing_of_it(source, settings):
    rehearsal, now = prepare(source), clock.now() + timedelta(seconds=1)
    for outsider in (AnonymousUser(), make_member()):
        assert queries.drop_view(rehearsal.code, outsider, now) is None
        assert queries.schedule(outsider, now) == []
    assert queries.drop_view(rehearsal.code, make_team_member(), now)
    assert queries.drop_view(rehearsal.code, Member.objects.get(pk=players_of(rehearsal)[0].member_id), now)
    settings.DEMO = True
    assert queries.drop_view(rehearsal.code, AnonymousUser(), now)


def test_outsiders_cannot_claim_in_it_but_players_can(source, settings):
    rehearsal = open_rehearsal(source)
    outsider, player = make_member(), Member.objects.get(pk=players_of(rehearsal)[0].member_id)
    settings.CLAIM_ACCOUNT_AGE = timedelta(days=0)
    with pytest.raises(ClaimRefused) as refused:
        claim(rehearsal, outsider)
    assert refused.value.code == "unknown_topic"
    assert claim(rehearsal, player).status == Claim.Status.ALLOCATED
    settings.DEMO = True
    assert claim(rehearsal, outsider).status == Claim.Status.ALLOCATED


def test_players_are_old_enough_to_claim(source, settings):
    settings.CLAIM_ACCOUNT_AGE = timedelta(days=30)
    rehearsal = open_rehearsal(source)
    assert claim(rehearsal, Member.objects.get(pk=players_of(rehearsal)[0].member_id)).place == 1


def test_the_broom_leaves_nothing_and_touches_nothing_else(source, settings, django_capture_on_commit_callbacks):
    real, member = make_drop(), make_member()
    claim(real, member)
    claim_rows = Claim.objects.count()
    rehearsal = open_rehearsal(source)
    settings.DEMO = True
    first, second = (Member.objects.get(pk=player.member_id) for player in players_of(rehearsal)[:2])
    claim(rehearsal, first)
    confirm_hold(rehearsal.code, member_id=first.pk)
    claim(rehearsal, second)
    claim(rehearsal, member)

    with django_capture_on_commit_callbacks(execute=True):
        swept = sweep_rehearsals()

    assert (swept.drops, swept.accounts) == (1, 4)
    assert not Drop.objects.filter(rehearsal=True).exists()
    assert not Member.objects.filter(pk__in=[first.pk, second.pk]).exists()
    assert not EmailAddress.objects.filter(email__endswith=".invalid").exists()
    assert not Session.objects.exists()
    assert not Order.objects.exists()
    assert Claim.objects.count() == claim_rows
    assert Hold.objects.filter(drop=real).count() == 1
    assert set(Piece.objects.values_list("drop_id", flat=True)) == {real.pk}
    assert not Topic.objects.filter(name__in=[f"drop:{rehearsal.code}", f"me:{first.pk}"]).exists()
    assert not Event.objects.filter(topic=f"me:{first.pk}").exists()
    assert Topic.objects.get(name="drops").seq == 1
    assert Drop.objects.filter(pk=source.pk).exists()


def test_sweeping_an_empty_house_announces_nothing():
    assert sweep_rehearsals().drops == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM realtime_topic")
        assert cursor.fetchone() == (0,)
