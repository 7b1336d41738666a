"""What is kept of reports, sanctions and the moderation's log."""

from django.utils.translation import gettext_lazy as _

from community.moderation.actions.departing import mask_log
from community.personal.registry import Erasure, register_impersonal, register_personal

_TEAM = _("qui de l’équipe s’en est occupé ; il n’en reste qu’un pseudo vide")


def register() -> None:
    """Register the desk, the sanctions and the log."""
    _register_desk()
    _register_sanctions()
    for path, withheld in (("about", ("by_handle", "reason")), ("by", ())):
        register_personal(
            "moderation.AuditEntry",
            of=path,
            fields={
                "verb": _("ce que la modération a fait"),
                "at": _("quand"),
                "by_handle": _("par qui"),
                "reason": _("pourquoi"),
                "data": _("les détails"),
            },
            impersonal=("kind", "key"),
            withheld=withheld,  # what a sanction's reason was, the member reads where the sanction is
            on_erasure=mask_log,
            erased=_("la ligne reste, car ce journal ne s’efface pas ; ses mots et les pseudos en sont ôtés"),
        )
    register_impersonal("moderation.Settings", "It is how strict the house is.")


def _register_desk() -> None:
    register_personal(
        "moderation.Item",
        of="author",
        fields={
            "why": _("pourquoi ce que tu as écrit a été relu"),
            "opened_at": _("depuis quand"),
            "decision": _("ce qui en a été décidé"),
            "decided_at": _("quand"),
        },
        impersonal=("kind", "key"),
        withheld=("why",),  # it is written for the desk, and quotes the rule's own word
        on_erasure=Erasure.BLANK({"why": ""}),
    )
    for path in ("claimed_by", "decided_by"):
        register_personal(
            "moderation.Item",
            of=path,
            export=False,
            fields={"decided_at": _("quand")},
            on_erasure=Erasure.KEEP(_TEAM),
        )
    register_personal(
        "moderation.Flag",
        of="member",
        fields={
            "reason": _("pourquoi tu as signalé quelque chose"),
            "note": _("ce que tu en as dit à l’équipe"),
            "at": _("quand"),
        },
        on_erasure=Erasure.BLANK({"note": ""}),
    )
    register_personal(
        "moderation.Rule",
        of="by",
        export=False,
        fields={"note": _("ce que l’équipe note sur une règle")},
        impersonal=("pattern", "reason"),
        on_erasure=Erasure.KEEP(_TEAM),
    )


def _register_sanctions() -> None:
    register_personal(
        "moderation.Silence",
        of="member",
        fields={
            "reason": _("pourquoi tu ne pouvais plus écrire"),
            "at": _("depuis quand"),
            "until": _("jusqu’à quand"),
            "lifted_at": _("quand la mesure a été levée"),
        },
        on_erasure=Erasure.DELETE,
    )
    for path in ("by", "lifted_by"):
        register_personal(
            "moderation.Silence",
            of=path,
            export=False,
            fields={"at": _("depuis quand")},
            on_erasure=Erasure.KEEP(_TEAM),
        )
