import io
import re

import pytest
from django.core.management import CommandError, call_command

from community.members.models import Member
from drops.models import Claim, Drop, Hold
from tests.factories.drops import make_draft, make_picture
from tests.servers import SITE, start_server


def rehearse(*arguments, **options):
    out = io.StringIO()
    call_command("rehearse", *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def source():
    drop = make_draft(total=5, opens_at=None, closes_at=None)
    make_picture(drop.watch)
    return drop


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_a_rehearsal_from_end_to_end(source, settings):
    settings.SITE_URL = SITE
    with start_server("daphne") as server:
        told = rehearse(source.code, members=20, seconds=5.0, opens_in=3.0, seed=4, url=server.url)
        assert "Traceback" not in server.log
    code = re.search(r"Rehearsal (\w+) opens at", told).group(1)
    assert "20, by" in told
    assert "oversold 0" in told
    assert "failed" not in told
    drop = Drop.objects.get(code=code)
    places = sorted(Claim.objects.filter(drop=drop).values_list("place", flat=True))
    assert places == list(range(1, drop.places + 1))
    assert len(places) > drop.total
    kept = Hold.objects.filter(drop=drop, state__in=[Hold.State.LIVE, Hold.State.ORDERED])
    assert sorted(kept.values_list("piece__number", flat=True)) == [1, 2, 3, 4, 5]
    assert drop.sold > 0
    assert "Swept 1 rehearsals and 20 accounts" in rehearse(sweep=True)
    assert list(Drop.objects.all()) == [source]
    assert not Member.objects.exists()


@pytest.mark.django_db
def test_prepared_first_played_later(source):
    told = rehearse(source.code, "--prepare", members=3)
    code = re.search(r"Rehearsal (\w+) opens at \d\d:\d\d:\d\d, 5 pieces", told).group(1)
    assert Drop.objects.get(code=code).rehearsal
    assert Member.objects.count() == 3
    assert rehearse(source.code, "--prepare", "--sweep", members=2).startswith("Swept 1 rehearsals and 3 accounts")


@pytest.mark.django_db
def test_what_cannot_be_rehearsed_is_said(source, settings):
    with pytest.raises(CommandError, match="There is no drop ZZZZZ"):
        rehearse("ZZZZZ")
    with pytest.raises(CommandError, match="There is no rehearsal"):
        rehearse(source.code, "--play")
    source.price = None
    source.save()
    with pytest.raises(CommandError, match="prix"):
        rehearse(source.code)
    with pytest.raises(CommandError, match="There is no drop"):
        rehearse()
    assert not Drop.objects.filter(rehearsal=True).exists()


@pytest.mark.django_db
def test_a_server_that_is_not_there_is_said(source, monkeypatch):
    monkeypatch.setattr("drops.management.commands.rehearse.PATIENCE", 0.5)
    with pytest.raises(CommandError, match="Nobody answers"):
        rehearse(source.code, members=1, url="http://127.0.0.1:9")
