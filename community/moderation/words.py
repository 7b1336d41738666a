"""How the log names what was done. A verb that nobody named here is shown as it is."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "item.held": _("retenu pour relecture"),
    "item.hidden": _("masqué par les signalements"),
    "item.approved": _("approuvé"),
    "item.declined": _("écarté"),
    "member.silenced": _("mis en silence"),
    "member.unsilenced": _("silence levé"),
    "member.suspended": _("suspendu"),
    "member.unsuspended": _("suspension levée"),
    "rule.added": _("règle ajoutée"),
    "rule.activated": _("règle remise en vigueur"),
    "rule.deactivated": _("règle suspendue"),
    "settings.changed": _("réglages changés"),
    "post.edited": _("message modifié"),
    "post.deleted": _("message supprimé"),
    "post.restored": _("message rétabli"),
    "post.hidden": _("message masqué"),
    "post.shown": _("message montré"),
    "thread.renamed": _("sujet renommé"),
    "thread.moved": _("sujet déplacé"),
    "thread.closed": _("sujet fermé"),
    "thread.opened": _("sujet rouvert"),
    "thread.pinned": _("sujet épinglé"),
    "thread.unpinned": _("sujet désépinglé"),
    "thread.deleted": _("sujet supprimé"),
    "thread.restored": _("sujet rétabli"),
}

# What the log is about beside the kinds of the desk; what has no name here goes without saying.
SUBJECTS = {"thread": _("sujet")}


def verb_label(verb: str) -> str:
    """What a verb is called."""
    return str(VERBS.get(verb, verb))
