"""What members report, and what several reports do at once."""

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from community.members.models import Member
from community.members.trust import Limits, TrustLevel, limits_of
from community.moderation.actions.audit import record
from community.moderation.actions.sanctions import silence_automatically
from community.moderation.kinds import Exhibit, Kind, kind_of
from community.moderation.models import Flag, Item, Reason
from community.moderation.policy import policy
from community.moderation.queries import silence_of, writing_refusal
from community.moderation.telling import hidden
from community.notices.actions import tell_all
from community.text.clean import clean
from realtime import clock

AGAIN_AFTER = timedelta(hours=24)  # since the decision
NEWCOMER_FLAGGERS = 3
NEWCOMER_SILENCE = timedelta(days=3)
LONGEST_NOTE = 500


class FlagRefused(Exception):
    """A flag that broke a rule; `code` names it, `message` says it."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(code)
        self.code = code
        self._message = message

    @property
    def message(self) -> str:
        return self._message or {
            "gone": _("Ce contenu n’est plus là. Rien n’a été signalé."),
            "own": _("C’est à toi : tu peux le modifier ou l’effacer toi-même."),
            "reason": _("Choisis une raison dans la liste."),
            "note": _("Dis-nous en quelques mots ce qui ne va pas, en 500 caractères au plus."),
            "again": _("Tu l’as déjà signalé, l’équipe s’en occupe."),
            "decided": _("L’équipe vient d’en décider. Tu pourras le signaler à nouveau 24 heures après."),
            "flags_a_day": _("Tu as atteint le nombre de signalements d’une journée. Demain, on t’écoute à nouveau."),
        }.get(self.code, self.code)


def flag_content(kind: str, key: str, *, by: Member, reason: str, note: str = "") -> Flag:
    """Report something to the team. At the threshold it is hidden at once; three flaggers silence a newcomer.

    Refuses (`FlagRefused`): `gone`, `own`, `reason`, `note`, `silenced`, `again`, `decided`, `flags_a_day`.
    """
    note = " ".join(clean(note).split())
    if reason not in Reason:
        raise FlagRefused("reason")
    if len(note) > LONGEST_NOTE or (reason == Reason.OTHER and not note):
        raise FlagRefused("note")
    with transaction.atomic():
        # The flagger's own row: twenty tabs share one day. Then the content, then the item, as everywhere here.
        flagger = Member.objects.select_for_update(no_key=True).get(pk=by.pk)
        content, exhibit = _flaggable(kind, key, flagger)
        limits = limits_of(flagger.level, is_staff=flagger.is_staff)
        _check_pace(flagger, limits)
        item = lock_item(content, key, exhibit.author_id)
        _check_repeat(item, flagger)
        flag = Flag.objects.create(item=item, member=flagger, reason=reason, note=note, weight=limits.flag_weight)
        _weigh(item, flag, content, exhibit)
    return flag


def _flaggable(kind: str, key: str, flagger: Member) -> tuple[Kind, Exhibit]:
    if refusal := writing_refusal(flagger, clock.now()):
        raise FlagRefused("silenced", refusal)
    content = kind_of(kind)
    exhibit = content.load([key], flagger).get(key) if content else None
    if content is None or exhibit is None or not content.may_flag(key, flagger):
        raise FlagRefused("gone")
    if exhibit.author_id == flagger.pk:
        raise FlagRefused("own")
    return content, exhibit


def _check_pace(flagger: Member, limits: Limits) -> None:
    if limits.flags_a_day is None:
        return
    today = Flag.objects.filter(member=flagger, at__gt=Now() - timedelta(days=1))
    if today.count() >= limits.flags_a_day:
        raise FlagRefused("flags_a_day")


def _check_repeat(item: Item, flagger: Member) -> None:
    """One flag a member and item; after a decision, none by the same member for a day."""
    mine = Flag.objects.filter(member=flagger, item__kind=item.kind, item__key=item.key)
    if mine.filter(item=item).exists():
        raise FlagRefused("again")
    if mine.filter(item__decided_at__gt=Now() - AGAIN_AFTER).exists():
        raise FlagRefused("decided")


def lock_item(kind: Kind, key: str, author_id: int | None) -> Item:
    """The open item of this content, made if there is none, locked until the commit."""
    if kind.lock:
        kind.lock(key)
    wanted = Item.objects.select_for_update().filter(kind=kind.name, key=key, decided_at=None)
    while True:
        Item.objects.bulk_create([Item(kind=kind.name, key=key, author_id=author_id)], ignore_conflicts=True)
        if item := wanted.first():  # none: somebody decided it while we waited for its lock
            return item


def _weigh(item: Item, flag: Flag, kind: Kind, exhibit: Exhibit) -> None:
    """Add one flag to its item, under the item's lock, and do what its weight asks for."""
    item.weight += flag.weight
    item.flags_count += 1
    hides = not item.is_hidden and item.weight >= policy().hide_threshold
    item.is_hidden = item.is_hidden or hides
    item.save(update_fields=["weight", "flags_count", "is_hidden"])
    _silence_newcomer(item)
    if hides:
        record("item.hidden", by=None, kind=item.kind, key=item.key, about_id=item.author_id, weight=item.weight)
        tell_all(*hidden(item, exhibit, flag.reason))  # before what `hide` announces
        kind.hide(item.key, None)


def _silence_newcomer(item: Item) -> None:
    """Three different members about what one newcomer wrote: they only read until the team has looked."""
    newcomers = Member.objects.filter(level=TrustLevel.NEWCOMER, is_staff=False)
    author = newcomers.filter(pk=item.author_id).first() if item.author_id else None
    if author is None or silence_of(author.pk, clock.now()):
        return
    flags = Flag.objects.filter(item__author=author, item__decided_at=None)
    if flags.values("member").distinct()[:NEWCOMER_FLAGGERS].count() >= NEWCOMER_FLAGGERS:
        silence_automatically(author, NEWCOMER_SILENCE)
