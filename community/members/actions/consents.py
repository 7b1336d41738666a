"""A yes to one purpose, and its inverse. Both dates stay."""

from django.db import transaction
from django.db.models.functions import Now

from community.members.consents import Purpose
from community.members.models import Consent, Member


@transaction.atomic
def give_consent(member: Member, purpose: Purpose) -> None:
    """Note a member's yes to the words of today. A yes in force stays as it is, with its date."""
    if note_consent(member, purpose, is_given=True):
        purpose.follow(member, True)  # noqa: FBT003 -- a yes


@transaction.atomic
def withdraw_consent(member: Member, purpose: Purpose) -> None:
    """Note that a yes is over; what was never given stays so."""
    if note_consent(member, purpose, is_given=False):
        purpose.follow(member, False)  # noqa: FBT003 -- no more


def note_consent(member: Member, purpose: Purpose, *, is_given: bool) -> bool:
    """Write down what a part has just been told by the member; answers whether that is news."""
    in_force = Consent.objects.filter(member=member, purpose=purpose.name, withdrawn_at=None)
    if not is_given:
        return bool(in_force.update(withdrawn_at=Now()))
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)  # two windows say yes once
    if in_force.filter(version=purpose.version).exists():
        return False
    in_force.update(withdrawn_at=Now())  # to words that are not today's any more
    Consent.objects.create(member=member, purpose=purpose.name, version=purpose.version)
    return True
