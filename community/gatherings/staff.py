"""The back office of gatherings: who may enter, the form, and the two verbs that stand apart from "save"."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.permission_policies.base import BasePermissionPolicy

from community.gatherings.actions.programme import FIXED_ONCE_PUBLIC, cancel_gathering, publish_gathering
from community.gatherings.hours import THERE
from community.gatherings.models import Gathering
from community.gatherings.queries import Guest
from community.gatherings.rules import MANAGE, may_manage
from community.members.models import Member
from community.members.queries import staff_with
from community.text.clean import clean
from community.text.spreadsheets import harmless

ONE_LINE = ("title", "summary", "place", "address", "picture_alt")


class OrganiserPolicy(BasePermissionPolicy):
    """One permission for all of it; only a draft can be deleted, by anybody."""

    def user_has_permission(self, user: Any, action: str) -> bool:  # noqa: ARG002 -- one permission for every action
        return may_manage(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action == "delete" and not instance.is_draft:
            return False
        return self.user_has_permission(user, action)

    def users_with_any_permission(self, actions: Any) -> QuerySet[Member]:  # noqa: ARG002 -- likewise
        return staff_with(MANAGE)


class GatheringForm(WagtailAdminModelForm):
    """A gathering as an editor writes it. Its picture comes through the one door, apart from the rest."""

    upload = forms.FileField(label=gettext_lazy("Image"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_draft:
            for name in FIXED_ONCE_PUBLIC & self.fields.keys():
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean()
        facts |= {name: clean(facts[name]) for name in ("text", "directions") if facts.get(name)}
        facts |= {name: " ".join(clean(facts[name]).split()) for name in ONE_LINE if facts.get(name)}
        self._check_hours(facts)
        if (capacity := facts.get("capacity")) and capacity < self.instance.seats:
            self.add_error("capacity", too_few_seats(self.instance.seats))
        if facts.get("upload") and not facts.get("picture_alt"):
            self.add_error("picture_alt", _("Dis ce que l’image montre : tout le monde ne la verra pas."))
        return facts

    def _check_hours(self, facts: dict[str, Any]) -> None:
        starts_at, ends_at, until = (facts.get(name) for name in ("starts_at", "ends_at", "rsvp_until"))
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("La fin doit suivre le début."))
        if starts_at and until and until > starts_at:
            self.add_error("rsvp_until", _("Les réponses se closent avant le début, ou à son heure."))


def too_few_seats(seats: int) -> str:
    """Why the capacity stays: who was accepted is not sent away."""
    return _("%(seats)s places sont promises : on ne descend pas au-dessous, personne n’est décommandé.") % {
        "seats": seats
    }


class ReasonForm(forms.Form):
    """The sentence that goes with a verb."""

    reason = forms.CharField(label=gettext_lazy("Motif, que chacun pourra lire"), max_length=200)

    def clean_reason(self) -> str:
        return " ".join(clean(self.cleaned_data["reason"]).split())


@dataclass(frozen=True, slots=True)
class Verb:
    """Something an editor does to a gathering, on a page of its own that asks first. `name` is its address."""

    name: str
    label: str | Promise
    question: str | Promise
    icon: str
    act: Callable[[Gathering, str], Gathering]  # the gathering, the reason
    may: Callable[[Gathering, datetime], bool]
    needs_reason: bool = False


VERBS = (
    Verb(
        "publier",
        gettext_lazy("Publier"),
        gettext_lazy("Tout le monde verra l’événement et les membres pourront répondre. Son adresse ne changera plus."),
        "upload",
        lambda gathering, _reason: publish_gathering(gathering),
        lambda gathering, now: gathering.is_draft and gathering.starts_at > now,
    ),
    Verb(
        "annuler",
        gettext_lazy("Annuler l’événement"),
        gettext_lazy("Rien ne le rouvrira. Qui vient et qui attend en est averti, la page reste et dit pourquoi."),
        "cross",
        lambda gathering, reason: cancel_gathering(gathering, reason=reason),
        lambda gathering, now: gathering.is_published and not gathering.is_over(now),
        needs_reason=True,
    ),
)


def verbs_for(gathering: Gathering, now: datetime) -> list[Verb]:
    """What can be done with the gathering now."""
    return [verb for verb in VERBS if verb.may(gathering, now)]


def guests_csv(guests: Iterable[Guest]) -> str:
    """The list at the door for a spreadsheet, which computes nothing of what members called themselves."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([_("pseudo"), _("adresse e-mail"), _("réponse"), _("personnes"), _("place"), _("répondu le")])
    for guest in guests:
        at = localtime(guest.at, THERE).strftime("%Y-%m-%d %H:%M")
        row = (guest.handle, guest.email, guest.state, guest.party, guest.place or "", at)
        writer.writerow([harmless(cell) for cell in row])
    return written.getvalue()
