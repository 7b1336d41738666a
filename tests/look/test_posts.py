"""A message of the café, in every state, for who cannot see it: named, dated, in its own language."""

import re
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string

from community.text.explaining import leave_unexplained
from config.cafe_specimens import COMPOSERS, POSTS, STANCE, THREADS

VOID = {"br", "hr", "img", "input", "meta", "source"}


class _Nesting(HTMLParser):
    """Which elements stand inside which."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.pairs: set[tuple[str, str]] = set()

    def handle_starttag(self, tag, attrs):
        self.pairs |= {(outer, tag) for outer in self.open}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing."
        assert self.open.pop() == tag, f"</{tag}> closes what it did not open."


def rendered(template, context, rf):
    request = rf.get("/design/")
    leave_unexplained(request)
    return render_to_string(template, dict(context), request)


@pytest.fixture(params=POSTS)
def post(request, rf):
    """A specimen and its markup."""
    view = POSTS[request.param]["post"]
    return view, rendered("discussions/_post.html", {"post": view}, rf)


def test_it_is_one_article_with_a_name(post):
    view, html = post
    assert html.count("<article") == 1
    label = re.search(r'<article[^>]* aria-label="([^"]+)"', html).group(1)
    assert view.author is None or view.author.handle in label
    assert view.number is None or str(view.number) in label
    assert f'id="{view.anchor}"' in html
    assert f'data-post="{view.pk}"' in html


def test_it_is_sound_markup(post):
    _view, html = post
    nesting = _Nesting()
    nesting.feed(html)
    assert not nesting.open
    assert not nesting.pairs & {
        ("a", "a"),
        ("form", "form"),
        ("button", "a"),
        ("a", "button"),
        ("p", "p"),
        ("p", "div"),
    }


def test_its_hour_can_be_read_by_machines_and_in_full(post):
    _view, html = post
    assert re.search(r'<time class="moment" datetime="2026-10-1\dT[^"]+" title="[^"]+heure de Zurich">', html)


def test_its_words_say_their_language(post):
    view, html = post
    if view.html:
        assert '<div class="post__body prose" lang="fr">' in html
    else:
        assert "post__body" not in html
        assert "post__gone" in html, "What is not there says so."


def test_who_may_press_sees_what_is_pressed(post):
    view, html = post
    pressed = re.findall(r'aria-pressed="(true|false)"', html)
    assert len(pressed) == (len(view.reactions) if view.may_react else 0)
    assert pressed.count("true") == (sum(each.is_mine for each in view.reactions) if view.may_react else 0)
    if view.state == "shown":
        assert all(each.label in html for each in view.reactions), "A drawing alone says nothing."


def test_what_it_offers_is_what_this_reader_may(post):
    view, html = post
    offers = {
        "reply": view.may_reply,
        "quote": view.may_reply,
        "edit": view.may_edit,
        "delete": view.may_delete,
        "restore": view.may_restore,
        "flag": view.may_flag,
        "best": view.may_mark_best,
        "like": view.may_react,
    }
    assert {act for act in offers if f'data-act="{act}"' in html} == {act for act, may in offers.items() if may}


def test_what_somebody_blocked_says_is_folded(rf):
    html = rendered("discussions/_post.html", POSTS["replié"], rf)
    assert html.index("<details") < html.index("Je parle quand même.")


def test_who_left_or_was_suspended_is_no_link(rf):
    for name in ("de_quelqu_un_de_suspendu", "de_quelqu_un_qui_est_parti"):
        assert "/membres/" not in rendered("discussions/_post.html", POSTS[name], rf)


@pytest.mark.parametrize("name", COMPOSERS)
def test_every_field_of_the_composer_has_its_label(name, rf):
    html = rendered("discussions/_composer.html", COMPOSERS[name], rf)
    fields = re.findall(r"<(?:input(?![^>]*type=\"hidden\")|select|textarea)\b[^>]*>", html)
    asked = {re.search(r' id="([^"]+)"', field).group(1) for field in fields}
    assert asked <= set(re.findall(r'<label for="([^"]+)"', html))


def test_a_refusal_keeps_the_words(rf):
    html = rendered("discussions/_composer.html", COMPOSERS["refusé"], rf)
    assert "Ce que j’avais écrit, je l’ai encore.</textarea>" in html
    assert html.index("attends 4 secondes") < html.index("<textarea")


def test_one_stance_is_pressed(rf):
    html = rendered("discussions/_stance.html", STANCE["normal"], rf)
    assert re.findall(r'value="(\w+)" aria-pressed="true"', html) == ["normal"]


def test_a_list_says_in_words_what_its_marks_show(rf):
    html = rendered("discussions/_threads.html", THREADS["courantes"], rf)
    words = re.sub(r"<[^>]+>|\s+", " ", html)
    for word in ("épinglé", "fermé", "réglé", "en sourdine", "question", "messages non lus"):
        assert word in words
    assert 'lang="de">Donau' in html
    nesting = _Nesting()
    nesting.feed(html)
    assert not nesting.open
    assert ("a", "a") not in nesting.pairs


@pytest.mark.parametrize(
    ("view", "said"),
    [("", "Personne n’a encore osé."), ("nouveaux", "Tu as tout ouvert"), ("non-lus", "Rien en retard")],
)
def test_an_empty_list_is_kind(view, said, rf):
    empty = THREADS["courantes"] | {"threads": type(THREADS["courantes"]["threads"])((), (), ""), "view": view}
    assert said in rendered("discussions/_threads.html", empty, rf)
