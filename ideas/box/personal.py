"""What the box keeps of members: what they proposed and stand behind, and who of the house answered."""

from django.utils.translation import gettext_lazy as _

from community.personal.registry import Erasure, register_personal
from ideas.box.actions.departing import let_author_go

_HOUSE = _("c’est le travail de la maison ; il n’en reste qu’un pseudo vide")


def register() -> None:
    """Register ideas, what they said before, supports, steps and notes."""
    register_personal(
        "box.Idea",
        of="author",
        fields={
            "title": _("l’idée que tu as proposée"),
            "slug": _("la même, dans l’adresse"),
            "source": _("pourquoi"),
            "html": _("le même texte, mis en forme"),
            "lead": _("ses premiers mots"),
            "pictures": _("les images qu’elle montre"),
            "price_from": _("le prix que tu imaginais, de tant"),
            "price_to": _("à tant"),
            "proposed_at": _("quand"),
            "edits": _("combien de fois tu l’as retouchée"),
            "edited_at": _("quand pour la dernière fois"),
            "state": _("où elle en est"),
            "visibility": _("si elle est visible"),
        },
        impersonal=("key", "answer"),
        on_erasure=let_author_go,
        erased=_("reste lisible sans ton nom, ou se réduit à son numéro, comme tu l’as choisi"),
    )
    register_personal(
        "box.Idea",
        of="assigned_to",
        export=False,
        fields={"answered_at": _("une idée que tu suis pour la maison, et quand on y a répondu")},
        on_erasure=Erasure.KEEP(_HOUSE),
        title=_("idées confiées à l’équipe"),
    )
    _register_revisions()
    register_personal(
        "box.Support",
        of="member",
        fields={"idea__title": _("une idée que tu soutiens"), "at": _("depuis quand")},
        on_erasure=Erasure.KEEP(_("ils sont comptés sous l’idée, sans nom")),
    )
    register_personal(
        "box.Step",
        of="by",
        export=False,
        fields={"answer": _("ce que tu as répondu au nom de la maison"), "at": _("quand")},
        on_erasure=Erasure.KEEP(_HOUSE),
    )
    register_personal(
        "box.Note",
        of="by",
        export=False,
        fields={"text": _("ce que tu as noté pour l’équipe"), "at": _("quand")},
        on_erasure=Erasure.KEEP(_HOUSE),
    )


def _register_revisions() -> None:
    register_personal(
        "box.Revision",
        of="idea__author",
        fields={
            "idea": _("le numéro de l’idée"),
            "title": _("son titre d’avant"),
            "source": _("ce qu’elle disait avant"),
            "price_from": _("le prix d’avant, de tant"),
            "price_to": _("à tant"),
            "reason": _("pourquoi elle a changé"),
            "at": _("quand"),
        },
        on_erasure=Erasure.DELETE,
    )
    register_personal(
        "box.Revision",
        of="by",
        export=False,
        fields={"reason": _("pourquoi tu as retouché l’idée de quelqu’un d’autre")},
        on_erasure=Erasure.KEEP(_HOUSE),
        title=_("retouches aux idées des autres"),
    )
