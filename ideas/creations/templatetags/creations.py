"""How far a creation is, drawn as the rim of a dial."""

from django import template

from ideas.creations.queries import CreationLine

register = template.Library()

WHOLE, GAP = 360, 10  # degrees


@register.inclusion_tag("creations/_ring.html")
def ring(line: CreationLine, size: str = "") -> dict[str, object]:
    """An arc for each stage, from the top on. Mute: what it says stands beside it."""
    total = len(line.stages)
    step = WHOLE // (total or 1)
    gap = GAP if total > 1 else 0
    first = gap // 2 - 90
    arcs = [{"phase": stage.phase.value, "turn": first + step * index} for index, stage in enumerate(line.stages)]
    return {
        "arcs": arcs,
        "whole": WHOLE,
        "length": step - gap,
        "decided": line.decided,
        "total": total,
        "size": size,
    }
