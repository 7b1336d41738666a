import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from community.members.handles import RESERVED, normalise_handle, validate_handle
from community.members.models import Member
from tests.factories.members import make_member


@pytest.mark.parametrize("handle", ["abc", "a" * 30, "loutre-de-fleurier", "1815", "a-1-b"])
def test_sound_handles(handle):
    validate_handle(handle)


@pytest.mark.parametrize(
    ("handle", "code"),
    [
        ("ab", "length"),
        ("a" * 31, "length"),
        ("Loutre", "shape"),
        ("loutre--double", "shape"),
        ("-loutre", "shape"),
        ("loutre-", "shape"),
        ("loutré", "shape"),
        ("loutre_2", "shape"),
        ("lou tre", "shape"),
        ("loutre\n", "shape"),
        ("٣٣٣", "shape"),
        ("qlock", "reserved"),
    ],
)
def test_refused_handles(handle, code):
    with pytest.raises(ValidationError) as refusal:
        validate_handle(handle)
    assert refusal.value.code == code


def test_reserved_words_are_written_as_handles_are():
    assert all(normalise_handle(word) == word for word in RESERVED)


def test_handles_and_addresses_are_unique_in_any_case(db):
    make_member(handle="loutre", email="loutre@test.example")
    for handle, email in [("LOUTRE", "autre@test.example"), ("autre", "Loutre@Test.example")]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Member.objects.create_user(email=email, handle=handle)


@pytest.mark.parametrize("fields", [{"handle": "Loutre"}, {"email": "Loutre@test.example"}])
def test_the_database_itself_refuses_capitals(db, fields):
    member = make_member()
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=member.pk).update(**fields)


def test_a_member_is_found_by_an_address_in_any_case(db):
    member = make_member(email="loutre@test.example")
    assert Member.objects.get_by_natural_key("LOUTRE@test.example") == member
