"""Entering a Qdéfi: drafts, handing in, changing and taking back, until the close by the database's clock."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from challenges.qdefis import events
from challenges.qdefis.actions.locking import lock_entrant, lock_entry, lock_qdefi
from challenges.qdefis.models import Entry, EntryPicture, EntryState, Kind, Qdefi, Question
from challenges.qdefis.models.entries import LONGEST_ALT, LONGEST_LEAD, LONGEST_TITLE
from challenges.qdefis.rules import (
    EntryHidden,
    EntryWithdrawn,
    GuessMissing,
    NotYours,
    PictureUnknown,
    QuizAnsweredTwice,
    ResultsPublished,
    check_another,
    check_answers,
    check_editable,
    check_open,
    check_pictures,
    check_terms,
    check_words,
)
from community.discussions.actions.composing import Composed, compose
from community.discussions.actions.writing import language_of, limits_for, lock_writer
from community.members.actions.trust import record_activity
from community.members.models import Member
from community.moderation.actions.items import drop_item, hold_content
from community.pictures.actions import forget_pictures, hide_pictures, show_pictures, use_pictures
from community.pictures.models import Picture
from community.text.clean import clean, excerpt
from community.text.markdown import read
from realtime import clock
from realtime.announce import announce

KIND = "entry"  # what moderation and notices call an entry


@dataclass(frozen=True, slots=True)
class Entered:
    """What a member typed and sent along. `pictures`: tokens with what is to be seen on each, in their order."""

    title: str = ""
    text: str = ""
    language: str = "fr"
    pictures: Sequence[tuple[str, str]] = ()
    answers: Sequence[int | None] = ()
    guess: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """The same, cleaned and read before the Qdéfi is locked: nobody waits for somebody else's words."""

    title: str
    language: str
    pictures: Sequence[tuple[str, str]]
    answers: Sequence[int | None]
    guess: Decimal | None
    composed: Composed | None = field(default=None)

    @property
    def alts(self) -> list[str]:
        return [alt for _token, alt in self.pictures]


@transaction.atomic
def save_draft(qdefi: Qdefi, *, by: Member, entered: Entered, key: str = "", entry: Entry | None = None) -> Entry:
    """Keep what a member prepares, where nobody else sees it; a repeat with the same `key` finds what the first made.

    Refuses (`EntryRefused`) by the rule's name: a Qdéfi that takes no entries, one entry more than the rules allow,
    what is handed in, taken back or hidden, and what is no photo or answer of theirs.
    """
    member, prepared = _prepare(qdefi, by, entered)
    qdefi, entry, now = _hold(qdefi, member, key, entry)
    if entry.is_entered:
        return entry  # what is handed in changes by being handed in again
    _check(qdefi, member, prepared, is_final=False)
    _write(qdefi, entry, prepared, now, is_final=False)
    _hide(entry)
    return entry


@transaction.atomic
def enter_qdefi(
    qdefi: Qdefi, *, by: Member, entered: Entered, accepted: int | None, key: str = "", entry: Entry | None = None
) -> Entry:
    """Hand in an entry, or change one that was. `accepted` is the version of the terms that the member agreed to.

    Refuses (`EntryRefused`) by the rule's name what `save_draft` does, without consent, what is not complete, and a
    quiz answered twice; `TalkRefused` the words that no post may hold. Announces `entry.added` when it first stands.
    """
    member, prepared = _prepare(qdefi, by, entered)
    qdefi, entry, now = _hold(qdefi, member, key, entry)
    check_terms(qdefi, accepted)
    _check(qdefi, member, prepared, is_final=True)
    if qdefi.kind == Kind.QUIZ and entry.is_entered:
        return _same_again(entry, prepared)
    before = entry.state
    _write(qdefi, entry, prepared, now, is_final=True)
    entry.edited_at = now if entry.submitted_at else None
    entry.submitted_at = entry.submitted_at or now
    if entry.terms_version != accepted:
        entry.terms_version, entry.terms_accepted_at = accepted, now
    _place(qdefi, entry, prepared, before)
    return entry


@transaction.atomic
def withdraw_entry(entry: Entry, *, by: Member) -> Entry:
    """Take an entry back, or throw a draft away; what was handed in keeps its row, its photos are seen by nobody.

    Until the hour of the results, also while it is voted on. Refuses (`EntryRefused`) another's, one that is taken back
    or hidden, and from that hour on. Announces `entry.removed` for one that stood.
    """
    member = lock_entrant(by)
    qdefi, now = lock_qdefi(entry.qdefi_id)
    entry = lock_entry(entry.pk, qdefi)
    if entry.author_id != member.pk:
        raise NotYours
    if entry.state == EntryState.WITHDRAWN:
        raise EntryWithdrawn
    if entry.state == EntryState.HIDDEN:
        raise EntryHidden
    is_counted = qdefi.settled_at is not None or now >= qdefi.results_at
    if is_counted and entry.is_entered:
        raise ResultsPublished
    take_out(qdefi, entry)
    return entry


