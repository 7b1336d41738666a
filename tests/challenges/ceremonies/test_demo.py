"""The demo's four Qdéfis: one of each phase, made once, with pictures that are all there."""

import io

import pytest
from django.core.exceptions import ImproperlyConfigured
from PIL import Image

from challenges.ceremonies.demo import make_demo_qdefis
from challenges.ceremonies.live import CeremonyTopic
from challenges.qdefis.models import Entry, Phase, Qdefi
from community.notices.models import Round
from drops.drawing.snapshots import SCENES
from realtime import clock
from tests.standstill import standstill_of

pytestmark = pytest.mark.django_db


def paint(names):
    """A small picture for each, of scenes that can be drawn."""
    assert set(names) <= set(SCENES)
    file = io.BytesIO()
    Image.new("RGB", (60, 45)).save(file, "JPEG")
    return dict.fromkeys(names, file.getvalue())


def test_one_of_each_phase_once(settings, tmp_path, client):
    settings.DEMO, settings.MEDIA_ROOT = True, tmp_path
    now = clock.now()
    make_demo_qdefis(now, paint)
    phases = {qdefi.slug: qdefi.phase(now) for qdefi in Qdefi.objects.all()}
    assert set(phases.values()) == {Phase.ENTRIES, Phase.VOTES, Phase.JURY, Phase.RESULTS}
    assert Entry.objects.count() == 17
    assert not Round.objects.exists()
    shown = CeremonyTopic().read("le-cadran-le-plus-froid").data["all"]
    assert (shown["state"], [len(rank["winners"]) for rank in shown["podium"]]) == ("over", [1, 1, 1])
    assert CeremonyTopic().read("un-cadran-un-reflet").data["all"]["state"] == "planned"
    for slug in phases:
        assert client.get(f"/qdefis/{slug}/").status_code == 200
    with standstill_of(["qdefis_qdefi", "qdefis_entry", "juries_vote", "pictures_picture"]):
        make_demo_qdefis(clock.now(), paint)


def test_only_in_a_demo_house(settings):
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        make_demo_qdefis(clock.now(), paint)
