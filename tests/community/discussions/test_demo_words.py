"""The words of the demo's café: the files alone, before anything is made of them."""

import re
import tomllib
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from community.discussions.models import ReactionName
from community.discussions.models.categories import Category
from community.discussions.rules import LONGEST_POST, LONGEST_REASON, LONGEST_TITLE, SHORTEST_TITLE
from community.members.demo import ACCOUNTS, STORIES
from community.members.handles import validate_handle
from community.members.models import LONGEST_BIO
from community.members.trust import TrustLevel
from community.text.clean import clean, refuse_text
from community.text.markdown import read
from drops.demo.catalogue import NEXT, REHEARSED
from drops.demo.crowd import WHERE, WHO

HERE = Path(__file__).parents[3] / "community" / "discussions" / "demo"
PEOPLE = tomllib.loads((HERE / "members.toml").read_text(encoding="utf-8"))
CATEGORIES = tomllib.loads((HERE / "categories.toml").read_text(encoding="utf-8"))["category"]
FILES = {path.stem: path for path in sorted((HERE / "threads").glob("*.toml"))}
THREADS = [
    {"category": slug, **thread}
    for slug, path in FILES.items()
    for thread in tomllib.loads(path.read_text(encoding="utf-8"))["thread"]
]
POSTS = [(thread, post) for thread in THREADS for post in thread["post"]]
SPEAKING = [person for person in (*PEOPLE["member"], *PEOPLE["account"]) if "bio" in person]
LANGUAGES = {person["handle"]: person["language"] for person in (*PEOPLE["member"], *PEOPLE["account"])}

QUOTE = re.compile(r"^> \[@([a-z0-9-]+)\]\(post:(\d+)\) :$")
FAMOUS = """
audemars blancpain breguet breitling bulgari cartier casio certina chopard citizen doxa hamilton hublot incabloc jaeger
longines mido mondaine moser nivarox nomos omega oris panerai patek piaget qoqa rado rolex seiko sellita superluminova
swatch tissot tudor vacheron valjoux zenith
"""


def title_of(thread):
    return thread["title"]


def started(thread):
    return timedelta(**thread["started"])


def at(minutes):
    return timedelta(minutes=minutes)


def last_minute(thread):
    """The latest minute named anywhere in a thread."""
    moments = [post["at"] for post in thread["post"]]
    for post in thread["post"]:
        moments += [post[what]["at"] for what in ("edited", "deleted") if what in post]
    return max([*moments, thread.get("closed", {"at": 0})["at"]])


def test_sixty_members_speak_three_languages():
    assert Counter(member["language"] for member in PEOPLE["member"]) == {"fr": 36, "de": 14, "en": 10}
    levels = Counter(member["level"] for member in PEOPLE["member"])
    assert levels == {"newcomer": 8, "member": 34, "regular": 15, "guide": 3}
    assert {name.upper() for name in levels} == set(TrustLevel.names)
    assert {account["handle"] for account in PEOPLE["account"]} == {handle for handle, _ in ACCOUNTS.values()}


def test_handles_are_good_and_nobody_elses():
    crowd = {f"{who}-{where}" for who in WHO for where in WHERE}
    assert len(LANGUAGES) == len(PEOPLE["member"]) + len(PEOPLE["account"])
    assert not crowd & set(LANGUAGES)
    for handle in LANGUAGES:
        validate_handle(handle)


@pytest.mark.parametrize("person", SPEAKING, ids=lambda person: person["handle"])
def test_everybody_says_something_of_themselves(person):
    assert person["bio"].strip() == person["bio"] != ""
    assert len(person["bio"]) <= LONGEST_BIO
    assert person["bio"].count("\n") <= 1
    assert person.get("months", 0) >= 0


def test_who_has_a_story_already_says_nothing_else():
    told = {handle for email, (handle, _team) in ACCOUNTS.items() if email in STORIES}
    assert told == {account["handle"] for account in PEOPLE["account"] if "bio" not in account}


def test_no_two_say_the_same():
    bios = [person["bio"] for person in SPEAKING]
    texts = [post["text"] for _, post in POSTS]
    titles = [thread["title"] for thread in THREADS]
    for words in (bios, texts, titles):
        assert len(set(words)) == len(words)


def test_each_table_has_its_threads_and_its_words():
    assert {category["slug"] for category in CATEGORIES} == set(FILES)
    for category in CATEGORIES:
        for language in ("fr", "de", "en"):
            name, line = category[f"name_{language}"], category[f"line_{language}"]
            assert 0 < len(name) <= Category._meta.get_field("name_fr").max_length
            assert 0 < len(line) <= Category._meta.get_field("description_fr").max_length
    assert all(path.stat().st_size < 200_000 for path in FILES.values())


def test_forty_threads_in_three_languages():
    assert Counter(thread["language"] for thread in THREADS) == {"fr": 24, "de": 9, "en": 7}
    lengths = [len(thread["post"]) for thread in THREADS]
    assert 410 <= sum(lengths) <= 430
    assert (min(lengths) >= 3, max(lengths)) == (True, 40)
    assert sum(length > 20 for length in lengths) == 2


def test_one_of_each_rare_thing():
    assert sum(thread.get("pinned", False) for thread in THREADS) == 1
    assert sum("closed" in thread for thread in THREADS) == 1
    assert sum("edited" in post for _, post in POSTS) == 1
    assert sum("deleted" in post for _, post in POSTS) == 1


