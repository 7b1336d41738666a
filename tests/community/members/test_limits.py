"""Who asks too often waits; the address that counts is the connection's own."""

from http import HTTPStatus
from io import BytesIO

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from community.members.models import Member
from tests.community.members.doors import PASSWORD, member_id_of, sign_in, sign_up
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
TOO_MANY = HTTPStatus.TOO_MANY_REQUESTS


def test_the_sixth_wrong_password_closes_the_account_for_a_while(client):
    member = make_member(password=PASSWORD)
    for _ in range(4):
        sign_in(client, member.email, "pas le bon")
    sign_in(client, member.email)
    assert member_id_of(client) == member.pk, "the fifth may still be right"
    client.logout()
    sign_in(client, member.email, "pas le bon")
    response = sign_in(client, member.email)
    assert member_id_of(client) is None
    assert "Trop d’essais" in response.content.decode()


def test_twenty_sign_ups_a_minute_and_no_more():
    for number in range(20):
        assert sign_up(Client(), f"a{number}@test.example", f"ada-{number}").status_code == HTTPStatus.FOUND
    sent = len(mail.outbox)
    assert sign_up(Client(), "b@test.example", "bea").status_code == TOO_MANY
    assert len(mail.outbox) == sent


def test_three_codes_a_minute_for_one_address():
    member = make_member()
    answers = [Client().post("/comptes/login/code/", {"email": member.email}).status_code for _ in range(4)]
    assert answers == [HTTPStatus.FOUND] * 3 + [HTTPStatus.OK]
    assert len(mail.outbox) == 3


def test_five_resets_a_minute_for_one_address():
    member = make_member()
    answers = [Client().post("/comptes/password/reset/", {"email": member.email}).status_code for _ in range(6)]
    assert answers == [HTTPStatus.FOUND] * 5 + [TOO_MANY]
    assert len(mail.outbox) == 5


def test_ten_portraits_an_hour_and_the_old_one_may_always_go(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    member = make_member()
    client.force_login(member)

    assert [send_portrait(client) for _ in range(10)] == [HTTPStatus.FOUND] * 10
    kept = Member.objects.get().avatar
    assert send_portrait(client) == TOO_MANY
    assert Member.objects.get().avatar == kept
    client.post("/moi/portrait/", {"remove": "1"})
    assert Member.objects.get().avatar == ""
    client.force_login(make_member())
    assert send_portrait(client) == HTTPStatus.FOUND, "another member is counted apart"


def send_portrait(client):
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return client.post("/moi/portrait/", {"picture": SimpleUploadedFile("moi.png", file.getvalue())}).status_code


def test_a_flood_of_addresses_pushes_no_count_out():
    member = make_member(password=PASSWORD)
    for _ in range(5):
        sign_in(Client(), member.email, "pas le bon")
    cache.set_many({f"flood:{number}": [] for number in range(2000)})
    assert "Trop d’essais" in sign_in(Client(), member.email).content.decode()


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_CLIENT_IP"])
def test_a_forged_address_gains_nothing(header):
    for number in range(10):
        sign_in(Client(), f"personne{number}@test.example", **{header: f"9.9.9.{number}"})
    member = make_member(password=PASSWORD)
    client = Client()
    response = sign_in(client, member.email, **{header: "9.9.9.99"})
    assert member_id_of(client) is None
    assert "Trop d’essais" in response.content.decode()


def test_another_address_is_counted_apart():
    for number in range(10):
        sign_in(Client(), f"personne{number}@test.example")
    member, client = make_member(password=PASSWORD), Client(REMOTE_ADDR="192.0.2.7")
    sign_in(client, member.email)
    assert member_id_of(client) == member.pk
