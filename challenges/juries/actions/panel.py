"""The jury: who is of it, what a juror gives, steps back from and writes down, and how one round follows another."""

from datetime import datetime

from django.db import transaction

from challenges.juries.actions.locking import lock_judge, lock_judging, read_clock, read_entry
from challenges.juries.actions.votes import drop_paper
from challenges.juries.models import Conflict, Judging, Juror, JuryRound, Mark, Note
from challenges.juries.queries.facts import marks_of
from challenges.juries.queries.roll import name_of
from challenges.juries.result import shortlist_of
from challenges.juries.rules import (
    Frozen,
    JurorTwice,
    JuryClosed,
    JuryNotOpen,
    NobodyGoesOn,
    NotJuror,
    check_impartial,
    check_judgement,
    check_jury_open,
)
from challenges.juries.telling import tell_juror
from challenges.qdefis.models import Entry, JuryMethod, Qdefi
from community.members.models import Member
from community.text.clean import clean


@transaction.atomic
def set_judging(qdefi: Qdefi, *, min_account_days: int, shortlist: int) -> Judging:
    """Write down how a Qdéfi is judged. Refuses (`Frozen`) once entries are open."""
    judging = lock_judging(qdefi.pk)
    if judging.qdefi.has_opened(read_clock()):
        raise Frozen
    judging.min_account_days, judging.shortlist = min_account_days, shortlist
    judging.save(update_fields=["min_account_days", "shortlist"])
    return judging


@transaction.atomic
def name_juror(qdefi: Qdefi, member: Member) -> Juror:
    """Have a member judge. They have one voice: a paper of theirs in an open vote is taken out, and they are told.

    Refuses (`JurorTwice`) who is or was of this jury, (`JuryClosed`) once the hour of the results has come.
    """
    member = lock_judge(member)
    judging = _unsettled(qdefi.pk)
    return _name(judging, member)


@transaction.atomic
def replace_juror(juror: Juror, member: Member) -> Juror:
    """Have another judge in a juror's place. What was marked in the open round goes: the newcomer judges it anew.

    Marks of rounds that are over stay, for what followed rests on them. Refuses as `name_juror`, and (`NotJuror`) who
    left already.
    """
    member = lock_judge(member)
    judging = _unsettled(juror.judging_id)
    juror = Juror.objects.get(pk=juror.pk)
    if juror.left_at is not None:
        raise NotJuror
    juror.successor = _name(judging, member)
    juror.left_at = read_clock()
    juror.save(update_fields=["successor", "left_at"])
    Mark.objects.filter(juror=juror, round__closed_at=None).delete()
    return juror.successor


@transaction.atomic
def judge_entry(entry: Entry, *, by: Member, mark: object) -> Mark:
    """Give an entry a juror's mark in the open round, or another in its place.

    Refuses (`VoteRefused`) by the name of the rule: who is no juror, out of hours, `ConflictOfInterest`, an entry that
    stands no more or is not of this round, a mark that the method does not know.
    """
    judging, juror, now = _hold(entry, by)
    row = _open_round(judging)
    conflicts = juror.conflicts.values_list("entry_id", flat=True)
    given = check_judgement(read_entry(entry, judging), by.pk, row, set(conflicts), mark)
    kept, _is_new = Mark.objects.update_or_create(
        round=row, juror=juror, entry_id=entry.pk, defaults={"mark": given, "at": now}
    )
    return kept


@transaction.atomic
def declare_conflict(entry: Entry, *, by: Member) -> None:
    """Step back from an entry, for good; a mark in the open round goes. Harmless when repeated.

    Refuses (`VoteRefused`) who is no juror, and out of hours.
    """
    judging, juror, _now = _hold(entry, by)
    Conflict.objects.get_or_create(juror=juror, entry_id=entry.pk)
    Mark.objects.filter(round=_open_round(judging), juror=juror, entry_id=entry.pk).delete()


@transaction.atomic
def write_note(entry: Entry, *, by: Member, text: str) -> None:
    """Keep what a juror writes down for themselves; nothing written takes the note away.

    Refuses (`VoteRefused`) who is no juror, out of hours, and an entry they have a part in.
    """
    judging, juror, _now = _hold(entry, by)
    check_impartial(read_entry(entry, judging), by.pk, set(juror.conflicts.values_list("entry_id", flat=True)))
    words = clean(text).strip()
    if words:
        Note.objects.update_or_create(juror=juror, entry_id=entry.pk, defaults={"text": words})
    else:
        Note.objects.filter(juror=juror, entry_id=entry.pk).delete()


@transaction.atomic
def close_round(qdefi: Qdefi) -> JuryRound:
    """End a round of yes and no; the next one is of stars, over the shortlist. The house's verb.

    Refuses (`VoteRefused`) out of hours, a round that decides already, and (`NobodyGoesOn`) an empty shortlist.
    """
    judging = lock_judging(qdefi.pk)
    now = read_clock()
    check_jury_open(judging, now)
    row = _open_round(judging)
    if not row.keeps:
        raise JuryNotOpen
    standing = dict(Entry.objects.standing().filter(qdefi=qdefi, ring_place__isnull=False).values_list("pk", "code"))
    short = set(shortlist_of(marks_of(row, standing), judging.qdefi.quorum, row.keeps))
    if not short:
        raise NobodyGoesOn
    row.closed_at = now
    row.save(update_fields=["closed_at"])
    field = sorted(pk for pk, code in standing.items() if code in short)
    return JuryRound.objects.create(judging=judging, n=row.n + 1, method=JuryMethod.STARS, field=field, opened_at=now)


def _unsettled(qdefi_id: int) -> Judging:
    judging = lock_judging(qdefi_id)
    if judging.qdefi.settled_at is not None or read_clock() >= judging.qdefi.results_at:
        raise JuryClosed
    return judging


def _name(judging: Judging, member: Member) -> Juror:
    if Juror.objects.filter(judging=judging, member=member).exists():
        raise JurorTwice
    juror = Juror.objects.create(judging=judging, member=member)
    tell_juror(judging, member)
    if (name := name_of(judging, member.pk)) is not None:
        drop_paper(judging, name)
    return juror


def _hold(entry: Entry, by: Member) -> tuple[Judging, Juror, datetime]:
    """Wait for one's turn, then look anew: whether they are of the jury, and the hour."""
    member = lock_judge(by)
    judging = lock_judging(entry.qdefi_id)
    juror = Juror.objects.sitting().filter(judging=judging, member=member).first()
    if juror is None:
        raise NotJuror
    now = read_clock()
    check_jury_open(judging, now)
    return judging, juror, now


def _open_round(judging: Judging) -> JuryRound:
    """The round that takes marks. Refuses (`JuryNotOpen`) until somebody looked after the votes closed."""
    row = judging.rounds.filter(closed_at=None).first()
    if row is None:
        raise JuryNotOpen
    return row
