"""What is kept of an account: the member's own row, how they sign in, and whom they follow."""

from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from community.members.actions import departing
from community.members.avatar import SIZES, Portrait
from community.members.models import Member
from community.personal.registry import Erasure, register_impersonal, register_personal

_ACCOUNT = _("ton compte")
_DECIDED = _("qui a décidé, pour que la décision garde son auteur ; il n’en reste qu’un pseudo vide")


def register() -> None:
    """Register the account's tables, the member's own row last: whoever leaves is found by it until then."""
    _register_sessions()
    _register_signing_in()
    _register_circles()
    _register_standing()
    _register_choices()
    _register_account()


def _register_sessions() -> None:
    register_personal(
        "sessions.Session",
        chapter=_ACCOUNT,
        of="",
        export=False,
        fields={"session_data": _("qui est connecté sur ce navigateur")},
        impersonal=("session_key",),
        on_erasure=departing.end_sessions_of,
        title=_("sessions ouvertes"),
        kept=_("quatorze jours au plus"),
        erased=_("fermées et effacées"),
    )
    register_personal(
        "usersessions.UserSession",
        chapter=_ACCOUNT,
        of="user",
        fields={
            "ip": _("l’adresse depuis laquelle tu te connectes, pour que tu reconnaisses tes appareils"),
            "user_agent": _("le navigateur, pour la même raison"),
            "created_at": _("quand tu t’es connecté"),
            "last_seen_at": _("quand tu as été vu la dernière fois"),
        },
        impersonal=("session_key", "data"),
        on_erasure=Erasure.DELETE,
        title=_("appareils connectés"),
        kept=_("jusqu’à la fin de la session"),
    )


def _register_signing_in() -> None:
    register_personal(
        "account.EmailAddress",
        chapter=_ACCOUNT,
        of="user",
        fields={
            "email": _("l’adresse qui te fait entrer et où nous t’écrivons ; personne d’autre ne la voit"),
            "verified": _("si elle est confirmée"),
        },
        on_erasure=Erasure.DELETE,
        title=_("adresses e-mail"),
    )
    register_personal(
        "account.EmailConfirmation",
        chapter=_ACCOUNT,
        of="email_address__user",
        export=False,
        fields={"sent": _("quand un code de confirmation est parti")},
        impersonal=("key",),
        on_erasure=Erasure.DELETE,
        title=_("codes de confirmation"),
    )
    register_personal(
        "mfa.Authenticator",
        chapter=_ACCOUNT,
        of="user",
        export=False,  # a secret that leaves the house is none
        fields={
            "type": _("le genre de second facteur"),
            "data": _("ce qui le vérifie : une clé publique ou un secret chiffré"),
            "created_at": _("depuis quand"),
            "last_used_at": _("quand il a servi la dernière fois"),
        },
        on_erasure=Erasure.DELETE,
        title=_("seconds facteurs et clés d’accès"),
    )


def _register_circles() -> None:
    for label, other in (("members.Follow", "followed"), ("members.Block", "blocked")):
        register_personal(
            label,
            chapter=_ACCOUNT,
            of="member",
            fields={f"{other}__handle": _("le membre dont il s’agit"), "at": _("depuis quand")},
            on_erasure=Erasure.DELETE,
        )
        register_personal(
            label, chapter=_ACCOUNT, of=other, export=False, fields={"at": _("depuis quand")}, on_erasure=Erasure.DELETE
        )


