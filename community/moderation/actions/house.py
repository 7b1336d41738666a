"""The house's own rules: words, sites, and how strict it is."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from community.members.models import Member
from community.moderation.actions.audit import record
from community.moderation.models import Rule, Settings
from community.moderation.rules import may_moderate
from community.moderation.screening import pattern_host, pattern_words


class NotAModerator(Exception):
    """The house's rules are the moderation's."""


@transaction.atomic
def add_rule(*, by: Member, kind: str, pattern: str, effect: str, note: str = "", reason: str = "") -> Rule:
    """Watch for a word or a site. Refuses (`ValidationError`) a pattern that means nothing, or is there already."""
    _check(by)
    meant = pattern_host(pattern) if kind == Rule.Kind.LINK else " ".join(pattern_words(pattern))
    if not meant:
        raise ValidationError({"pattern": _("Écris un mot, avec * si tu veux, ou un nom de site comme exemple.com.")})
    rule = Rule(kind=kind, pattern=meant, effect=effect, note=note, reason=reason, by=by)
    rule.full_clean(exclude=["at"])
    rule.save()
    record("rule.added", by=by, kind="rule", key=str(rule.pk), reason=meant, effect=effect)
    return rule


@transaction.atomic
def switch_rule(rule_id: int, *, by: Member, is_active: bool) -> None:
    """Put a rule in force or out of it; it stays on the list."""
    _check(by)
    rule = Rule.objects.select_for_update().get(pk=rule_id)
    if rule.is_active != is_active:
        rule.is_active = is_active
        rule.save(update_fields=["is_active"])
        verb = "rule.activated" if is_active else "rule.deactivated"
        record(verb, by=by, kind="rule", key=str(rule.pk), reason=rule.pattern)


@transaction.atomic
def change_settings(*, by: Member, premoderates_newcomers: bool, hide_threshold: int) -> None:
    """Say how strict the house is. Refuses (`ValidationError`) a threshold that is no positive number."""
    _check(by)
    values: dict[str, Any] = {"premoderates_newcomers": premoderates_newcomers, "hide_threshold": hide_threshold}
    wanted = Settings(pk=1, **values)
    wanted.clean_fields()
    wanted.validate_constraints()
    Settings.objects.update_or_create(pk=1, defaults=values)
    record("settings.changed", by=by, kind="settings", key="1", **values)


def _check(by: Member) -> None:
    if not may_moderate(by):
        raise NotAModerator
