"""What the team does at its desk: take an item, give it back, decide it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _

from community.members.actions import nominate_member, record_activity
from community.members.models import Member
from community.members.rules import may_nominate
from community.members.trust import TrustLevel
from community.moderation.actions.audit import record
from community.moderation.actions.flags import NEWCOMER_FLAGGERS, lock_item
from community.moderation.actions.sanctions import silence_member
from community.moderation.kinds import Exhibit, Kind, kind_of
from community.moderation.models import Decision, Flag, Item, Silence
from community.moderation.rules import may_moderate, may_sanction
from community.moderation.telling import decided
from community.notices.actions import tell_all
from community.text.clean import clean


class DeskRefused(Exception):
    """Something the desk cannot do. `code`: `forbidden`, `decided`, `claimed`, `gone`, `no_author`."""

    def __init__(self, code: str, by: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.by = by

    @property
    def message(self) -> str:
        return {
            "forbidden": _("Cela revient à la modération."),
            "decided": _("Quelqu’un a déjà décidé. Rien n’a changé."),
            "claimed": _("%(handle)s s’en occupe en ce moment. Rien n’a changé.") % {"handle": self.by},
            "gone": _("Ce contenu n’existe plus."),
            "no_author": _("L’auteur ne peut être ni promu ni mis en silence. Rien n’a changé."),
        }[self.code]


@transaction.atomic
def hold_content(kind: str, key: str, *, author_id: int | None, why: str | Sequence[str]) -> Item:
    """Put something on the desk before it appears; its part keeps it unseen. `why` are the screening's sentences."""
    content = _kind(kind)
    item = lock_item(content, key, author_id)
    item.is_held = item.is_hidden = True
    item.why = why if isinstance(why, str) else "\n".join(why)
    item.save(update_fields=["is_held", "is_hidden", "why"])
    record("item.held", by=None, kind=kind, key=key, about_id=author_id, reason=item.why)
    return item


@transaction.atomic
def drop_item(kind: str, key: str) -> None:
    """Take something off the desk whose author has deleted it; nothing is decided against anybody."""
    Item.objects.filter(kind=kind, key=key, decided_at=None, flags_count=0).delete()


def claim_item(item_id: int, *, by: Member) -> None:
    """Take an item for ten minutes, by the database's clock; again for ten more.

    Refuses (`DeskRefused`): `claimed` while a colleague is at it, `decided`, `forbidden`.
    """
    _check(by)
    free = Item.objects.open().free_for(by.pk)
    if not free.filter(pk=item_id).update(claimed_by=by, claimed_at=Now()):
        raise _why_not(item_id, by)


def release_item(item_id: int, *, by: Member) -> None:
    """Give an item back before its time is over; somebody else's stays as it is."""
    Item.objects.open().filter(pk=item_id, claimed_by=by).update(claimed_by=None, claimed_at=None)


def approve_item(item_id: int, *, by: Member, trust: bool = False) -> Item:
    """Show it again (or for the first time) and tell everybody concerned; `trust` makes a member of a newcomer.

    Refuses (`DeskRefused`): `claimed`, `decided`, `gone`, `forbidden`; `no_author` with `trust` and nobody to trust.
    """
    with transaction.atomic():
        item, kind, exhibit, author = _open_item(item_id, by)
        if exhibit is None:
            raise DeskRefused("gone")
        if trust and author is None:
            raise DeskRefused("no_author")
        if trust and not may_nominate(by):
            raise DeskRefused("forbidden")
        was_hidden = item.is_hidden
        _decide(item, Decision.APPROVED, exhibit, by, was_hidden=was_hidden)
        if was_hidden:
            kind.show(item.key, by)
        if author:
            _free_newcomer(author)
            if trust and author.level < TrustLevel.MEMBER:
                nominate_member(author, level=TrustLevel.MEMBER, by=by, reason=_("Relu et approuvé par la modération."))
        _record("item.approved", item, by, trust=trust)
    return item