def test_everybody_speaks_and_most_of_them_more_than_once():
    spoken = Counter(post["by"] for _, post in POSTS)
    assert set(spoken) <= set(LANGUAGES)
    assert {member["handle"] for member in PEOPLE["member"]} <= set(spoken)
    assert sum(times > 1 for times in spoken.values()) >= 55
    assert spoken.most_common(1)[0][1] <= len(POSTS) / 10


def test_the_room_is_alive():
    silence = [started(thread) - at(thread["post"][-1]["at"]) for thread in THREADS]
    assert min(silence) <= timedelta(minutes=5)
    assert sum(quiet <= timedelta(hours=1) for quiet in silence) >= 10
    assert sum(quiet <= timedelta(days=1) for quiet in silence) >= 25
    assert sum(quiet > timedelta(days=2) for quiet in silence) >= 5


@pytest.mark.parametrize("thread", THREADS, ids=title_of)
def test_a_thread_goes_forward_and_ends_before_now(thread):
    posts = thread["post"]
    assert SHORTEST_TITLE <= len(thread["title"]) <= LONGEST_TITLE
    assert [post["n"] for post in posts] == list(range(1, len(posts) + 1))
    assert posts[0]["at"] == 0
    assert all(before["at"] < after["at"] for before, after in pairwise(posts))
    assert at(last_minute(thread)) < started(thread)
    if "closed" in thread:
        assert thread["closed"]["at"] >= posts[-1]["at"]
        assert thread["closed"]["by"] in LANGUAGES


@pytest.mark.parametrize("thread", THREADS, ids=title_of)
def test_a_thread_holds_together(thread):
    authors = {post["n"]: post["by"] for post in thread["post"]}
    texts = {post["n"]: post["text"] for post in thread["post"]}
    questions = {category["slug"] for category in CATEGORIES if category.get("questions")}
    best = [post for post in thread["post"] if post.get("best")]
    assert len(best) <= 1
    assert not best or (thread["category"] in questions and best[0]["n"] > 1)
    for post in thread["post"]:
        assert post.get("reply_to", 0) < post["n"]
        lines = post["text"].split("\n")
        for place, line in enumerate(lines):
            if line.startswith("> ["):
                handle, number = QUOTE.fullmatch(line).groups()
                assert int(number) < post["n"]
                assert authors[int(number)] == handle
                assert lines[place + 1].removeprefix("> ") in texts[int(number)]


def test_questions_at_the_workshop_are_answered():
    assert all(any(post.get("best") for post in t["post"]) for t in THREADS if t["category"] == "atelier")


@pytest.mark.parametrize("thread", THREADS, ids=title_of)
def test_posts_are_words_a_member_may_write(thread):
    for post in thread["post"]:
        refuse_text(post["text"], longest=LONGEST_POST)
        assert clean(post["text"]) == post["text"]
        assert "ß" not in post["text"]
        assert "'" not in post["text"]
        document = read(post["text"])
        assert set(document.mentions) <= set(LANGUAGES)
        assert not document.links
        assert document.plain


def test_reactions_come_from_others_and_once_each():
    for _, post in POSTS:
        reacted = [handle for handles in post.get("reactions", {}).values() for handle in handles]
        assert set(post.get("reactions", {})) <= set(ReactionName.values)
        assert len(set(reacted)) == len(reacted)
        assert set(reacted) <= set(LANGUAGES) - {post["by"]}
    given = Counter(name for _, post in POSTS for name in post.get("reactions", {}))
    assert set(given) == set(ReactionName.values)


def test_an_edit_says_why_and_what_was_there_before():
    for _, post in POSTS:
        if "edited" in post:
            assert 0 < len(post["edited"]["reason"]) <= LONGEST_REASON
            assert post["edited"]["before"] != post["text"]
            assert post["edited"]["at"] > post["at"]
        if "deleted" in post:
            assert post["deleted"]["by"] in LANGUAGES
            assert post["deleted"]["at"] > post["at"]


def test_nobody_speaks_before_having_come():
    joined = {
        person["handle"]: timedelta(days=30 * person["months"] + 26)
        for person in (*PEOPLE["member"], *PEOPLE["account"])
    }
    for thread, post in POSTS:
        ago = started(thread) - at(post["at"])
        for handle in [post["by"], *(who for names in post.get("reactions", {}).values() for who in names)]:
            assert joined[handle] > ago, (handle, thread["title"])


def test_no_brand_of_the_real_world_and_none_of_a_coming_drop():
    words = "\n".join(path.read_text(encoding="utf-8") for path in HERE.rglob("*.toml")).lower()
    secret = [NEXT.maker.name, NEXT.name, REHEARSED.maker.name, REHEARSED.name, NEXT.reference, REHEARSED.reference]
    for name in [*FAMOUS.split(), *secret]:
        assert not re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", words), name


def test_each_language_is_heard():
    heard = Counter(LANGUAGES[post["by"]] for _, post in POSTS)
    assert min(heard["fr"] - 200, heard["de"] - 70, heard["en"] - 45) >= 0
    mixed = [thread for thread in THREADS if {LANGUAGES[post["by"]] for post in thread["post"]} == {"fr", "de", "en"}]
    assert len(mixed) >= 3
