"""What the clock asks of a judging: open, seal, have the jury begin, publish. Whoever comes first does it."""

from datetime import datetime

from django.db import connection, transaction

from challenges.juries import webhooks
from challenges.juries.actions.locking import lock_judging, read_clock
from challenges.juries.actions.opening import AT_ONCE, open_judging
from challenges.juries.models import (
    Judging,
    JudgingKey,
    JuryRound,
    Participation,
    Published,
    RollEntry,
    Vote,
)
from challenges.juries.queries.facts import facts_of
from challenges.juries.result import result_of
from challenges.juries.telling import tell_jurors
from challenges.qdefis.actions.locking import lock_qdefi
from challenges.qdefis.actions.programme import settle_qdefi
from challenges.qdefis.endings import are_results_held
from challenges.qdefis.models import JuryMethod, Kind, Qdefi
from ideas.ballots.actions.sealing import RollMismatch
from ideas.ballots.secrecy import voter_name
from ideas.ballots.tally import canonical, digest_of

OUTCOME = ("tallies", "scores", "places", "winners", "draw")

# One statement in the order of receipts: neither the place of a row nor its transaction or command tells whose it was.
COPY = """
INSERT INTO juries_paper (judging_id, receipt, choice)
SELECT judging_id, receipt, choice FROM juries_vote WHERE judging_id = %s ORDER BY receipt
"""


def settle_judging(qdefi: Qdefi, now: datetime) -> Judging | None:
    """A Qdéfi's judging once it is open, with all done that its hours ask for; None before.

    For whoever is about to show or to count it: a result that is counted and kept back still is not in what they get.
    Costs a query when nothing is due. Announces `votes.changed` and `qdefi.closed`.
    """
    judging = Judging.objects.filter(qdefi=qdefi).first() or Judging(qdefi=qdefi)
    judging.qdefi = qdefi
    if qdefi.settled_at is None and _is_due(judging, now):
        judging = _settle(qdefi.pk)
        qdefi.settled_at = judging.qdefi.settled_at
    if qdefi.settled_at is None and judging.settled_at is not None:
        judging.outcome, judging.digest, judging.settled_at = None, "", None
    return judging if judging.opened_at is not None else None


def _is_due(judging: Judging, now: datetime) -> bool:
    """Does the clock ask something of it: to open, to seal, to count, or to make public what is counted?"""
    if judging.settled_at is not None and judging.qdefi.settled_at is None:
        return not are_results_held(judging.qdefi, now)
    return judging.is_due(now)


@transaction.atomic
def _settle(qdefi_id: int) -> Judging:
    """The database's clock, read under the lock, has the last word on what is due."""
    judging = lock_judging(qdefi_id)
    now = read_clock()
    if not _is_due(judging, now) or judging.qdefi.settled_at is not None:
        return judging
    if judging.opened_at is None:
        open_judging(judging, now)
    if judging.sealed_at is None and now >= judging.closes_at_hour:
        _seal(judging, now)
    judging.qdefi, now = lock_qdefi(qdefi_id)  # entries stand still, and the hour of the results
    if judging.sealed_at is not None and now >= judging.qdefi.results_at and _is_countable(judging.qdefi):
        if judging.settled_at is None:
            _count(judging, now)
        if not are_results_held(judging.qdefi, now):
            judging.qdefi = settle_qdefi(judging.qdefi)
            webhooks.judged(judging)
    return judging


def _is_countable(qdefi: Qdefi) -> bool:
    """A guess waits for what there is, however late."""
    return qdefi.kind != Kind.GUESS or qdefi.solution is not None


def _seal(judging: Judging, now: datetime) -> None:
    """Note who took part, copy the papers, forget votes and key, let the jury begin: all of it or nothing."""
    if judging.takes_votes:
        _note_participations(judging)
        with connection.cursor() as cursor:
            cursor.execute(COPY, [judging.pk])
        Vote.objects.filter(judging=judging).delete()
        JudgingKey.objects.filter(judging=judging).delete()
    judging.sealed_at = now
    judging.save(update_fields=["sealed_at"])
    if judging.qdefi.has_jury:
        _begin_jury(judging, now)


def _note_participations(judging: Judging) -> None:
    """Write who took part, in the order of members, from the very rows that are counted.

    Refuses (`RollMismatch`) votes that nobody on the roll can have cast, and a lost key.
    """
    key = JudgingKey.objects.filter(judging=judging).values_list("secret", flat=True).first()
    if key is None:
        raise RollMismatch(f"Qdéfi {judging.pk} has no key: see docs/operations/restore.md.")
    days = dict(Vote.objects.filter(judging=judging).values_list("voter", "day"))
    roll = RollEntry.objects.filter(judging=judging).order_by("member_id").values_list("member_id", flat=True)
    took_part = [
        Participation(judging=judging, member_id=member, day=day)
        for member in roll
        if (day := days.get(voter_name(key, member, 1)))
    ]
    if len(took_part) != len(days) or len(days) != judging.voted:
        raise RollMismatch(f"Qdéfi {judging.pk}: {len(days)} papers, {len(took_part)} voters, {judging.voted} counted.")
    Participation.objects.bulk_create(took_part, batch_size=AT_ONCE)


def _begin_jury(judging: Judging, now: datetime) -> None:
    """The first round: of yes and no where a shortlist comes before the stars, else the one that decides."""
    shortens = bool(judging.shortlist) and judging.qdefi.jury_method == JuryMethod.STARS
    JuryRound.objects.create(
        judging=judging,
        n=1,
        method=JuryMethod.YES_NO if shortens else judging.qdefi.jury_method,
        keeps=judging.shortlist if shortens else 0,
        opened_at=now,
    )
    tell_jurors(judging)


def _count(judging: Judging, now: datetime) -> None:
    """Count, and write down byte by byte. The Qdéfi's lock is held: no entry comes or goes."""
    result = result_of(facts_of(judging))
    published = Published.objects.create(judging=judging, text=canonical(result))
    judging.outcome = {name: result[name] for name in OUTCOME}
    judging.digest, judging.settled_at = digest_of(published.text), now
    judging.save(update_fields=["outcome", "digest", "settled_at"])
    judging.rounds.filter(closed_at=None).update(closed_at=now)
