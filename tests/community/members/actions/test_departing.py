"""What is left of an account: a tombstone, and a handle that nobody takes again."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from community.members.actions import keep_handle, register_member, update_profile
from community.members.actions.departing import draw_tombstone, leave_tombstone, retire_handles
from community.members.handles import digests_of, validate_handle
from community.members.models import FormerHandle, Member, RetiredHandle
from community.personal.registry import Leaving
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def left():
    """Somebody called anna, formerly annie, who has left."""
    member = make_member(handle="anna")
    FormerHandle.objects.create(handle="annie", member=member)
    leaving = Leaving(member.pk, ("anna", "annie"), (member.email,), draw_tombstone(), takes_words=False)
    retire_handles(leaving)
    leave_tombstone(leaving)
    return leaving


class TestTheHandle:
    @pytest.mark.parametrize("handle", ["anna", "annie"])
    def test_nobody_takes_it_at_sign_up(self, left, client, handle):
        before = Member.objects.count()
        data = {"email": "neuve@test.example", "username": handle, "password1": "une-montre-a-gousset"}
        page = client.post(reverse("account_signup"), data)
        assert "Ce pseudo est déjà pris" in page.content.decode()
        assert Member.objects.count() == before

    @pytest.mark.parametrize("handle", ["anna", "annie"])
    def test_nobody_takes_it_for_another(self, left, handle):
        other = make_member(handle="berta")
        with pytest.raises(ValidationError):
            update_profile(other, handle=handle, language="fr", zone="Europe/Zurich")
        assert Member.objects.get(pk=other.pk).handle == "berta"

    def test_nor_does_a_command(self, left):
        with pytest.raises(ValidationError):
            register_member(email="neuve@test.example", handle="anna")

    def test_nor_whoever_was_quicker_than_the_check(self, left):
        other = make_member(handle="berta")
        other.handle = "anna"
        with pytest.raises(IntegrityError):
            keep_handle(other)

    def test_only_digests_are_kept(self, left):
        digests = set(RetiredHandle.objects.values_list("digest", flat=True))
        assert digests == {digests_of("anna")[0], digests_of("annie")[0]}
        assert not FormerHandle.objects.exists()

    def test_it_is_known_under_a_former_key(self, left, settings):
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "une autre clef, toute neuve"
        with pytest.raises(ValidationError):
            register_member(email="neuve@test.example", handle="anna")

    def test_the_digest_needs_the_key(self, settings):
        before = digests_of("anna")[0]
        settings.SECRET_KEY = "une autre clef, toute neuve"
        assert digests_of("anna")[0] != before

    def test_retiring_twice_is_once(self, left):
        retire_handles(left)
        assert RetiredHandle.objects.count() == 2


class TestTheTombstone:
    def test_its_handle_is_nobodys_to_choose(self):
        with pytest.raises(ValidationError):
            validate_handle("membre-parti-bcdfg")

    def test_it_is_a_handle_all_the_same(self):
        assert re.fullmatch(r"membre-parti-[a-z0-9]{5}", draw_tombstone())

    def test_it_has_no_page(self, left, client):
        assert client.get(reverse("members:card", args=[left.tombstone])).status_code == 404
        assert client.get(reverse("members:card", args=["anna"])).status_code == 404

    def test_its_address_may_be_used_again(self, left):
        assert register_member(email=left.addresses[0], handle="nouvelle").pk != left.member_id

    def test_twice_is_once(self, left):
        before = Member.objects.values().get(pk=left.member_id)
        leave_tombstone(left)
        assert Member.objects.values().get(pk=left.member_id) == before
