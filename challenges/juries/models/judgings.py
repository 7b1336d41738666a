from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from challenges.qdefis.models import Entry, Qdefi
from ideas.ballots.models.ballots import DIGEST, KEY_BYTES


class Judging(models.Model):
    """How a Qdéfi is judged, and what came of it. It opens with the votes; where there are none, as entries close.

    `voted` counts members with a paper, `walked` the starts that the fair order gave; `outcome` is what the published
    file says of the end, without papers.
    """

    qdefi = models.OneToOneField(Qdefi, models.CASCADE, primary_key=True, related_name="judging")
    min_account_days = models.PositiveSmallIntegerField(
        _("âge du compte"), default=0, help_text=_("En jours, à l’ouverture des votes.")
    )
    shortlist = models.PositiveSmallIntegerField(
        _("présélection"),
        default=0,
        help_text=_("Combien passent un premier tour de oui et de non avant les étoiles du jury. 0 : pas de tour."),
    )
    # Written under its lock.
    opened_at = models.DateTimeField(null=True, editable=False)
    eligible = models.PositiveIntegerField(null=True, editable=False)
    voted = models.PositiveIntegerField(default=0, editable=False)
    walked = models.PositiveIntegerField(default=0, editable=False)
    sealed_at = models.DateTimeField(null=True, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    outcome = models.JSONField(null=True, editable=False)
    digest = models.CharField(max_length=DIGEST, blank=True, default="", editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("jugement d’un Qdéfi")
        verbose_name_plural = _("jugements des Qdéfis")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None, eligible=None, voted=0, sealed_at=None)
                | Q(opened_at__isnull=False, eligible__isnull=False),
                name="judging_opened_whole",
            ),
            models.CheckConstraint(
                condition=Q(eligible=None) | Q(voted__lte=F("eligible")), name="judging_no_more_papers_than_the_roll"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, outcome=None, digest="")
                | Q(settled_at__isnull=False, sealed_at__isnull=False, outcome__isnull=False) & ~Q(digest=""),
                name="judging_settled_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.qdefi)

    @property
    def takes_votes(self) -> bool:
        """Does the community have a say? Needs its Qdéfi."""
        return self.qdefi.votes_open_at is not None

    @property
    def opens_at_hour(self) -> datetime:
        """When it opens: the ring is drawn and the roll frozen."""
        return self.qdefi.votes_open_at or self.qdefi.entries_close_at

    @property
    def closes_at_hour(self) -> datetime:
        """When papers are sealed, and the jury begins."""
        return self.qdefi.votes_close_at or self.qdefi.entries_close_at

    def is_due(self, now: datetime) -> bool:
        """Does the clock ask something of it that nobody did yet?"""
        if self.qdefi.is_draft or self.settled_at is not None:
            return False
        return (
            (self.opened_at is None and now >= self.opens_at_hour)
            or (self.sealed_at is None and now >= self.closes_at_hour)
            or now >= self.qdefi.results_at
        )


class JudgingKey(models.Model):
    """The key by which voters have their names until the seal. It stays out of backups (docs/fairness.md)."""

    judging = models.OneToOneField(Judging, models.CASCADE, primary_key=True, related_name="key")
    secret = models.BinaryField(max_length=KEY_BYTES)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("clé d’un jugement")
        verbose_name_plural = _("clés des jugements")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.judging_id)


class RingPlace(models.Model):
    """Where an entry stands on the ring of its Qdéfi, from 0; drawn once, it never moves. The order of equals, too."""

    pk = models.CompositePrimaryKey("judging_id", "n")
    judging = models.ForeignKey(Judging, models.CASCADE, related_name="ring", db_index=False)
    n = models.PositiveIntegerField()
    entry = models.OneToOneField(Entry, models.CASCADE, related_name="ring_place")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("place sur l’anneau")
        verbose_name_plural = _("places sur l’anneau")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.n)


class Seat(models.Model):
    """Where a member begins to read a ring. It says that they looked, and nothing of a vote."""

    pk = models.CompositePrimaryKey("judging_id", "member_id")
    judging = models.ForeignKey(Judging, models.CASCADE, related_name="seats", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("départ dans l’ordre équitable")
        verbose_name_plural = _("départs dans l’ordre équitable")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.start)


class Published(models.Model):
    """The result of a Qdéfi, byte by byte as it is published. Apart, since it is long and few read it."""

    judging = models.OneToOneField(Judging, models.CASCADE, primary_key=True, related_name="published")
    text = models.TextField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("résultat publié")
        verbose_name_plural = _("résultats publiés")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.judging_id)
