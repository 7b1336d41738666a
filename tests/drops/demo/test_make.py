from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from PIL import Image

from community.members.models import Member
from drops import chain, queries
from drops.demo import make
from drops.demo.catalogue import NEXT, PAST, REHEARSED, TRENTE_SIX
from drops.drawing import studio
from drops.models import Brand, Claim, Drop, Hold, Order, Phase, Piece, Watch, WatchPicture
from realtime import clock
from tests.factories.pictures import picture_bytes

pytestmark = pytest.mark.django_db
TABLES = (Brand, Watch, WatchPicture, Drop, Piece, Claim, Hold, Order, Member)


@pytest.fixture(autouse=True)
def demo_house(settings, tmp_path, monkeypatch):
    settings.DEMO = True
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(make, "paint_all", lambda commissions: (picture_bytes("JPEG") for _ in commissions))


def counts():
    return {table.__name__: table.objects.count() for table in TABLES}


def test_twice_is_once():
    now = clock.now()
    make.make_demo_drops(now)
    first = counts()
    make.make_demo_drops(now)
    assert counts() == first
    assert first["Watch"] == len(PAST) + 2
    assert first["WatchPicture"] == sum(len(model.views) for model in (*PAST, NEXT, REHEARSED))


def test_a_real_house_is_refused(settings):
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        make.make_demo_drops(clock.now())
    assert not Drop.objects.exists()


def test_the_schedule_tells_of_the_past_and_of_the_next_one():
    now = clock.now()
    make.make_demo_drops(now)
    shown = queries.schedule(AnonymousUser(), clock.now() + timedelta(seconds=1))
    assert [view.phase for view in shown] == [Phase.CLOSED] * len(PAST) + [Phase.ANNOUNCED]
    assert not hasattr(shown[-1], "watch")
    opening = shown[-1].opens_at.astimezone(make.ZURICH)
    assert (opening.weekday(), opening.time()) in {(day, make.HOUR) for day in make.DAYS}


def test_past_sales_could_have_been():
    make.make_demo_drops(clock.now())
    for drop in Drop.objects.exclude(places=0):
        claims = list(drop.claims.order_by("place"))
        assert [claim.place for claim in claims] == list(range(1, drop.places + 1))
        assert drop.claimants == len(claims)
        assert drop.sold == drop.holds.filter(state=Hold.State.ORDERED).count() <= drop.total
        assert drop.sold == sum(claim.order.pieces for claim in claims if claim.status == Claim.Status.ORDERED)
        assert not drop.holds.filter(state=Hold.State.LIVE).exists()
        assert all(drop.opens_at <= claim.entered_at < drop.closes_at for claim in claims)
        head = chain.opening_head(drop.code)
        for claim in claims:
            head = chain.next_head(head, chain.leaf(drop.code, claim.place, claim.key))
        assert drop.head == head
        assert (drop.sold < drop.total) == (drop.watch.reference == TRENTE_SIX.reference)
        waiting = [claim.place for claim in claims if claim.status == Claim.Status.WAITING]
        assert drop.sold == drop.total or not waiting


def test_a_next_drop_that_nobody_saw_is_put_off():
    now = clock.now()
    make.make_demo_drops(now)
    before = Drop.objects.get(watch__reference=NEXT.reference)
    make.make_demo_drops(before.closes_at + timedelta(days=9))
    after = Drop.objects.get(watch__reference=NEXT.reference)
    assert after.opens_at > before.closes_at + timedelta(days=9)
    assert after.phase(before.closes_at + timedelta(days=9)) == Phase.ANNOUNCED


def test_openings_are_ten_past_ten_in_zurich():
    now = datetime(2026, 10, 24, 9, 0, tzinfo=UTC)  # a Saturday, the day before winter time
    ahead = list(islice(make.openings(now, 1), 2))
    assert [moment.astimezone(UTC).isoformat() for moment in ahead] == [
        "2026-10-29T09:10:00+00:00",
        "2026-10-31T09:10:00+00:00",
    ]
    assert next(make.openings(now, -1)).astimezone(UTC).isoformat() == "2026-10-22T08:10:00+00:00"


def test_pictures_are_drawn_and_stored_bare(monkeypatch):
    monkeypatch.setattr(make, "paint_all", studio.paint_all)
    monkeypatch.setattr(make, "WIDTH", 120)
    make._make_watches([REHEARSED])
    pictures = list(WatchPicture.objects.all())
    assert len(pictures) == len(REHEARSED.views)
    for picture in pictures:
        with picture.file.open() as file, Image.open(file) as stored:
            assert stored.size == (picture.width, picture.height) == (120, 150)
            assert not stored.getexif()
            assert "icc_profile" not in stored.info
        assert picture.alt


@pytest.mark.parametrize("model", [*PAST, NEXT, REHEARSED], ids=lambda model: model.reference)
def test_a_sheet_is_plausible(model):
    assert model.design.diameter < model.design.lug_to_lug < model.design.diameter + 9
    assert 6 < float(model.thickness) < 15
    assert model.frequency in {21_600, 28_800}
    assert model.price < model.retail
    assert "!" not in model.statement + model.why + model.maker.description
    assert model.design.brand == model.maker.name.upper()
