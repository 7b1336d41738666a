"""A yes has a date, and so has its end."""

import pytest

from community.members.actions.consents import give_consent, note_consent, withdraw_consent
from community.members.consents import Purpose, consents_of, register_purpose, unregister_purpose
from community.members.models import Consent
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member()


@pytest.fixture
def followed():
    return []


@pytest.fixture
def purpose(followed):
    made = Purpose(
        "test",
        label="Un essai",
        sentence="Nous essayons.",
        version=1,
        follow=lambda member, is_given: followed.append((member.pk, is_given)),
    )
    register_purpose(made)
    yield made
    unregister_purpose("test")


def last(member):
    return next(given for given in consents_of(member) if given.name == "test")


def test_nobody_has_said_yes_at_first(member, purpose):
    assert (last(member).is_given, last(member).given_at) == (False, None)


def test_a_yes_has_its_date_and_its_words(member, purpose, followed):
    give_consent(member, purpose)
    assert last(member).is_given
    assert last(member).given_at is not None
    assert last(member).version == 1
    assert followed == [(member.pk, True)]


def test_a_second_yes_changes_nothing(member, purpose, followed):
    give_consent(member, purpose)
    before = Consent.objects.get()
    give_consent(member, purpose)
    assert Consent.objects.get().given_at == before.given_at
    assert len(followed) == 1


def test_taken_back_both_dates_stay(member, purpose, followed):
    give_consent(member, purpose)
    withdraw_consent(member, purpose)
    assert not last(member).is_given
    assert last(member).withdrawn_at is not None
    assert followed == [(member.pk, True), (member.pk, False)]


def test_what_was_never_given_cannot_be_taken_back(member, purpose, followed):
    withdraw_consent(member, purpose)
    assert not Consent.objects.exists()
    assert followed == []


def test_a_yes_to_other_words_is_another(member, purpose):
    give_consent(member, purpose)
    again = Purpose("test", purpose.label, "Autrement dit.", 2, purpose.follow)
    assert note_consent(member, again, is_given=True)
    rows = list(Consent.objects.order_by("pk").values_list("version", "withdrawn_at"))
    assert [version for version, _end in rows] == [1, 2]
    assert [end is None for _version, end in rows] == [False, True]


def test_a_name_belongs_to_one_purpose(purpose):
    with pytest.raises(ValueError, match="another purpose"):
        register_purpose(Purpose("test", "Autre", "Autre.", 1, lambda _member, _is_given: None))


def test_one_query_for_all_of_them(member, purpose, django_assert_num_queries):
    give_consent(member, purpose)
    with django_assert_num_queries(1):
        consents_of(member)
