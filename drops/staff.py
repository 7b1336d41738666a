"""The drop team's back office: who may enter, the forms, and the verbs that stand apart from "save"."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.permission_policies.base import BasePermissionPolicy

from community.members.models import Member
from community.members.queries import staff_with
from drops.actions import arming
from drops.actions.drafts import FIXED_WHILE_ARMED
from drops.audiences import TEAM_PERMISSION, Audience, audience_of
from drops.models import Drop, Phase


class TeamPolicy(BasePermissionPolicy):
    """One permission for all that drops are made of; an armed drop cannot be deleted by anybody."""

    def user_has_permission(self, user: Any, action: str) -> bool:  # noqa: ARG002 -- one permission for every action
        return audience_of(user) == Audience.TEAM

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action == "delete" and isinstance(instance, Drop) and instance.is_armed:
            return False
        return self.user_has_permission(user, action)

    def users_with_any_permission(self, actions: Any) -> QuerySet[Member]:  # noqa: ARG002 -- likewise
        return staff_with(TEAM_PERMISSION)


class MoneyField(forms.DecimalField):
    """An amount typed in francs, kept in rappen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=Decimal(0), max_value=Decimal(20_000_000), decimal_places=2, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return Decimal(value) / 100 if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        francs = super().clean(self.prepare_value(value))
        return None if francs is None else int(francs * 100)

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled:
            return False
        try:
            return self.clean(data) != initial
        except ValidationError:
            return True


class DropForm(WagtailAdminModelForm):
    """A drop as its team writes it. What an armed drop keeps is shown and cannot be changed."""

    price = MoneyField(label=_("Prix (CHF)"), required=False)
    retail_price = MoneyField(label=_("Prix chez le détaillant (CHF)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_armed:
            for name in FIXED_WHILE_ARMED & self.fields.keys():
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean()
        opens_at, closes_at = facts.get("opens_at"), facts.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("La fermeture doit suivre l’ouverture."))
        return facts


class SaidForm(forms.Form):
    """The sentence that goes with a verb."""

    said = forms.CharField(label=_("Une phrase"), max_length=200, required=False)


@dataclass(frozen=True, slots=True)
class Verb:
    """Something the team does to a drop, on a page of its own that asks first. `name` is its address."""

    name: str
    label: str | Promise
    question: str | Promise
    icon: str
    act: Callable[[Drop, Any, str], None]  # the drop, who does it, the sentence
    may: Callable[[Drop, datetime], bool]
    serious: bool = False
    sentence: str | Promise = ""  # what the sentence is for; empty: none is asked


def _is_running(drop: Drop, now: datetime) -> bool:
    return drop.is_armed and drop.phase(now) not in {Phase.CLOSED, Phase.CANCELLED}


VERBS = (
    Verb(
        "armer",
        _("Armer"),
        _("Le drop sera annoncé à l’heure prévue, ses pièces numérotées, son prix et ses heures fixés."),
        "lock",
        lambda drop, by, _said: arming.arm_drop(drop, by=by),
        lambda drop, now: not drop.is_armed and drop.phase(now) != Phase.CANCELLED,
    ),
    Verb(
        "desarmer",
        _("Désarmer"),
        _("Le drop redevient scellé. S’il était annoncé, chacun verra qu’il a disparu."),
        "lock-open",
        lambda drop, _by, _said: arming.disarm_drop(drop),
        lambda drop, now: drop.is_armed and drop.phase(now) in {Phase.SEALED, Phase.ANNOUNCED},
        serious=True,
    ),
    Verb(
        "suspendre",
        _("Mettre en pause"),
        _("Plus aucune demande n’est prise et plus aucune pièce donnée. Ce qui est en caisse peut être confirmé."),
        "time",
        lambda drop, _by, _said: arming.pause_drop(drop),
        lambda drop, now: _is_running(drop, now) and not drop.is_paused,
    ),
    Verb(
        "reprendre",
        _("Reprendre"),
        _("Les demandes reprennent, et la file est servie aussitôt."),
        "rotate",
        lambda drop, _by, _said: arming.resume_drop(drop),
        lambda drop, now: _is_running(drop, now) and drop.is_paused,
    ),
    Verb(
        "message",
        _("Dire un mot"),
        _("La phrase s’affiche aussitôt sur la page du drop. Vide, elle s’efface."),
        "comment",
        lambda drop, _by, said: arming.set_message(drop, message=said),
        _is_running,
        sentence=_("Message aux membres"),
    ),
    Verb(
        "annuler",
        _("Annuler le drop"),
        _("Rien ne le rouvrira. Ce qui est en caisse est rendu, les demandes sont retirées, les commandes restent."),
        "cross",
        lambda drop, _by, said: arming.cancel_drop(drop, reason=said),
        lambda drop, now: drop.phase(now) not in {Phase.CLOSED, Phase.CANCELLED},
        serious=True,
        sentence=_("Raison, que chacun pourra lire"),
    ),
)


def verbs_for(drop: Drop, now: datetime) -> list[Verb]:
    """What can be done with the drop now."""
    return [verb for verb in VERBS if verb.may(drop, now)]
