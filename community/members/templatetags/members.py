"""How members look in a line of text: their portrait, their level; and the navigation of their account."""

from dataclasses import dataclass
from hashlib import sha256

from django import template

from community.members.avatar import Portrait
from community.members.pages import Menu, menu_at
from community.members.queries import Person

register = template.Library()


@dataclass(frozen=True, slots=True)
class Dial:
    """The drawn portrait: a monogram on a dial whose indices and hand come from the handle, always the same."""

    letter: str
    indices: list[int]
    hand: int


def _dial(handle: str) -> Dial:
    digest = sha256(handle.encode()).digest()
    step = (30, 30, 45, 60, 90)[digest[0] % 5]
    return Dial(handle[0].upper(), list(range(0, 360, step)), digest[1] * 360 // 256)


@register.inclusion_tag("members/_portrait.html")
def portrait(handle: str, avatar: str = "", size: str = "") -> dict[str, object]:
    """A member's picture or drawn dial; `size` is `small`, `large` or nothing. Mute: the handle stands beside it."""
    context: dict[str, object] = {"size": size, "dial": None if avatar else _dial(handle)}
    if avatar:
        kept = Portrait(avatar)
        pixels = 256 if size == "large" else 96
        context |= {"webp": kept.address(pixels, "webp"), "jpg": kept.address(pixels, "jpg")}
    return context


# Where a drawn movement carries its jewels: the balance first, as a watchmaker would.
_JEWELS = ((19, 34), (33, 31), (31, 16), (15, 17))


@register.inclusion_tag("members/_movement.html")
def movement(level: int, size: str = "") -> dict[str, object]:
    """A level as a movement with one jewel more than it has steps. Mute: the level's name stands beside it."""
    return {"size": size, "jewels": [(x, y, number <= level) for number, (x, y) in enumerate(_JEWELS)]}


@register.inclusion_tag("members/_person.html")
def person(who: Person | None) -> dict[str, object]:
    """A member's portrait and name as a link that shows their card; without one, somebody who left."""
    return {"person": who}


@register.simple_tag(takes_context=True)
def account_menu(context: template.Context) -> Menu:
    """The navigation of the account as it stands on this page."""
    return menu_at(context["request"].resolver_match.view_name)
