import pytest
from django.template import Context, Template

from community.members.browsers import browser_of


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML) Chrome/150.0 Safari/537.36", "Chrome, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.0", "Navigateur inconnu"),
        ("", "Navigateur inconnu"),
    ],
)
def test_a_browser_in_two_words(user_agent, words):
    assert browser_of(user_agent) == words


def render(source, **context):
    return Template("{% load members %}" + source).render(Context(context))


def test_the_drawn_portrait_is_always_the_same_and_the_members_own():
    one, again, other = (render(f'{{% portrait "{handle}" %}}') for handle in ("ada", "ada", "grace"))
    assert one == again != other
    assert ">A</text>" in one
    assert "<img" not in one


def test_a_kept_portrait_is_a_picture_in_two_formats():
    shown = render('{% portrait "ada" "abc" "large" %}')
    assert "/media/portraits/abc-256.webp" in shown
    assert "/media/portraits/abc-256.jpg" in shown
    assert 'class="avatar avatar--large"' in shown
