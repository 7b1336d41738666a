"""What is kept of what members were told."""

from django.utils.translation import gettext_lazy as _

from community.personal.registry import Erasure, Leaving, register_impersonal, register_personal
from realtime.history import forget_steps


def register() -> None:
    """Register the notices and their ways out of the site, the wishes about them, and their steps on the wire."""
    _register_notices()
    _register_wishes()
    _register_ways_out()
    register_personal(
        "realtime.Event",
        of="",
        export=False,
        fields={"data": _("ce qui vient d’arriver, pour la page que tu as sous les yeux")},
        impersonal=("topic", "kind"),
        on_erasure=forget_own_steps,
        title=_("nouvelles en direct"),
        chapter=_("avis"),
        kept=_("douze minutes"),
        erased=_("effacées"),
    )
    register_impersonal("realtime.Topic", "It counts how often a topic moved; a member's is named by a number.")
    register_impersonal("realtime.Epoch", "It is the database's own name.")


def _register_notices() -> None:
    register_personal(
        "notices.Notice",
        of="member",
        fields={
            "kind": _("de quel genre d’avis il s’agit"),
            "data": _("ce qu’il t’apprend"),
            "at": _("quand on te l’a dit"),
            "read_at": _("quand tu l’as lu"),
        },
        impersonal=("key",),
        on_erasure=Erasure.DELETE,
        kept=_("six mois une fois lus"),
    )
    register_personal(
        "notices.Notice",
        of="actor",
        export=False,
        fields={"at": _("quand ce que tu as fait a été dit à quelqu’un")},
        on_erasure=Erasure.KEEP(_("l’avis est à qui l’a reçu ; il ne dit plus de qui il vient")),
        title=_("avis reçus par d’autres"),
    )
    register_personal(
        "notices.Round",
        of="actor",
        export=False,
        fields={"data": _("ce qui se dit à beaucoup à la fois"), "spared": _("qui le sait déjà")},
        impersonal=("audience", "key"),
        on_erasure=Erasure.KEEP(_("une tournée est finie en quelques secondes, puis elle s’efface")),
    )


def _register_wishes() -> None:
    register_personal(
        "notices.Choice",
        of="member",
        fields={
            "kind": _("un genre d’avis"),
            "channel": _("par où il t’arrive"),
            "wanted": _("si tu en veux"),
            "at": _("depuis quand"),
        },
        on_erasure=Erasure.DELETE,
    )
    register_personal(
        "notices.Rhythm",
        of="member",
        fields={
            "quiet_from": _("à partir de quand on te laisse en paix"),
            "quiet_to": _("et jusqu’à quand"),
            "digest": _("si tu reçois un résumé"),
            "delay": _("combien on attend avant de t’écrire"),
        },
        on_erasure=Erasure.DELETE,
    )


def _register_ways_out() -> None:
    register_personal(
        "notices.Envelope",
        of="member",
        fields={
            "channel": _("par où quelque chose t’a été envoyé"),
            "made_at": _("quand c’était prêt"),
            "sent_at": _("quand c’est parti"),
            "outcome": _("si c’est arrivé"),
        },
        on_erasure=Erasure.DELETE,
        kept=_("trois mois"),
    )
    register_personal(
        "notices.Delivery",
        of="member",
        fields={
            "channel": _("par où un avis doit t’arriver, pour qu’il n’arrive qu’une fois"),
            "due_at": _("quand il part"),
            "left": _("pourquoi il n’est pas parti"),
        },
        on_erasure=Erasure.DELETE,
        kept=_("aussi longtemps que l’avis"),
    )


def forget_own_steps(leaving: Leaving) -> None:
    """Delete what the wire still keeps of the member's own topic."""
    forget_steps(f"me:{leaving.member_id}")