def _register_standing() -> None:
    register_personal(
        "members.Activity",
        chapter=_ACCOUNT,
        of="member",
        fields={
            "days": _("combien de jours tu es venu, ce dont dépend ton niveau de confiance"),
            "last_day": _("le dernier de ces jours"),
            "read": _("combien de messages tu as lus"),
            "written": _("combien tu en as écrits"),
            "liked": _("combien de réactions tu as données"),
            "received": _("combien tu en as reçues"),
            "upheld": _("combien de signalements contre toi ont été retenus"),
        },
        on_erasure=Erasure.DELETE,
    )
    for label, by in (("members.Nomination", ("by", "ended_by")), ("members.Ban", ("by", "lifted_by"))):
        register_personal(
            label,
            chapter=_ACCOUNT,
            of="member",
            fields={"reason": _("pourquoi la maison l’a décidé"), "at": _("depuis quand")},
            on_erasure=Erasure.DELETE,
        )
        for path in by:
            register_personal(
                label, of=path, export=False, fields={"at": _("depuis quand")}, on_erasure=Erasure.KEEP(_DECIDED)
            )


def _register_choices() -> None:
    register_personal(
        "search.IndexEntry",
        chapter=_ACCOUNT,
        of="",
        export=False,
        fields={
            "title": _("le pseudo par lequel on te trouve"),
            "body": _("tes mots de présentation, pour la même raison"),
            "folded_title": _("le même sans accents"),
            "folded_body": _("les mêmes sans accents"),
            "trigrams": _("le même en petits morceaux, contre les fautes de frappe"),
        },
        impersonal=("kind", "key", "language", "audience", "place"),
        on_erasure=departing.forget_in_search,
        title=_("ce que la recherche trouve de toi"),
        erased=_("effacé ; tes messages qui restent se trouvent sans ton nom"),
    )
    register_personal(
        "members.Consent",
        chapter=_ACCOUNT,
        of="member",
        fields={
            "purpose": _("à quoi tu as dit oui"),
            "version": _("sous quels mots"),
            "given_at": _("quand tu as dit oui"),
            "withdrawn_at": _("quand tu l’as retiré"),
        },
        on_erasure=Erasure.DELETE,
    )
    register_personal(
        "members.Member_universes",
        chapter=_ACCOUNT,
        of="member",
        fields={"universe__name": _("un univers qui t’intéresse")},
        on_erasure=Erasure.DELETE,
        title=_("univers choisis"),
    )
    register_impersonal("universes.Universe", "It is the house's.")


def _register_account() -> None:
    register_personal(
        "members.FormerHandle",
        chapter=_ACCOUNT,
        of="member",
        fields={
            "handle": _("un pseudo que tu as quitté ; personne d’autre ne le prend"),
            "at": _("quand tu l’as quitté"),
        },
        on_erasure=departing.retire_handles,
        erased=_("effacés ; il n’en reste qu’une empreinte, pour que personne ne les reprenne"),
    )
    register_impersonal("members.RetiredHandle", "It holds keyed digests: whose handle it was cannot be read from it.")
    register_personal(
        "members.Member",
        chapter=_ACCOUNT,
        of="pk",
        fields={
            "handle": _("ton nom public"),
            "email": _("l’adresse qui te fait entrer"),
            "language": _("la langue dans laquelle nous te parlons"),
            "zone": _("ton fuseau horaire, pour que les heures soient les tiennes"),
            "bio": _("ce que tu dis de toi"),
            "avatar": _("ton portrait"),
            "level": _("ton niveau de confiance"),
            "activity_for": _("qui voit tes contributions"),
            "circle_for": _("qui voit ton cercle"),
            "in_search": _("si on te trouve par la recherche"),
            "may_be_followed": _("si on peut te suivre"),
            "date_joined": _("depuis quand tu es là"),
            "last_login": _("quand tu t’es connecté la dernière fois"),
        },
        impersonal=("password",),  # its hash, which the house cannot read either
        on_erasure=departing.leave_tombstone,
        title=_("ce que tu dis de toi"),
        erased=_("vidé : il en reste un pseudo vide, pour que les fils se lisent encore"),
        media=portraits,
    )


def portraits(member_id: int) -> Iterator[tuple[str, Path]]:
    """The member's portrait in its largest size, if they have one."""
    name = Member.objects.values_list("avatar", flat=True).get(pk=member_id)
    if name:
        yield "portrait.jpg", Path(default_storage.path(Portrait(name).path(max(SIZES), "jpg")))
