from typing import Any

from django.core.management.base import BaseCommand

from challenges.juries.actions.departing import renew_judging
from challenges.juries.models import Judging


class Command(BaseCommand):
    help = "After a restore: votes of Qdéfis that were open lost their key with the backup; they begin anew."

    def handle(self, **_: Any) -> None:
        lost = Judging.objects.filter(opened_at__isnull=False, sealed_at=None, key=None).select_related("qdefi")
        for judging in lost.filter(qdefi__votes_open_at__isnull=False).order_by("pk"):
            self.stdout.write(f"{judging.qdefi.slug}: {renew_judging(judging)} papers forgotten.")
