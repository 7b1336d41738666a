"""What live pages say."""

import json

import pytest

from drops import words

MINUTE = 60_000


@pytest.mark.parametrize("speaker", [words.dial, words.countdown, words.stamp, words.claim])
def test_scripts_get_both_numbers_only_where_they_differ(speaker):
    both = json.loads(words.for_script(speaker))
    assert both.keys() == speaker(1).keys()
    for name, entry in both.items():
        assert entry == ([speaker(1)[name], speaker(2)[name]] if isinstance(entry, list) else speaker(1)[name])
        assert not isinstance(entry, list) or entry[0] != entry[1]


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (-1, "0 s"),
        (59_000, "59 s"),
        (59_001, "1 min"),
        (MINUTE, "1 min"),
        (59 * MINUTE + 1, "1 h 00"),
        (105 * MINUTE, "1 h 45"),
        (47 * 60 * MINUTE, "47 h 00"),
        (48 * 60 * MINUTE, "48 h 00"),
        (48 * 60 * MINUTE + 1, "3 jours"),
        (72 * 60 * MINUTE, "3 jours"),
    ],
)
def test_time_left(milliseconds, text):
    assert words.time_left(milliseconds).replace("\u00a0", " ") == text
