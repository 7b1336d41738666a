"""What is kept of what members write, read and follow."""

from django.utils.translation import gettext_lazy as _

from community.discussions.actions import departing
from community.personal.registry import Erasure, register_impersonal, register_personal

_READABLE = _("restent lisibles sans ton nom, ou laissent une place vide, comme tu l’as choisi")


def register() -> None:
    """Register threads, posts and their history, reactions, readings."""
    _register_posts()
    _register_threads()
    register_personal(
        "discussions.Reaction",
        of="member",
        fields={
            "post": _("le numéro du message qui t’a plu"),
            "name": _("ce que tu lui as dit"),
            "at": _("quand"),
        },
        on_erasure=Erasure.KEEP(_("elles sont comptées sous le message, sans nom")),
    )
    register_personal(
        "discussions.Reading",
        of="member",
        fields={
            "thread__title": _("un sujet que tu as ouvert"),
            "number": _("jusqu’où tu l’as lu, pour reprendre là"),
            "at": _("quand"),
            "stance": _("si tu le suis"),
        },
        on_erasure=Erasure.DELETE,
    )
    register_personal(
        "discussions.SharedQuestion",
        of="member",
        fields={"thread__title": _("une question que tu te poses aussi"), "at": _("depuis quand")},
        on_erasure=Erasure.KEEP(_("elles sont comptées sous la question, sans nom")),
    )
    register_personal(
        "discussions.CategoryStance",
        of="member",
        fields={"category__slug": _("une table du café"), "stance": _("si tu la suis")},
        on_erasure=Erasure.DELETE,
    )
    register_impersonal("discussions.Category", "The tables of the café are the house's.")


def _register_posts() -> None:
    register_personal(
        "discussions.Post",
        of="author",
        fields={
            "thread__title": _("le sujet dans lequel tu as écrit"),
            "number": _("la place de ton message"),
            "source": _("ce que tu as écrit"),
            "html": _("le même, mis en forme"),
            "at": _("quand"),
            "edited_at": _("quand tu l’as modifié"),
            "state": _("s’il est visible"),
            "pictures": _("les images qu’il montre"),
            "is_open": _("si tu y montres que tu as la montre"),
        },
        impersonal=("reactions", "key"),
        on_erasure=departing.let_author_go,
        erased=_READABLE,
    )
    register_personal(
        "discussions.Post",
        of="state_by",
        export=False,
        fields={"state_at": _("quand quelqu’un l’a masqué ou supprimé")},
        on_erasure=Erasure.KEEP(_("la décision garde son auteur ; il n’en reste qu’un pseudo vide")),
        title=_("messages masqués ou supprimés"),
    )
    register_personal(
        "discussions.Revision",
        of="post__author",
        fields={
            "post": _("le numéro du message"),
            "source": _("ce qu’il disait avant"),
            "reason": _("pourquoi il a changé"),
            "at": _("quand"),
        },
        on_erasure=Erasure.DELETE,
    )
    register_personal(
        "discussions.Revision",
        of="by",
        export=False,
        fields={"reason": _("pourquoi tu as modifié le message de quelqu’un d’autre")},
        on_erasure=Erasure.BLANK({"reason": ""}),
        title=_("corrections aux messages des autres"),
    )


def _register_threads() -> None:
    register_personal(
        "discussions.Thread",
        of="author",
        fields={
            "title": _("le titre que tu as donné"),
            "slug": _("le même, dans l’adresse"),
            "started_at": _("quand tu as ouvert le sujet"),
        },
        impersonal=("subject",),
        on_erasure=departing.retitle_threads,
        erased=_READABLE,
    )
    for path, what in (("last_author", _("qui a écrit en dernier")), ("closed_by", _("qui l’a fermé"))):
        register_personal(
            "discussions.Thread",
            of=path,
            export=False,
            fields={"last_at": what},
            on_erasure=Erasure.KEEP(_("il n’en reste qu’un pseudo vide")),
            title=_("sujets où tu es passé"),
        )
