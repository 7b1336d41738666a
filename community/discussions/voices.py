"""As what people answer a question: for the house, for a brand, as an owner. Parts register theirs in `ready()`.

register_voice(Voice("owner", owners, consent=_("Je montre que j’ai cette montre")))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from community.discussions.models import Post, Thread
from community.members.models import Member

# From members by id and the question they answer: what the badge of those says who speak so. One query at most.
Of = Callable[[Mapping[int, Member], Thread], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Voice:
    """A way to speak. Those of the house's own (`is_official`) are told to all who wait for an answer.

    With `consent`, what the composer asks, it is seen on those posts only whose author said yes: it reveals something.
    """

    name: str
    of: Of
    is_official: bool = False
    consent: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands beside a name: the voice, and its words in the language being spoken."""

    voice: str
    words: str


Heard = Mapping[Voice, Mapping[int, str]]  # by voice, the words of those who speak so

_voices: dict[str, Voice] = {}


def register_voice(voice: Voice) -> None:
    """Make a voice known; badges stand in the order of registration. Refuses a name that is taken."""
    if _voices.get(voice.name, voice) != voice:
        raise ValueError(f"The voice {voice.name!r} is taken.")
    _voices[voice.name] = voice


def unregister_voice(name: str) -> None:
    """Forget a voice; for tests."""
    _voices.pop(name, None)


def hear(members: Mapping[int, Member], thread: Thread) -> Heard:
    """As what each of these members speaks in a question; nothing elsewhere. One query for each voice at most."""
    if not thread.is_question or not members:
        return {}
    return {voice: words for voice in _voices.values() if (words := voice.of(members, thread))}


def badges_of(post: Post, heard: Heard) -> tuple[Badge, ...]:
    """What stands beside the author's name: what needs their consent only where they gave it."""
    author = post.author_id
    return tuple(
        Badge(voice.name, words[author])
        for voice, words in heard.items()
        if author is not None and author in words and (post.is_open or not voice.consent)
    )


def official_voice(post: Post, thread: Thread) -> Badge | None:
    """For whom the author of an answer speaks, when it is the house or somebody it named; None when it is themself."""
    if post.author is None:
        return None
    for voice, words in hear({post.author.pk: post.author}, thread).items():
        if voice.is_official:
            return Badge(voice.name, words[post.author.pk])
    return None


def consents_of(member_id: int, heard: Heard) -> list[str]:
    """What the composer asks this member before it shows as what they speak: only what would show something."""
    return [str(voice.consent) for voice, words in heard.items() if voice.consent and member_id in words]


def of_the_house(members: Mapping[int, Member], thread: Thread) -> Mapping[int, str]:
    """Who works here."""
    return {pk: _("la maison") for pk, member in members.items() if member.is_staff and member.is_active}


HOUSE = Voice("house", of_the_house, is_official=True)
