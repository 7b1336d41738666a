import pytest
from hypothesis import given

from community.text import markdown
from community.text.markdown import read
from community.text.wall import wall
from tests.community.text.allowed import strangers
from tests.community.text.payloads import PAYLOADS, SAMPLE, TOKEN
from tests.community.text.test_markdown import MARKUP, Photo

KNOWN = {"members": {"anna"}, "pictures": {TOKEN: Photo(TOKEN, 1200, 800)}}


def test_there_are_enough_payloads_and_none_twice():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 500
    assert len(SAMPLE) >= 500


def test_no_payload_leaves_more_than_the_list():
    found = {payload: stray for payload in PAYLOADS if (stray := strangers(read(payload).html(**KNOWN)))}
    assert not found


def test_the_first_wall_holds_alone(monkeypatch):
    monkeypatch.setattr(markdown, "wall", str)
    found = {payload: stray for payload in PAYLOADS if (stray := strangers(read(payload).html(**KNOWN)))}
    assert not found


def test_the_second_wall_holds_alone():
    found = {payload: stray for payload in PAYLOADS if (stray := strangers(wall(payload)))}
    assert not found


@given(MARKUP)
def test_the_second_wall_has_nothing_to_do(source):
    once = read(source).html(**KNOWN)
    assert wall(once) == once


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="//evil.example/">x</a>', "<a>x</a>"),
        (
            '<a href="/x" class="button" id="x" style="x" onclick="x" target="_blank" rel="opener">x</a>',
            '<a href="/x">x</a>',
        ),
        ('<img src="/static/x.svg">', "<img>"),
        ('<img srcset="//evil.example/x 1x">', "<img>"),
        ('<p class="hero">x</p>', "<p>x</p>"),
        ('<blockquote data-post="x">x</blockquote>', "<blockquote>x</blockquote>"),
        ("<h1>x</h1><table><td>y</td></table>", "xy"),
        ("<script>x</script><style>y</style><!-- z -->", ""),
    ],
)
def test_what_is_cut_out(html, left):
    assert wall(html) == left
