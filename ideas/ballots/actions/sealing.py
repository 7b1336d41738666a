"""Sealing: papers without names take the place of votes, and the ballot is counted. Whoever comes first does it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection, transaction

from community.recognition.actions import award_all
from ideas.ballots.actions.locking import lock_ballot, read_clock
from ideas.ballots.actions.opening import open_ballot
from ideas.ballots.actions.spreading import spread_close
from ideas.ballots.honours import TOOK_PART
from ideas.ballots.models import Ballot, BallotKey, Paper, Participation, RollEntry, Tally, Vote
from ideas.ballots.secrecy import voter_name
from ideas.ballots.tally import canonical, digest_of, tally_of

AT_ONCE = 5_000

# One statement in the order of receipts: neither the place of a row nor its transaction or command tells whose it was.
COPY = """
INSERT INTO ballots_paper (ballot_id, receipt, choice)
SELECT ballot_id, receipt, choice FROM ballots_vote WHERE ballot_id = %s ORDER BY receipt
"""


class RollMismatch(Exception):
    """Votes that nobody on the roll can have cast, or a key that is lost and would tell; nothing was written."""


def settle_ballot(ballot: Ballot, now: datetime) -> Ballot:
    """Open or seal a ballot whose hour has come; one that waits for nothing costs nothing.

    For whoever is about to show or to count it: a page, a hub that looks, a task. Announces `turnout` or `closed`.
    """
    return _settle(ballot.pk) if ballot.is_due(now) else ballot


@transaction.atomic
def _settle(pk: int) -> Ballot:
    """The database's clock, read under the lock, has the last word on what is due."""
    ballot = lock_ballot(pk)
    now = read_clock()
    if ballot.is_due(now) and ballot.opened_at is None:
        open_ballot(ballot, now)
    if ballot.is_due(now):
        _seal(ballot, now)
    return ballot


def _seal(ballot: Ballot, now: datetime) -> None:
    """Copy the papers, note who took part, forget votes and key, count, publish: all of it or nothing."""
    _note_participations(ballot)
    with connection.cursor() as cursor:
        cursor.execute(COPY, [ballot.pk])
    Vote.objects.filter(ballot=ballot).delete()
    BallotKey.objects.filter(ballot=ballot).delete()
    tally = tally_of(
        ballot=ballot.pk,
        method=ballot.method,
        options=dict(ballot.options.values_list("pk", "label")),
        eligible=ballot.eligible or 0,
        quorum_percent=ballot.quorum_percent,
        tie_order=ballot.tie_order or [],
        papers=dict(Paper.objects.filter(ballot=ballot).values_list("receipt", "choice")),
    )
    published = Tally.objects.create(ballot=ballot, text=canonical(tally))
    ballot.outcome = {name: tally[name] for name in ("rounds", "winners")}
    ballot.digest, ballot.sealed_at = digest_of(published.text), now
    ballot.save(update_fields=["outcome", "digest", "sealed_at"])
    spread_close(ballot)


def _note_participations(ballot: Ballot) -> None:
    """Write who took part, in the order of members, from the very rows that are counted; each has points for it."""
    days = dict(Vote.objects.filter(ballot=ballot).values_list("voter", "day"))
    took_part = _took_part(ballot, days)
    if len(took_part) != len(days) or len(days) != ballot.voted:
        raise RollMismatch(f"Ballot {ballot.pk}: {len(days)} votes, {len(took_part)} voters, {ballot.voted} counted.")
    Participation.objects.bulk_create(took_part, batch_size=AT_ONCE)
    voters = {each.member_id for each in took_part}
    award_all(voters, TOOK_PART, ballot.topic, universe_id=ballot.universe_id)


def _took_part(ballot: Ballot, days: Mapping[str, date]) -> list[Participation]:
    roll = RollEntry.objects.filter(ballot=ballot).order_by("member_id").values_list("member_id", "papers")
    if (key := BallotKey.objects.filter(ballot=ballot).values_list("secret", flat=True).first()) is None:
        raise RollMismatch(f"Ballot {ballot.pk} has no key: see docs/operations/restore.md.")
    return [
        Participation(ballot=ballot, member_id=member, paper=paper, day=day)
        for member, papers in roll
        for paper in range(1, papers + 1)
        if (day := days.get(voter_name(key, member, paper)))
    ]
