"""The names that a member leaves in other people's texts. One pattern serves Python and PostgreSQL alike."""

import re

from community.personal.registry import Leaving

_NOBODY = "membre.invalid"  # a domain that never exists


def address_of(tombstone: str) -> str:
    """The e-mail address of nobody that stands where an address stood."""
    return f"{tombstone}@{_NOBODY}"


def traces_of(leaving: Leaving) -> list[tuple[str, str]]:
    """Patterns, of any case, with what stands there afterwards: mentions, addresses of their page and of their mail.

    A mention is what community/text takes for one: `@anna` and not `paul@anna.example`. An address is a whole one:
    anybody may have given `a@b.ch` for theirs, and `anna@b.ch` and `a@b.chur.example` are other people's.
    """
    names = "|".join(re.escape(handle) for handle in leaving.handles)
    found = [
        (rf"(?<![\w@/.+-])@(?:{names})(?![\w@]|-\w)", f"@{leaving.tombstone}"),
        (rf"/membres/(?:{names})(?![\w-])", f"/membres/{leaving.tombstone}"),
    ]
    addresses = [rf"(?<![\w.+-]){re.escape(address)}(?![\w-]|\.\w)" for address in leaving.addresses]
    return found + [(address, address_of(leaving.tombstone)) for address in addresses]


def rewritten(text: str, leaving: Leaving) -> str:
    """The text, with the tombstone where the member was named."""
    for pattern, instead in traces_of(leaving):
        text = re.sub(pattern, instead, text, flags=re.IGNORECASE)
    return text
