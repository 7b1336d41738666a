"""Where a link of a member may lead: to a page of ours, to http and https elsewhere, or to a plain mail address."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

_PRINTABLE = re.compile(r"[!-~]+")
_CONFUSING = frozenset('"<>\\^`{|}')  # what browsers and servers read in different ways
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?")
_MAIL = re.compile(r"mailto:[A-Za-z0-9.!#$&*+/=_~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", re.IGNORECASE)
_POST = re.compile(r"(?:/[a-z]{2})?/cafe/p/([0-9]{1,18})/")
_PICTURE = re.compile(r"/images/([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class Address:
    """A link that may be shown: a path of ours, or what leads elsewhere."""

    href: str
    is_own: bool = False

    @property
    def post(self) -> int | None:
        """The id of the post it leads to."""
        found = _POST.fullmatch(self.href) if self.is_own else None
        return int(found.group(1)) if found else None

    @property
    def picture(self) -> str | None:
        """The token of the picture it names."""
        found = _PICTURE.fullmatch(self.href) if self.is_own else None
        return found.group(1) if found else None

    @property
    def is_mail(self) -> bool:
        return not self.is_own and self.href[:7].lower() == "mailto:"


def address(href: str) -> Address | None:
    """What a link may become, or None: other schemes, relative paths, names and passwords before the host."""
    if not _PRINTABLE.fullmatch(href) or not _CONFUSING.isdisjoint(href):
        return None
    if href.startswith("/"):
        return None if href.startswith("//") else Address(href, is_own=True)
    if _MAIL.fullmatch(href):
        return Address(href)
    return _elsewhere(href)


def _elsewhere(href: str) -> Address | None:
    try:
        parts = urlsplit(href)
        parts.port  # noqa: B018 -- refuses what is no port
    except ValueError:
        return None
    is_plain = "@" not in parts.netloc and _HOST.fullmatch(parts.hostname or "")
    if parts.scheme not in {"http", "https"} or not is_plain:
        return None
    if parts.netloc.lower() == urlsplit(settings.SITE_URL).netloc.lower():
        return Address(_path(parts), is_own=True)
    return Address(href)


def _path(parts: SplitResult) -> str:
    """The path of a page of ours. Two slashes in front would lead to another host."""
    return SplitResult("", "", "/" + parts.path.lstrip("/"), parts.query, parts.fragment).geturl()
