from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class SharedQuestion(models.Model):
    """A member who has somebody's question, too. They hear of its answer as who asked it does."""

    thread = models.ForeignKey("discussions.Thread", models.CASCADE, related_name="shared", verbose_name=_("question"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="shared_questions", verbose_name=_("membre")
    )
    at = models.DateTimeField(_("depuis"), db_default=Now())

    class Meta:
        verbose_name = _("question partagée")
        verbose_name_plural = _("questions partagées")
        constraints = [models.UniqueConstraint(fields=["thread", "member"], name="question_shared_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.thread_id}"
