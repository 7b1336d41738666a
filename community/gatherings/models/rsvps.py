from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from community.gatherings.models.gatherings import MOST_GUESTS, Gathering


class RsvpState(models.TextChoices):
    GOING = "going", _("vient")
    WAITING = "waiting", _("attend une place")
    DECLINED = "declined", _("ne vient pas")


class RsvpQuerySet(models.QuerySet["Rsvp"]):
    def going(self) -> "RsvpQuerySet":
        return self.filter(state=RsvpState.GOING)

    def in_line(self) -> "RsvpQuerySet":
        """Who waits, in the order of their places. Whose account is suspended keeps the place and is not served."""
        return self.filter(state=RsvpState.WAITING, member__is_active=True).order_by("place")

    def concerned(self) -> "RsvpQuerySet":
        """Who comes and who would like to."""
        return self.filter(state__in=[RsvpState.GOING, RsvpState.WAITING])


class Rsvp(models.Model):
    """A member's answer to a gathering, one at most. `place` is the number in the waiting line, given out once."""

    State = RsvpState

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="rsvps", verbose_name=_("événement"))
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="rsvps", verbose_name=_("membre"))
    state = models.CharField(_("réponse"), max_length=8, choices=RsvpState)
    guests = models.PositiveSmallIntegerField(_("invités"), default=0, validators=[MaxValueValidator(MOST_GUESTS)])
    place = models.PositiveIntegerField(_("place dans la file"), null=True)
    shows_name = models.BooleanField(_("montre son pseudo"), default=False)
    key = models.CharField(max_length=32, blank=True, default="")  # of the form that said yes: its repeat does nothing
    at = models.DateTimeField(_("répondu le"), db_default=Now())
    seated_at = models.DateTimeField(_("place obtenue le"), null=True)
    # How many hours before the beginning the last reminder was sent for; null before the first.
    reminded = models.PositiveSmallIntegerField(null=True)

    objects: ClassVar[RsvpQuerySet] = RsvpQuerySet.as_manager()  # type: ignore[assignment]  # our QuerySet

    class Meta:
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["gathering", "member"], name="rsvp_once"),
            models.UniqueConstraint(fields=["gathering", "place"], name="rsvp_place_once"),
            models.CheckConstraint(
                condition=Q(state=RsvpState.WAITING, place__isnull=False)
                | ~Q(state=RsvpState.WAITING) & Q(place__isnull=True),
                name="rsvp_waits_at_a_place",
            ),
            models.CheckConstraint(
                condition=~Q(state=RsvpState.GOING) | Q(seated_at__isnull=False), name="rsvp_comes_since"
            ),
            models.CheckConstraint(condition=Q(guests__lte=MOST_GUESTS), name="rsvp_few_guests"),
        ]
        indexes = [models.Index(fields=["member", "state"], name="rsvp_of_member")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.state} {self.gathering_id}"

    @property
    def party(self) -> int:
        """How many seats this takes: the member and their guests."""
        return 1 + self.guests

    @property
    def is_in(self) -> bool:
        """Does the member come, or wait for a seat?"""
        return self.state != RsvpState.DECLINED
