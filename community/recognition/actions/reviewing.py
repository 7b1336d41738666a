"""Badges, given by their rules on what the ledger says. Behind the answer, by a job."""

from collections.abc import Collection
from itertools import product

from django.db import transaction

from community.notices.actions import Telling, tell_all
from community.recognition.actions.awarding import lock_accounts
from community.recognition.badges import all_badges
from community.recognition.models import Distinction
from community.recognition.queries import facts_of, switches
from community.recognition.telling import RECEIVED


@transaction.atomic
def review_badges(member_ids: Collection[int], *, after_reversal: bool = False) -> None:
    """Give these members the badges whose rule they meet, and tell them; nothing while the house has none.

    Twice does no harm. Once given, a badge stays, however a rule may change; it goes only where points were taken back
    and its rule is not met any more.
    """
    if not switches().badges:
        return
    members = lock_accounts(*member_ids)
    facts = facts_of(members)
    known = {badge.slug: badge for badge in all_badges()}
    held = set(Distinction.objects.filter(member__in=members, badge__in=known).values_list("member_id", "badge"))
    met = {(pk, badge.slug) for pk, badge in product(members, known.values()) if badge.rule.is_met(facts[pk])}
    if after_reversal:
        for member, badge in held - met:
            Distinction.objects.filter(member=member, badge=badge).delete()
    fresh = sorted(met - held)
    Distinction.objects.bulk_create([Distinction(member_id=member, badge=badge) for member, badge in fresh])
    told = {slug: [member for member, badge in fresh if badge == slug] for slug in known}
    tell_all(*(Telling(RECEIVED, who, key=f"badge:{slug}", data={"badge": slug}) for slug, who in told.items() if who))
