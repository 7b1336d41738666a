from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ideas.ballots.models.ballots import DIGEST, Ballot

RECEIPT = 32  # hex characters of 128 bits


class RollEntry(models.Model):
    """A member who may vote, and with how many papers; frozen at the opening."""

    pk = models.CompositePrimaryKey("ballot_id", "member_id")
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="roll", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    papers = models.PositiveIntegerField(_("papiers"), default=1)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("inscription à un scrutin")
        verbose_name_plural = _("inscriptions aux scrutins")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(papers__gte=1), name="roll_a_paper_at_least")]

    def __str__(self) -> str:
        return f"{self.member_id} × {self.papers}"


class Vote(models.Model):
    """A paper while its ballot is open. It names no member, but `voter`: HMAC-SHA256(key, member's number | paper)."""

    pk = models.CompositePrimaryKey("ballot_id", "voter")
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="votes", db_index=False)
    voter = models.CharField(max_length=DIGEST)
    choice = models.JSONField()
    receipt = models.CharField(max_length=RECEIPT, unique=True)
    day = models.DateField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("voix")
        verbose_name_plural = _("voix")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.ballot_id}"


class Participation(models.Model):
    """Who took part, known by the day: written at the sealing in the order of members, a row for each paper.

    Before, a vote and its voter's name say the same; a row written beside the vote would tell whose it is.
    """

    pk = models.CompositePrimaryKey("ballot_id", "member_id", "paper")
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="participations", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    paper = models.PositiveIntegerField(_("papier"))
    day = models.DateField(_("jour"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("participation à un scrutin")
        verbose_name_plural = _("participations aux scrutins")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.member_id} {self.day}"


class Paper(models.Model):
    """A paper of a sealed ballot: what it says, and a receipt that nobody but its voter can recognise."""

    pk = models.CompositePrimaryKey("ballot_id", "receipt")
    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="papers", db_index=False)
    receipt = models.CharField(max_length=RECEIPT)
    choice = models.JSONField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("papier")
        verbose_name_plural = _("papiers")
        default_permissions = ()

    def __str__(self) -> str:
        return self.receipt
