"""Who may vote, and who of them did."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, QuerySet

from community.members.models import Member
from ideas.ballots.models import Ballot, BallotKey, Participation, RollEntry, Vote
from ideas.ballots.owners import ownership_of
from ideas.ballots.secrecy import voter_name


def eligible_members(ballot: Ballot) -> QuerySet[Member]:
    """Who meets the conditions that stand on a ballot, what they own aside."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"), verified=True)
    members = Member.objects.filter(
        Exists(confirmed),
        is_active=True,
        erased_at=None,
        level__gte=ballot.min_level,
        date_joined__lte=ballot.opens_at - timedelta(days=ballot.min_account_days),
    )
    return members.filter(universes=ballot.universe_id) if ballot.universe_id else members


def papers_on_roll(ballot: Ballot) -> dict[int, int]:
    """Members' numbers with their papers: one each, or one for each piece they owned at the hour of opening.

    Refuses (`LookupError`) a kind of ownership that nobody knows of.
    """
    members = eligible_members(ballot).values_list("pk", flat=True)
    if not ballot.owners_of:
        return dict.fromkeys(members.iterator(), 1)
    if (ownership := ownership_of(ballot.owners_of)) is None:
        raise LookupError(f"Nobody registered the ownership {ballot.owners_of!r}.")
    owned = {
        member: papers for member, papers in ownership.papers_of(ballot.owners_key, ballot.opens_at).items() if papers
    }
    return {member: owned[member] for member in members.filter(pk__in=owned)}


def papers_cast(ballot: Ballot, papers: Mapping[int, int]) -> dict[int, int]:
    """How many papers each of these members on the roll has cast, given how many they have. Two queries at most."""
    if ballot.is_sealed:
        cast = Participation.objects.filter(ballot=ballot, member__in=papers).values_list("member_id", flat=True)
        return Counter(cast)
    key = BallotKey.objects.filter(ballot=ballot).values_list("secret", flat=True).first()
    if key is None:
        return {}
    names = {voter_name(key, member, paper): member for member, most in papers.items() for paper in range(1, most + 1)}
    voters = Vote.objects.filter(ballot=ballot, voter__in=names).values_list("voter", flat=True)
    return Counter(names[voter] for voter in voters)


def without_key() -> QuerySet[Ballot]:
    """Opened ballots whose key is lost, as after a restore."""
    return Ballot.objects.filter(opened_at__isnull=False, sealed_at=None, key=None).order_by("pk")


def entries_after(ballot: Ballot, member: int, limit: int) -> dict[int, int]:
    """The next members of a roll with their papers, in the order of their numbers."""
    rows = RollEntry.objects.filter(ballot=ballot, member_id__gt=member).order_by("member_id")
    return dict(rows.values_list("member_id", "papers")[:limit])