def decline_item(item_id: int, *, by: Member, silence: int | None = None, reason: str = "") -> Item:
    """Keep it hidden, or remove it, and tell everybody concerned; `silence` is so many days without writing.

    `reason` is for the author, who reads it in the notice and, if there is one, with the silence.
    What exists no more is closed that way, too. Refuses (`DeskRefused`): `claimed`, `decided`, `gone`, `forbidden`;
    `no_author` with `silence` and nobody to silence.
    """
    reason = " ".join(clean(reason).split())
    with transaction.atomic():
        item, kind, exhibit, author = _open_item(item_id, by)
        if silence and (author is None or not may_sanction(by, author)):
            raise DeskRefused("no_author")
        was_hidden = item.is_hidden
        _decide(item, Decision.DECLINED, exhibit, by, was_hidden=was_hidden, words=reason)
        if exhibit and kind.remove:
            kind.remove(item.key, by)
        elif exhibit and not was_hidden:
            kind.hide(item.key, by)
        if author and item.flags_count:
            record_activity(author.pk, upheld=1)
        if author and silence:
            silence_member(author, by=by, reason=reason or _broken_rules_in(author.language), days=silence)
        _record("item.declined", item, by, reason=reason, silence=silence)
    return item


def _broken_rules_in(language: str) -> str:
    """The reason of a silence that the team gave none for, in the words of who receives it."""
    with translation.override(language):
        return _("Ce que tu as publié ne respecte pas les règles de la maison.")


def _record(verb: str, item: Item, by: Member, *, reason: str = "", **data: Any) -> None:
    """The decision's line in the log."""
    record(verb, by=by, kind=item.kind, key=item.key, about_id=item.author_id, reason=reason, item=item.pk, **data)


def _open_item(item_id: int, by: Member) -> tuple[Item, Kind, Exhibit | None, Member | None]:
    """The item and its content, locked for a decision: the author, the content, the item, as everywhere here."""
    _check(by)
    seen = Item.objects.filter(pk=item_id).first()
    if seen is None:
        raise DeskRefused("gone")
    author = Member.objects.select_for_update(no_key=True).get(pk=seen.author_id) if seen.author_id else None
    kind = _kind(seen.kind)
    if kind.lock:
        kind.lock(seen.key)
    item = Item.objects.select_for_update().open().free_for(by.pk).filter(pk=item_id).first()
    if item is None:
        raise _why_not(item_id, by)
    return item, kind, kind.load([item.key], by).get(item.key), author


def _decide(
    item: Item, decision: Decision, exhibit: Exhibit | None, by: Member, *, was_hidden: bool, words: str = ""
) -> None:
    """Close the item and tell everybody, before what `show` and `hide` announce."""
    item.decision, item.decided_by, item.is_hidden = decision, by, decision == Decision.DECLINED
    item.claimed_by = item.claimed_at = None
    item.decided_at = Now()
    item.save(update_fields=["decision", "decided_by", "decided_at", "is_hidden", "claimed_by", "claimed_at"])
    flags = list(Flag.objects.filter(item=item).order_by("at").values_list("member", "reason"))
    reasons = [reason for _member, reason in flags]
    main = max(reasons, key=reasons.count, default="")
    flaggers = [member for member, _reason in flags]
    tell_all(*decided(item, exhibit, was_hidden=was_hidden, reason=main, flaggers=flaggers, words=words))


def _free_newcomer(author: Member) -> None:
    """End the silence that flags alone had brought, once too few of them are left."""
    left = Flag.objects.filter(item__author=author, item__decided_at=None).values("member").distinct()
    if left.count() >= NEWCOMER_FLAGGERS:
        return
    rows = Silence.objects.filter(member=author, is_automatic=True, lifted_at=None)
    if rows.update(lifted_at=Now()):
        record("member.unsilenced", by=None, about_id=author.pk)


def _why_not(item_id: int, by: Member) -> DeskRefused:
    item = Item.objects.filter(pk=item_id).select_related("claimed_by").first()
    if item is None:
        return DeskRefused("gone")
    if not item.is_open:
        return DeskRefused("decided")
    return DeskRefused("claimed", item.claimed_by.handle if item.claimed_by else "")


def _check(by: Member) -> None:
    if not may_moderate(by):
        raise DeskRefused("forbidden")


def _kind(name: str) -> Kind:
    kind = kind_of(name)
    if kind is None:
        raise DeskRefused("gone")
    return kind
