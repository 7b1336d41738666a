from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One thing that one member was told. `kind` and `key` say of what; the sentence is the kind's, made when read."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("membre")
    )
    kind = models.CharField(_("genre"), max_length=40)
    key = models.CharField(_("objet"), max_length=100, blank=True, default="")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("de la part de")
    )
    data = models.JSONField(_("données"), default=dict)
    count = models.PositiveIntegerField(_("fois"), default=1, db_default=Value(1))
    at = models.DateTimeField(_("le"), db_default=Now())
    read_at = models.DateTimeField(_("lu le"), null=True)
    # What a member wants by a channel only is not in their list and is not counted by their bell.
    is_listed = models.BooleanField(_("dans la liste"), default=True, db_default=True)

    class Meta:
        verbose_name = _("avis")
        verbose_name_plural = _("avis")
        indexes = [
            models.Index(fields=["member", "-at", "-id"], name="notice_glance"),
            models.Index(fields=["member", "at"], condition=Q(read_at=None), name="notice_unread"),
        ]
        constraints = [
            # What happens again to the same thing before one has looked is one line with a higher count.
            models.UniqueConstraint(
                fields=["member", "kind", "key"],
                condition=Q(read_at=None) & Q(key__gt=""),
                name="notice_collapses",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind} {self.key}"
