"""The second wall: of the HTML that a text became only this leaves; nh3 cuts out the rest."""

import re
from collections.abc import Callable

import nh3

from community.text.addresses import address

ELSEWHERE = "nofollow ugc noopener"  # the rel of a link that leaves the site
PICTURE_SIZES = "(min-width: 48rem) 42rem, 92vw"

_BLOCKS = ("p", "h3", "h4", "h5", "h6", "blockquote", "li")  # where a text may run from right to left
_TAGS = {*_BLOCKS, "a", "br", "cite", "code", "em", "hr", "img", "ol", "pre", "s", "span", "strong", "ul"}
_ONE_OF = {
    "a": {"class": {"mention"}, "rel": {ELSEWHERE}},
    "img": {"decoding": {"async"}, "loading": {"lazy"}, "sizes": {PICTURE_SIZES}},
    "pre": {"tabindex": {"0"}},
    "span": {"class": {"picture"}},
    **{tag: {"dir": {"auto"}} for tag in _BLOCKS},
    "p": {"class": {"quote-by"}, "dir": {"auto"}},
}
_OF_THIS_SHAPE: dict[tuple[str, str], Callable[[str], object]] = {
    ("a", "href"): lambda value: (found := address(value)) and found.href == value,
    ("blockquote", "data-post"): re.compile(r"[0-9]{1,18}").fullmatch,
    ("img", "height"): re.compile(r"[0-9]{1,5}").fullmatch,
    ("img", "src"): re.compile(r"/images/[0-9a-f]{32}-960\.webp").fullmatch,
    ("img", "srcset"): re.compile(
        r"/images/[0-9a-f]{32}-480\.webp 480w(, /images/[0-9a-f]{32}-\d+\.webp \d+w)*"
    ).fullmatch,
    ("img", "width"): re.compile(r"[0-9]{1,5}").fullmatch,
    ("ol", "start"): re.compile(r"[0-9]{1,9}").fullmatch,
}


def _keep(tag: str, name: str, value: str) -> str | None:
    has_its_shape = _OF_THIS_SHAPE.get((tag, name))
    return value if has_its_shape is None or has_its_shape(value) else None


_attributes = {"*": set(), "img": {"alt"}}  # nh3 would let “lang” and “title” through on everything
for _tag, _name in _OF_THIS_SHAPE:
    _attributes.setdefault(_tag, set()).add(_name)

_cleaner = nh3.Cleaner(
    tags=_TAGS,
    attributes=_attributes,
    tag_attribute_values=_ONE_OF,
    attribute_filter=_keep,
    generic_attribute_prefixes=set(),
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def wall(html: str) -> str:
    """Return `html` without any tag, attribute or address that a text of a member never has."""
    return _cleaner.clean(html)