def take_out(qdefi: Qdefi, entry: Entry) -> None:
    """Take a locked entry of a locked Qdéfi out of everybody's sight; a draft goes with its photos."""
    before, entry.state = entry.state, EntryState.WITHDRAWN
    if before == EntryState.DRAFT:
        forget_pictures(entry.pictures.values_list("picture__token", flat=True))
        entry.delete()
        return
    entry.save(update_fields=["state"])
    _hide(entry)
    drop_item(KIND, str(entry.pk))
    if before == EntryState.SUBMITTED:
        _leave(qdefi, entry)


@transaction.atomic
def hide_entry(entry: Entry) -> None:
    """Show an entry to nobody but its author and the house; a moderator's verb. Announces `entry.removed`."""
    qdefi, _now = lock_qdefi(entry.qdefi_id)
    entry = lock_entry(entry.pk, qdefi)
    if entry.state not in (EntryState.SUBMITTED, EntryState.HELD):
        return
    before, entry.state = entry.state, EntryState.HIDDEN
    entry.save(update_fields=["state"])
    _hide(entry)
    if before == EntryState.SUBMITTED:
        _leave(qdefi, entry)


@transaction.atomic
def show_entry(entry: Entry) -> None:
    """Have an entry stand that was held or hidden; a moderator's verb. Announces `entry.added`."""
    qdefi, _now = lock_qdefi(entry.qdefi_id)
    entry = lock_entry(entry.pk, qdefi)
    if entry.state in (EntryState.HELD, EntryState.HIDDEN):
        _stand(qdefi, entry)


def _prepare(qdefi: Qdefi, by: Member, entered: Entered) -> tuple[Member, Prepared]:
    """The member, locked, and what they sent: cleaned, read and screened. Only words are refused here, as in a post."""
    member = lock_entrant(by)
    prepared = Prepared(
        title=_one_line(entered.title, LONGEST_TITLE) if qdefi.is_judged else "",
        language=language_of(entered.language),
        pictures=[(token, _one_line(alt, LONGEST_ALT)) for token, alt in entered.pictures],
        answers=list(entered.answers) if qdefi.kind == Kind.QUIZ else [],
        guess=entered.guess if qdefi.kind == Kind.GUESS else None,
    )
    return member, _composed(qdefi, member, entered, prepared)


def _check(qdefi: Qdefi, by: Member, prepared: Prepared, *, is_final: bool) -> None:
    """Refuse what is no photo or answer of this Qdéfi; to hand in, also what is not complete."""
    check_pictures(qdefi, prepared.alts, is_final=is_final)
    if qdefi.kind == Kind.QUIZ:
        check_answers(list(Question.objects.filter(qdefi=qdefi)), prepared.answers, is_final=is_final)
    if is_final:
        source = prepared.composed.source if prepared.composed else ""
        check_words(qdefi, prepared.title, source, by.handle, prepared.alts)
        if qdefi.kind == Kind.GUESS and prepared.guess is None:
            raise GuessMissing


def _composed(qdefi: Qdefi, member: Member, entered: Entered, prepared: Prepared) -> Prepared:
    """With its words read and screened, descriptions too; a quiz and a guess have none."""
    if not qdefi.is_judged:
        return prepared
    writer = lock_writer(member, clock.now())
    said = "\n".join([prepared.title, *prepared.alts])
    text = entered.text if entered.text.strip() else prepared.title
    if not text:
        return prepared
    composed = compose(text, author=writer, limits=limits_for(writer), language=prepared.language, title=said)
    if not entered.text.strip():  # the title was screened alone
        composed = Composed("", "", read(""), is_held=composed.is_held, why_held=composed.why_held)
    return Prepared(
        prepared.title, prepared.language, prepared.pictures, prepared.answers, prepared.guess, composed=composed
    )


