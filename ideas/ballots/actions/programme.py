"""What the house does with its ballots: write, publish, change them until they open. Papers are the members' own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from community.members.models import Member
from community.pictures.actions import forget_pictures, take_picture, use_pictures
from ideas.ballots import events
from ideas.ballots.actions.locking import lock_ballot, read_clock
from ideas.ballots.models import Ballot, Option
from ideas.ballots.rules import FEWEST_OPTIONS, MOST_OPTIONS
from realtime.announce import announce

Worded = tuple[str, str]  # an option's label, and its sentence


class NotNow(Exception):
    """The ballot is in a phase in which this makes no sense."""


class WrongOptions(Exception):
    """Too few options, too many, or two of one label."""


@transaction.atomic
def publish_ballot(ballot: Ballot) -> Ballot:
    """Show a draft to everybody; from its hour on it takes papers. Announces `plan`.

    Refuses (`NotNow`) what is public already or would be over, and (`WrongOptions`) what offers no choice.
    """
    ballot, now = lock_ballot(ballot.pk), read_clock()
    if not ballot.is_draft or ballot.closes_at <= now:
        raise NotNow
    _check_options(list(ballot.options.values_list("label", "text")))
    ballot.published_at = now
    ballot.save(update_fields=["published_at"])
    announce(*events.plan_changed(ballot))
    return ballot


@transaction.atomic
def revise_ballot(ballot: Ballot, changes: dict[str, Any], options: Sequence[Worded] | None = None) -> Ballot:
    """Change a ballot that has not opened; with `options` these are its options, and others are forgotten.

    An option that keeps its label keeps its picture. Refuses (`NotNow`) from the opening on, and (`WrongOptions`).
    Announces `plan`.
    """
    ballot = _lock_unopened(ballot.pk)
    for name, value in changes.items():
        setattr(ballot, name, value)
    ballot.save(update_fields=list(changes))
    if options is not None:
        _set_options(ballot, options)
    announce(*events.plan_changed(ballot))
    return ballot


@transaction.atomic
def delete_draft(ballot: Ballot) -> None:
    """Forget a ballot that nobody ever saw. Refuses (`NotNow`) what is public."""
    ballot = lock_ballot(ballot.pk)
    if not ballot.is_draft:
        raise NotNow
    _forget(list(ballot.options.select_related("picture")))
    ballot.delete()


def illustrate_option(option: Option, upload: Any, alt: str, *, by: Member) -> None:
    """Give an option its picture through the one door; the former one is forgotten.

    Refuses (`PictureRefused`) what the door refuses, and (`NotNow`) from the opening on. It takes seconds: not inside
    a transaction.
    """
    picture = take_picture(by, upload)
    with transaction.atomic():
        _lock_unopened(option.ballot_id)
        option = Option.objects.select_related("picture").get(pk=option.pk)
        former, option.picture, option.picture_alt = option.picture, picture, alt
        use_pictures(by, [picture.token])
        option.save(update_fields=["picture", "picture_alt"])
        if former:
            forget_pictures([former.token])


def _lock_unopened(pk: int) -> Ballot:
    ballot, now = lock_ballot(pk), read_clock()
    if _has_opened(ballot, now):
        raise NotNow
    return ballot


def _has_opened(ballot: Ballot, now: datetime) -> bool:
    return not ballot.is_draft and (ballot.opened_at is not None or now >= ballot.opens_at)


def _set_options(ballot: Ballot, options: Sequence[Worded]) -> None:
    _check_options(options)
    known = {option.label: option for option in ballot.options.select_related("picture")}
    labels = {label for label, _text in options}
    _forget([option for label, option in known.items() if label not in labels])
    for label, text in options:
        Option.objects.update_or_create(ballot=ballot, label=label, defaults={"text": text})


def _forget(options: Sequence[Option]) -> None:
    Option.objects.filter(pk__in=[option.pk for option in options]).delete()
    forget_pictures([option.picture.token for option in options if option.picture])


def _check_options(options: Sequence[Worded]) -> None:
    labels = {label for label, _text in options}
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS or len(labels) < len(options):
        raise WrongOptions
