from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from community.members.zones import HOME
from community.universes.models import Universe


class EntryQuerySet(models.QuerySet["Entry"]):
    def standing(self) -> "EntryQuerySet":
        """The awards that nobody took back."""
        reversals = Entry.objects.filter(reverses=OuterRef("pk"))
        return self.filter(~Exists(reversals), reverses=None)


class Entry(models.Model):
    """A line of the ledger of points. A trigger lets it only grow (docs/fairness.md, 3): what was wrong is reversed.

    An award keeps its line also where the day's cap left no points for it: it is a fact, and done once.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="entries", db_index=False, verbose_name=_("membre")
    )
    points = models.IntegerField(_("points"))
    reason = models.CharField(_("motif"), max_length=60)  # a name of `reasons.py`
    source = models.CharField(_("origine"), max_length=100)  # the thing it was for, as its part calls it: "post:17"
    universe = models.ForeignKey(Universe, models.PROTECT, null=True, related_name="+", verbose_name=_("univers"))
    turn = models.PositiveSmallIntegerField(default=1)  # the next one after a reversal: a best answer may be so again
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversal")
    at = models.DateTimeField(_("le"))
    # The house's day, by which the caps count.
    day = models.GeneratedField(
        expression=models.Func("at", template=f"(%(expressions)s AT TIME ZONE '{HOME}')::date"),
        output_field=models.DateField(),
        db_persist=True,
    )

    objects: ClassVar[EntryQuerySet] = EntryQuerySet.as_manager()  # type: ignore[assignment]  # our QuerySet

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("écriture")
        verbose_name_plural = _("grand livre des points")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["member", "reason", "source", "turn"], condition=Q(reverses=None), name="entry_award_once"
            ),
            models.CheckConstraint(
                condition=Q(reverses=None, points__gte=0) | Q(reverses__isnull=False, points__lte=0),
                name="entry_awards_give_and_reversals_take",
            ),
        ]
        indexes = [
            models.Index("member", "reason", "day", name="entry_of_day"),
            models.Index("reason", "source", name="entry_of_source"),
            models.Index("member", F("at").desc(), F("id").desc(), name="entry_of_member"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.points:+} {self.reason} {self.source}"


class Total(models.Model):
    """What the ledger adds up to, written with each line of it. `season` is empty for all time, `universe` for all."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    season = models.CharField(max_length=6, blank=True, default="")
    universe = models.ForeignKey(Universe, models.PROTECT, null=True, related_name="+")
    points = models.IntegerField(_("points"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("total de points")
        verbose_name_plural = _("totaux de points")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["member", "season", "universe"], nulls_distinct=False, name="total_once")
        ]
        indexes = [
            models.Index(
                "season", "universe", F("points").desc(), "member", name="total_ranks", condition=Q(points__gt=0)
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.season}: {self.points}"


class Distinction(models.Model):
    """A badge that a member has, and since when. `badge` is a slug of `badges.py`."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="distinctions", db_index=False, verbose_name=_("membre")
    )
    badge = models.CharField(_("distinction"), max_length=60)
    at = models.DateTimeField(_("reçue le"), db_default=Now())

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("distinction")
        verbose_name_plural = _("distinctions")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["member", "badge"], name="distinction_once")]
        indexes = [models.Index("badge", name="distinction_of_badge")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.badge}"


class Discretion(models.Model):
    """A member who keeps their points for themself: on no leaderboard, and not on their profile."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="discretion")
    at = models.DateTimeField(_("depuis"), db_default=Now())

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("discrétion")
        verbose_name_plural = _("discrétions")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.member_id}"


class Settings(models.Model):
    """What the house shows of all this: one row. What is off is seen nowhere; with all of it off nothing is written."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    points = models.BooleanField(_("Points"), default=True)
    levels = models.BooleanField(_("Échelons"), default=True)
    badges = models.BooleanField(_("Distinctions"), default=True)
    leaderboards = models.BooleanField(_("Classements"), default=True)

    class Meta:
        verbose_name = _("réglages de la reconnaissance")
        verbose_name_plural = _("réglages de la reconnaissance")
        default_permissions = ()
        permissions = [("manage_recognition", _("Régler points, distinctions et classements"))]
        constraints = [models.CheckConstraint(condition=Q(id=1), name="recognition_settings_single")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def is_on(self) -> bool:
        """Is there anything at all?"""
        return self.points or self.levels or self.badges or self.leaderboards
