"""What a ceremony has not shown yet is in no answer of the house, whoever asks and wherever."""

import json

import pytest
from django.urls import reverse

from challenges.ceremonies.live import CeremonyTopic
from challenges.juries.models import Judging
from challenges.qdefis.models import Qdefi
from community.notices.models import Notice, Round
from community.webhooks.models import Delivery
from tests.factories.ceremonies import SECONDS, make_ceremony, move_ceremony, places_of
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def answers(client, qdefi):
    """Everything of ours that speaks of this Qdéfi, as text by address."""
    entries = [entry.get_absolute_url() for entry in qdefi.entries.all()]
    cards = [f"{url}carte.jpg" for url in entries]
    about = f"/qdefis/{qdefi.slug}/"
    api = reverse("api:qdefi", args=[qdefi.slug])
    addresses = [
        "/",
        "/qdefis/",
        "/qdefis/feed/",
        "/recherche/?q=dents",
        "/cafe/",
        about,
        f"{about}ceremonie/",
        f"{about}result.json",
        reverse("api:qdefis"),
        api,
        f"{api}entries/",
        f"{api}result/",
        *entries,
        *cards,
        *[f"/membres/{entry.author.handle}/" for entry in qdefi.entries.all()],
    ]
    said = {}
    for address in addresses:
        response = client.get(address)
        said[address] = b"".join(response) if response.streaming else response.content
    told = CeremonyTopic().read(qdefi.slug)
    said["socket"] = json.dumps(told.data, ensure_ascii=False).encode()
    rows = [
        *Notice.objects.values_list("data"),
        *Round.objects.values_list("data"),
        *Delivery.objects.values_list("body"),
    ]
    said["told"] = str(rows).encode()
    return said


def shown(client, qdefi, entry):
    """Where this entry's code or its author stands to be read; its own addresses and profile name them anyway."""
    own = {entry.get_absolute_url(), f"{entry.get_absolute_url()}carte.jpg", f"/membres/{entry.author.handle}/"}
    secrets = (entry.code.encode(), f">{entry.author.handle}<".encode(), f'"{entry.author.handle}"'.encode())
    return {
        address
        for address, text in answers(client, qdefi).items()
        if address not in own and any(secret in text for secret in secrets)
    }


@pytest.mark.parametrize("signed_in", [False, True])
def test_each_place_is_in_no_answer_before_its_second(client, signed_in):
    qdefi = make_ceremony(since=-60)
    if signed_in:
        client.force_login(make_member(level=1))
    first, second, third = (places_of(qdefi)[place] for place in (1, 2, 3))
    fourth = places_of(qdefi)[4]
    own = f"{qdefi.get_absolute_url()}ceremonie/"

    for since, known in ((-60, ()), (1, ()), (SECONDS + 1, (third,)), (2 * SECONDS + 1, (third, second))):
        move_ceremony(qdefi, since)
        for entry in (first, second, third, fourth):
            expected = {own, "socket"} if entry in known else set()
            assert shown(client, qdefi, entry) == expected, (since, entry)
        assert client.get(f"{qdefi.get_absolute_url()}result.json").status_code == 404
        assert client.get(f"{first.get_absolute_url()}carte.jpg").status_code == 404
        assert "winners" not in client.get(f"{reverse('api:qdefi', args=[qdefi.slug])}result/").json()
        assert not Round.objects.exists()
        assert Qdefi.objects.get(pk=qdefi.pk).settled_at is None

    move_ceremony(qdefi, 3 * SECONDS + 1)
    client.get(own)
    assert Qdefi.objects.get(pk=qdefi.pk).settled_at is not None
    assert first.code.encode() in client.get(own).content
    assert client.get(f"{qdefi.get_absolute_url()}result.json").status_code == 200
    assert client.get(f"{first.get_absolute_url()}carte.jpg").status_code == 200
    assert {row.audience for row in Round.objects.all()} == {"qdefi", "ceremony"}


def test_the_houses_own_desk_waits_with_everybody(client):
    qdefi = make_ceremony(since=-60)
    client.force_login(make_member(is_staff=True, is_superuser=True))
    desk, digest = reverse("jury_desk", args=[qdefi.pk]), Judging.objects.get(qdefi=qdefi).digest
    before = client.get(desk).content.decode()
    assert digest
    assert digest not in before
    assert "result.json" not in before
    move_ceremony(qdefi, 3 * SECONDS + 1)
    assert digest in client.get(desk).content.decode()


def test_without_a_ceremony_the_result_shows_at_once(client):
    qdefi = make_ceremony()
    qdefi.ceremony.delete()
    client.get(qdefi.get_absolute_url())
    assert Qdefi.objects.get(pk=qdefi.pk).settled_at is not None
    assert client.get(f"{qdefi.get_absolute_url()}ceremonie/").status_code == 404
    assert CeremonyTopic().read(qdefi.slug) is None


def test_a_result_that_is_kept_back_is_not_in_what_pages_get():
    """The control: it is counted, and lies in the database all the while."""
    qdefi = make_ceremony(since=-60)
    assert Judging.objects.get(qdefi=qdefi).outcome["winners"]
