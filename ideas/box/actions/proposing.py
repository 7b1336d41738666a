"""Proposing an idea, and whether it is seen."""

from datetime import datetime, timedelta

from django.db import transaction

from community.discussions.actions.composing import Composed, clean_title, compose
from community.discussions.actions.writing import language_of, limits_for, lock_writer, slug_of
from community.discussions.rules import TalkRefused
from community.members.actions.trust import record_activity
from community.members.models import Member
from community.members.trust import Limits
from community.moderation.actions.items import hold_content
from community.pictures.actions import hide_pictures, show_pictures, use_pictures
from community.text.clean import excerpt
from community.universes.models import Universe
from ideas.box import events, webhooks
from ideas.box.actions.locking import lock_idea
from ideas.box.models import Idea, Visibility
from ideas.box.models.ideas import LONGEST_LEAD
from ideas.box.rules import IdeaRefused, check_price, heat_of
from ideas.box.search import forget_idea, index_idea
from realtime import clock
from realtime.announce import announce

KIND = "idea"  # what moderation, notices and search call an idea
DAY = timedelta(days=1)
# What stands in a slug's place in other addresses of an idea.
TAKEN = frozenset({"soutien", "suivi", "feed", "modifier", "historique"})


@transaction.atomic
def propose_idea(
    universe: Universe,
    *,
    by: Member,
    title: str,
    text: str,
    language: str = "fr",
    price_from: int | None = None,
    price_to: int | None = None,
    key: str = "",
) -> Idea:
    """Put an idea into the box; a repeat with the same `key` gives what the first one made.

    Refuses (`TalkRefused`) what a post refuses, a bad title, a price range that is none, and more ideas than there may
    be threads. Announces `idea.added`; nothing while somebody is to read it first.
    """
    now = clock.now()
    writer = lock_writer(by, now)
    if key and (known := Idea.objects.filter(author=writer, key=key).first()):
        return known
    title, limits = clean_title(title), limits_for(writer)
    check_price(price_from, price_to)
    composed = compose(text, author=writer, limits=limits, language=language_of(language), title=title)
    _check_pace(writer, limits, now)
    idea = Idea(universe=universe, author=writer, title=title, language=language_of(language), key=key)
    idea.slug, idea.price_from, idea.price_to = slug_for(title), price_from, price_to
    idea.visibility, idea.proposed_at, idea.heat = Visibility.HELD, now, heat_of([now])
    write_words(idea, composed)
    use_pictures(writer, composed.pictures)
    if composed.is_held:
        hide_pictures(idea.pictures, owner_id=writer.pk)
        hold_content(KIND, str(idea.pk), author_id=writer.pk, why=list(composed.why_held))
    else:
        _appear(idea)
    return idea


@transaction.atomic
def hide_idea(idea: Idea) -> None:
    """Show an idea to nobody but its author and the house. Announces `state`, which ends its topic for the others."""
    idea = lock_idea(idea.pk)
    if idea.visibility == Visibility.HIDDEN:
        return
    was_shown = idea.is_shown
    idea.visibility = Visibility.HIDDEN
    idea.save(update_fields=["visibility"])
    hide_pictures(idea.pictures, owner_id=idea.author_id)
    forget_idea(idea)
    if was_shown:
        announce(*events.idea_moved(idea))


@transaction.atomic
def show_idea(idea: Idea) -> None:
    """Show an idea that was held or hidden. Announces `idea.added` for its first time, else `idea.moved`."""
    idea = lock_idea(idea.pk)
    if idea.visibility == Visibility.HELD:
        _appear(idea)
    elif idea.visibility == Visibility.HIDDEN:
        _show(idea)
        announce(*events.idea_moved(idea))


def _appear(idea: Idea) -> None:
    _show(idea)
    if idea.author_id:
        record_activity(idea.author_id, written=1)
    webhooks.created(idea)
    announce(*events.idea_added(idea))


def _show(idea: Idea) -> None:
    idea.visibility = Visibility.SHOWN
    idea.save(update_fields=["visibility"])
    show_pictures(idea.pictures, owner_id=idea.author_id)
    index_idea(idea)


def write_words(idea: Idea, composed: Composed) -> None:
    """Store what was composed."""
    idea.source, idea.html, idea.pictures = composed.source, composed.html, list(composed.pictures)
    idea.lead = excerpt(composed.document.plain, LONGEST_LEAD)
    idea.save()


def slug_for(title: str) -> str:
    """What stands in an idea's address; never what another address of it says."""
    slug = slug_of(title)
    return f"idee-{slug}" if slug in TAKEN else slug


def _check_pace(writer: Member, limits: Limits, now: datetime) -> None:
    """Refuse (`TalkRefused`) one idea more than there may be threads. Under the writer's lock."""
    ideas = Idea.objects.filter(author=writer)
    latest = ideas.order_by("-proposed_at").values_list("proposed_at", flat=True).first()
    if latest and limits.seconds_between_threads:
        left = limits.seconds_between_threads - (now - latest).total_seconds()
        if left > 0:
            raise TalkRefused("too_soon", seconds=int(left) + 1)
    if limits.threads_a_day is not None and ideas.filter(proposed_at__gt=now - DAY).count() >= limits.threads_a_day:
        raise IdeaRefused("ideas_a_day", limit=limits.threads_a_day)
