"""Who may vote in a Qdéfi, and what they have marked while they may."""

from challenges.juries.models import Judging, JudgingKey, Juror, Vote
from ideas.ballots.models import Ballot
from ideas.ballots.queries.roll import eligible_members
from ideas.ballots.secrecy import voter_name


def members_on_roll(judging: Judging) -> list[int]:
    """Who meets the conditions of a vote, as ballots ask for them; a juror has a voice already."""
    asked = Ballot(opens_at=judging.opens_at_hour, min_account_days=judging.min_account_days)
    jurors = Juror.objects.sitting().filter(judging=judging).values("member")
    members = eligible_members(asked).exclude(pk__in=jurors)
    return list(members.order_by("pk").values_list("pk", flat=True))


def name_of(judging: Judging, member_id: int) -> str | None:
    """The name on a member's paper; None once the key is gone."""
    key = JudgingKey.objects.filter(judging=judging).values_list("secret", flat=True).first()
    return None if key is None else voter_name(key, member_id, 1)


def paper_of(judging: Judging, member_id: int) -> Vote | None:
    """A member's own paper while votes are open; two queries."""
    name = name_of(judging, member_id)
    return None if name is None else Vote.objects.filter(judging=judging, voter=name).first()
