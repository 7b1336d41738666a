"""A copy of all that is a member's, as a ZIP: asked for here, built by a worker, forgotten two days later."""

from datetime import datetime
from functools import partial
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import translation
from procrastinate.contrib.django import app

from community.data_rights.archive import Archive, exported
from community.data_rights.models import Export
from community.data_rights.queries import export_refusal
from community.data_rights.rules import KEPT, STUCK
from community.data_rights.telling import READY
from community.members.models import Member
from community.notices.actions import tell
from realtime import clock

TASK = "community.data_rights.tasks.build"


class ExportRefused(Exception):
    """One copy is under way, or there were too many today; its text says which."""


@transaction.atomic
def ask_export(member: Member) -> Export:
    """Put a copy aside for a worker to build. Refuses (`ExportRefused`) a second one at a time and a fourth a day."""
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)  # two windows share one count
    if refusal := export_refusal(member, clock.now()):
        raise ExportRefused(refusal)
    export = Export.objects.create(member=member, parts=len(exported()))
    app.configure_task(TASK).defer(export_id=export.pk)
    return export


def build_export(export_id: int) -> None:
    """Write the file and tell its member. Begun anew by another worker, it ends with one file all the same.

    Each part is counted as it is done; the file appears under its name when it is whole.
    """
    export = Export.objects.select_related("member").filter(pk=export_id, ready_at=None).first()
    if export is None:
        return
    unfinished = export.path.with_suffix(".part")
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    with translation.override(export.member.language), Archive(unfinished, clock.now()) as archive:
        for number, entry in enumerate(exported(), start=1):
            archive.add(entry, export.member_id)
            Export.objects.filter(pk=export.pk).update(done=min(number, export.parts))
        archive.add_guide(export.member.handle)
    _finish(export, unfinished)


@transaction.atomic
def _finish(export: Export, unfinished: Path) -> None:
    """Give the file its name; whose row is gone meanwhile, since its member left or it took too long, leaves none."""
    if Export.objects.select_for_update().filter(pk=export.pk, ready_at=None).first() is None:
        _delete_files(export.path)
        return
    unfinished.replace(export.path)
    Export.objects.filter(pk=export.pk).update(ready_at=Now(), size=export.path.stat().st_size)
    tell(READY, [export.member_id], key=f"export:{export.pk}")


def forget_old_exports(now: datetime) -> int:
    """Delete copies that are two days old, and those that nobody finished; answers how many."""
    return _forget(Q(ready_at__lte=now - KEPT) | Q(ready_at=None, asked_at__lte=now - STUCK))


def forget_exports_of(member_id: int) -> None:
    """Delete every copy of a member's, at once."""
    _forget(Q(member=member_id))


@transaction.atomic
def _forget(which: Q) -> int:
    exports = list(Export.objects.select_for_update().filter(which))
    for export in exports:
        transaction.on_commit(partial(_delete_files, export.path))
    return Export.objects.filter(pk__in=[export.pk for export in exports]).delete()[0]


def _delete_files(path: Path) -> None:
    for file in (path, path.with_suffix(".part")):
        file.unlink(missing_ok=True)
