from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from challenges.juries.models.judgings import Judging
from ideas.ballots.models.ballots import DIGEST
from ideas.ballots.models.papers import RECEIPT


class RollEntry(models.Model):
    """A member who may vote in a Qdéfi, with one paper; frozen at the opening."""

    pk = models.CompositePrimaryKey("judging_id", "member_id")
    judging = models.ForeignKey(Judging, models.CASCADE, related_name="roll", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("inscription au vote d’un Qdéfi")
        verbose_name_plural = _("inscriptions au vote d’un Qdéfi")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.member_id)


class Vote(models.Model):
    """A member's paper while votes are open: `{"<entry's number>": mark}`. It names no member but by the key's HMAC."""

    pk = models.CompositePrimaryKey("judging_id", "voter")
    judging = models.ForeignKey(Judging, models.CASCADE, related_name="votes", db_index=False)
    voter = models.CharField(max_length=DIGEST)
    choice = models.JSONField()
    receipt = models.CharField(max_length=RECEIPT, unique=True)
    day = models.DateField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("voix à un Qdéfi")
        verbose_name_plural = _("voix à un Qdéfi")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.judging_id)


class Participation(models.Model):
    """Who voted in a sealed Qdéfi, known by the day: written at the seal in the order of members."""

    pk = models.CompositePrimaryKey("judging_id", "member_id")
    judging = models.ForeignKey(Judging, models.CASCADE, related_name="participations", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField(_("jour"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("participation au vote d’un Qdéfi")
        verbose_name_plural = _("participations au vote d’un Qdéfi")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.member_id} {self.day}"


class Paper(models.Model):
    """A paper of a sealed Qdéfi, with the receipt by which nobody but its voter can recognise it."""

    pk = models.CompositePrimaryKey("judging_id", "receipt")
    judging = models.ForeignKey(Judging, models.CASCADE, related_name="papers", db_index=False)
    receipt = models.CharField(max_length=RECEIPT)
    choice = models.JSONField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("papier d’un Qdéfi")
        verbose_name_plural = _("papiers d’un Qdéfi")
        default_permissions = ()

    def __str__(self) -> str:
        return self.receipt