def _hold(qdefi: Qdefi, member: Member, key: str, entry: Entry | None) -> tuple[Qdefi, Entry, datetime]:
    """Wait for one's turn, then look at everything anew: the hour, and what this member has entered."""
    qdefi, now = lock_qdefi(qdefi.pk)
    check_open(qdefi, now)
    mine = Entry.objects.filter(author=member)
    if entry is None and key:
        entry = mine.filter(key=key).first()
    if entry is None:
        theirs = mine.filter(qdefi=qdefi)
        check_another(qdefi, theirs.kept().count(), theirs.filter(submitted_at__isnull=False).count())
        return qdefi, Entry(qdefi=qdefi, author=member, key=key, started_at=now), now
    if entry.author_id != member.pk or entry.qdefi_id != qdefi.pk:
        raise NotYours
    entry = lock_entry(entry.pk, qdefi)
    if not (qdefi.kind == Kind.QUIZ and entry.is_entered and key and entry.key == key):
        check_editable(qdefi, entry)
    return qdefi, entry, now


def _same_again(entry: Entry, prepared: Prepared) -> Entry:
    """A form that was sent twice did nothing the second time; other answers are a second try."""
    if entry.answers != list(prepared.answers):
        raise QuizAnsweredTwice
    return entry


def _write(qdefi: Qdefi, entry: Entry, prepared: Prepared, now: datetime, *, is_final: bool) -> None:
    composed = prepared.composed
    entry.title, entry.language = prepared.title, prepared.language
    entry.source, entry.html = (composed.source, composed.html) if composed else ("", "")
    entry.lead = excerpt(composed.document.plain, LONGEST_LEAD) if composed else ""
    entry.answers, entry.guess = list(prepared.answers), prepared.guess
    if not is_final:
        entry.edited_at = now
    entry.save()
    _hang(entry, prepared.pictures)
    use_pictures(entry.author, _tokens(entry))


def _hang(entry: Entry, pictures: Sequence[tuple[str, str]]) -> None:
    """Give the entry these photos in this order; those it had and has no more are forgotten.

    Refuses (`PictureUnknown`) what is not its author's, or is shown somewhere else already: a photo in a post says
    whose it is.
    """
    tokens = [token for token, _alt in pictures]
    had = {row.picture.token: row.picture for row in entry.pictures.select_related("picture")}
    sent = Picture.objects.select_for_update(no_key=True).filter(owner=entry.author_id, token__in=tokens)
    known = {each.token: each for each in sent.order_by("pk") if each.used_at is None or each.token in had}
    if len(set(tokens)) < len(tokens) or not known.keys() >= set(tokens):
        raise PictureUnknown
    forget_pictures(had.keys() - set(tokens))
    entry.pictures.all().delete()
    EntryPicture.objects.bulk_create(
        EntryPicture(entry=entry, picture=known[token], n=n, alt=alt) for n, (token, alt) in enumerate(pictures)
    )


def _place(qdefi: Qdefi, entry: Entry, prepared: Prepared, before: str) -> None:
    """Where a written entry goes: to the gallery, or to somebody who reads it first."""
    if prepared.composed is not None and prepared.composed.is_held:
        entry.state = EntryState.HELD
        entry.save()
        _hide(entry)
        hold_content(KIND, str(entry.pk), author_id=entry.author_id, why=list(prepared.composed.why_held))
        if before == EntryState.SUBMITTED:
            _leave(qdefi, entry)
    elif before in (EntryState.SUBMITTED, EntryState.HELD):
        entry.save()
        (_show if before == EntryState.SUBMITTED else _hide)(entry)
    else:
        _stand(qdefi, entry)


def _stand(qdefi: Qdefi, entry: Entry) -> None:
    is_first = entry.state != EntryState.HIDDEN
    entry.state = EntryState.SUBMITTED
    entry.save()
    _show(entry)
    qdefi.entered += 1
    qdefi.save(update_fields=["entered"])
    if is_first and entry.author_id and qdefi.is_judged:
        record_activity(entry.author_id, written=1)
    announce(*events.entry_added(qdefi, entry))


def _leave(qdefi: Qdefi, entry: Entry) -> None:
    qdefi.entered -= 1
    qdefi.save(update_fields=["entered"])
    announce(*events.entry_removed(qdefi, entry))


def _hide(entry: Entry) -> None:
    hide_pictures(_tokens(entry), owner_id=entry.author_id)


def _show(entry: Entry) -> None:
    show_pictures(_tokens(entry), owner_id=entry.author_id)


def _tokens(entry: Entry) -> Collection[str]:
    """All photos an entry shows: its own, and those in its words."""
    own = EntryPicture.objects.filter(entry=entry).values_list("picture__token", flat=True)
    return [*own, *read(entry.source).pictures]


def _one_line(text: str, longest: int) -> str:
    return " ".join(clean(text).split())[:longest]
