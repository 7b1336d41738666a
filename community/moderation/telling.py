"""What the moderation tells members in the app: authors, and those who flagged."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from community.moderation.kinds import Exhibit, kind_of
from community.moderation.models import Decision, Item, Reason
from community.notices.actions import Telling
from community.notices.kinds import APP, MAIL, NoticeKind, Told

HIDDEN = "moderation.hidden"
SHOWN = "moderation.shown"
REMOVED = "moderation.removed"
FLAG_UPHELD = "moderation.flag_upheld"
FLAG_SET_ASIDE = "moderation.flag_set_aside"


def hidden(item: Item, exhibit: Exhibit, reason: str) -> list[Telling]:
    """Tell the author that flags have hidden what they wrote, with the reason of the flag that did."""
    return _to_author(HIDDEN, item, exhibit, reason=reason)


def decided(
    item: Item, exhibit: Exhibit | None, *, was_hidden: bool, reason: str, flaggers: Iterable[int], words: str = ""
) -> list[Telling]:
    """Tell the author what changes for them, and the flaggers what became of their flags.

    `reason` is that of most flags; `words` are what the team says to the author of what it declines.
    """
    of_item = f"item:{item.pk}"
    if exhibit is None or item.decision == Decision.DECLINED:
        # Of what is gone not even the title reaches who flagged it.
        to_flaggers = Telling(FLAG_UPHELD, sorted(flaggers), key=of_item, data={"kind": item.kind})
        to_author = _to_author(REMOVED, item, exhibit, reason=reason, words=words) if exhibit else []
        return [*to_author, to_flaggers]
    to_author = _to_author(SHOWN, item, exhibit, reason=reason) if was_hidden else []
    return [*to_author, Telling(FLAG_SET_ASIDE, sorted(flaggers), key=of_item, data=_data(item, exhibit))]


def _to_author(kind: str, item: Item, exhibit: Exhibit, **data: str) -> list[Telling]:
    if item.author_id is None:
        return []
    return [Telling(kind, [item.author_id], key=f"{item.kind}:{item.key}", data=_data(item, exhibit) | data)]


def _data(item: Item, exhibit: Exhibit) -> dict[str, str]:
    place = exhibit.context if exhibit.context != exhibit.title else ""
    return {"title": exhibit.title, "place": place, "url": _plain(exhibit.url), "kind": item.kind, "key": item.key}


def _plain(url: str) -> str:
    """The address without the prefix of whoever asked."""
    return translate_url(url, settings.LANGUAGE_CODE)


def _url(told: Told) -> str:
    if url := told.data.get("url"):
        return translate_url(url, get_language() or settings.LANGUAGE_CODE)
    return reverse("notices:notices")


def _reason(told: Told) -> str:
    """Why it was flagged, as it reads within a sentence."""
    reason = told.data.get("reason", "")
    return _within(str((Reason(reason) if reason in Reason else Reason.OTHER).label))


def _within(label: str) -> str:
    """A label as it stands inside a sentence; German writes its nouns large everywhere."""
    return label if get_language() == "de" else label[0].lower() + label[1:]


def _kind(told: Told) -> str:
    """What kind of content it is; a notice from before that was written down, or of a part that is gone, says less."""
    kind = kind_of(told.data.get("kind", ""))
    return str(kind.label) if kind else _("contenu")


def _what(told: Told) -> str:
    """The kind, the title, and where: “Message « Elle avance », dans « Ma plongeuse »”."""
    kind, title, place = _kind(told), told.data["title"], told.data.get("place")
    words = _("%(kind)s « %(title)s », dans « %(place)s »") if place else _("%(kind)s « %(title)s »")
    return words % {"kind": kind[0].upper() + kind[1:], "title": title, "place": place}


def _hidden(told: Told) -> str:
    words = _(
        "%(what)s : on ne voit plus ce contenu pour l’instant, des membres l’ont signalé (%(reason)s). "
        "Tu peux le modifier ; l’équipe le relit et te dira ce qu’elle décide."
    )
    return words % {"what": _what(told), "reason": _reason(told)}


def _removed(told: Told) -> str:
    """Declined: after flags, or before it ever appeared."""
    if told.data.get("reason"):
        words = _("%(what)s : l’équipe a retiré ce contenu, signalé par des membres (%(reason)s).")
    else:
        words = _("%(what)s : l’équipe a relu ce contenu avant parution et ne le publie pas.")
    sentences = [words % {"what": _what(told), "reason": _reason(told)}]
    if said := told.data.get("words"):
        sentences.append(_("Motif : %(words)s") % {"words": said})
    sentences.append(_("Une autre version, dans les règles de la maison, est bienvenue."))
    return " ".join(sentences)


def _shown(told: Told) -> str:
    words = _("%(what)s : l’équipe a relu ce contenu, tout le monde le voit. Tu n’as rien à faire.")
    return words % {"what": _what(told)}


def _upheld(told: Told) -> str:  # a notice like any other, without anything of the content
    words = _(
        "Ton signalement (%(kind)s) : l’équipe te donne raison, ce contenu est retiré. "
        "Merci de veiller ; il n’y a rien d’autre à faire."
    )
    return words % {"kind": _within(_kind(told))}


def _set_aside(told: Told) -> str:
    words = _(
        "%(what)s : l’équipe a relu ce contenu, que tu avais signalé, et le laisse en place. "
        "Si autre chose ne va pas, tu pourras le signaler à nouveau dans 24 heures."
    )
    return words % {"what": _what(told)}


def _outcome(name: str, label: str | Promise, sentence: Callable[[Told], str]) -> NoticeKind:
    """What became of something: always in the list, and by mail unless the member does not want that."""
    group = gettext_lazy("Modération")
    return NoticeKind(name, label, sentence, _url, by_default=frozenset({APP, MAIL}), always=True, group=group)


KINDS = (
    _outcome(HIDDEN, gettext_lazy("Contenu masqué"), _hidden),
    _outcome(SHOWN, gettext_lazy("Contenu publié après relecture"), _shown),
    _outcome(REMOVED, gettext_lazy("Contenu écarté"), _removed),
    _outcome(FLAG_UPHELD, gettext_lazy("Signalement suivi"), _upheld),
    _outcome(FLAG_SET_ASIDE, gettext_lazy("Signalement sans suite"), _set_aside),
)
