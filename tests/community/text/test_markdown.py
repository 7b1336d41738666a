from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.members.handles import LONGEST, SHORTEST, validate_handle
from community.text.markdown import read
from community.text.parsing import LONGEST as LONGEST_TEXT
from community.text.reading import LONGEST_HANDLE, SHORTEST_HANDLE
from tests.community.text.allowed import strangers, words

A, B = "a" * 32, "b" * 32
# Pieces of markup for hypothesis to put together.
SIGNS = ["*", "**", "_", "~~", "`", "```", "[", "](", ")", "!", "<", ">", "-", "#", "|", "---", "===", "@anna", "1."]
SIGNS += ["&amp;", "&#8238;", "&#0;", "<script>", "é", "x"]
MARKUP = st.lists(
    st.sampled_from(SIGNS)
    | st.sampled_from(
        [" ", "\n", "\n\n", "    ", "- ", "1. ", "# ", "> ", "\\", '"', "'", "\u200d", "\U0001f468", "שלום"]
    )
    | st.sampled_from(["https://a.example/", "javascript:x", "[@anna](/cafe/p/1/) :", f"(/images/{A})", "[a]: /b"]),
    max_size=40,
).map("".join)


@dataclass(frozen=True)
class Photo:
    token: str
    width: int
    height: int


def html(source, **known):
    return read(source).html(**known)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Un *mot*, **deux**, ~~trois~~.", "<p>Un <em>mot</em>, <strong>deux</strong>, <s>trois</s>.</p>"),
        ("une ligne\nl’autre", "<p>une ligne<br>\nl’autre</p>"),
        ("# a\n## b\n##### c", "<h3>a</h3><h4>b</h4><h5>c</h5>"),
        ("### a\n# b\n###### c\n###### d", "<h3>a</h3><h3>b</h3><h4>c</h4><h4>d</h4>"),
        ("a\n===", "<h3>a</h3>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("3) a", '<ol start="3"><li>a</li></ol>'),
        ("a\n\n---", "<p>a</p><hr>"),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("```js\n<b>\n```", '<pre tabindex="0"><code>&lt;b&gt;\n</code></pre>'),
        ("    a\n", '<pre tabindex="0"><code>a\n</code></pre>'),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>"),
        ("|a|\n|-|\n|b|", "<p>|a|<br>\n|-|<br>\n|b|</p>"),
        ("&eacute;&#x202e;", "<p>é</p>"),
        ("", ""),
    ],
)
def test_what_is_shown(source, shown):
    assert html(source) == shown


@pytest.mark.parametrize(
    ("source", "href"),
    [
        ("[a](https://a.example/)", "https://a.example/"),
        ("<https://a.example/>", "https://a.example/"),
        ("https://a.example/x_y_z*w", "https://a.example/x_y_z*w"),
        ("(voir https://a.example/x_(y)).", "https://a.example/x_(y)"),
        ("«https://a.example/», dit-il", "https://a.example/"),
        ("**https://a.example/**", "https://a.example/"),
        ("HTTPS://a.example/!", "HTTPS://a.example/"),
        ("https://bücher.example/é", "https://xn--bcher-kva.example/%C3%A9"),
    ],
)
def test_links_that_lead_elsewhere(source, href):
    assert f'<a href="{href}" rel="nofollow ugc noopener">' in html(source)
    assert read(source).links == (href,)


@pytest.mark.parametrize(
    "source",
    [
        "a.example",
        "www.a.example",
        "anna@a.example",
        "ftp://a.example",
        "//a.example",
        "xhttps://a.example",
        "https://",
    ],
)
def test_nothing_else_becomes_a_link_by_itself(source):
    assert "<a" not in html(source)


def test_links_within_the_house_are_paths(settings):
    settings.SITE_URL = "https://qlock.example"
    source = "[a](/cafe/) https://qlock.example/drops/?a=1&b=2 <anna@a.example>"
    shown = html(source)
    assert '<a href="/cafe/">a</a>' in shown
    assert '<a href="/drops/?a=1&amp;b=2">https://qlock.example/drops/?a=1&amp;b=2</a>' in shown
    assert '<a href="mailto:anna@a.example" rel="nofollow ugc noopener">' in shown
    assert read(source).links == ()


def test_a_link_that_leads_nowhere_keeps_its_words():
    assert html("[mots](javascript:alert(1)) [autres](//evil.example)") == "<p>mots autres</p>"


def test_links_do_not_nest():
    shown = html("[a <https://b.example/> ![c](https://c.example/)](/cafe/) [x](javascript:1 <https://d.example/>)")
    assert not strangers(shown)


def test_mentions_are_links_to_members_there_are():
    document = read("Salut @Anna, @bob-le-bref et @personne.")
    assert document.mentions == ("anna", "bob-le-bref", "personne")
    assert document.html(members=["anna", "bob-le-bref"]) == (
        '<p>Salut <a class="mention" href="/membres/anna/">@Anna</a>, '
        '<a class="mention" href="/membres/bob-le-bref/">@bob-le-bref</a> et @personne.</p>'
    )


@pytest.mark.parametrize(
    "source",
    [
        "`@anna`",
        "```\n@anna\n```",
        "    @anna",
        "[@anna](/cafe/)",
        "> @anna",
        "\\@anna",
        "moi@anna",
        "moi.@anna",
        "@anna@a.example",
        "@@anna",
        "@anna_b",
        "@anna-é",
        "@annaé",
        "https://a.example/@anna",
        "<anna@anna.example>",
        "@" + "a" * 31,
        "@ab",
    ],
)
def test_who_is_not_called(source):
    assert read(source).mentions == ()


def test_a_mention_in_a_quote_is_a_link_and_calls_nobody():
    document = read("> @anna\n\n@bob @BOB")
    assert document.mentions == ("bob",)
    assert '<a class="mention" href="/membres/anna/">@anna</a>' in document.html(members={"anna"})


@pytest.mark.parametrize(
    "source", ["@anna.", "(@anna)", "**@anna**", "@anna-", "@anna’s", "@anna,@anna", "# @anna", "@an\u200bna"]
)
def test_who_is_called(source):
    assert read(source).mentions == ("anna",)


@given(st.text(st.sampled_from("aZ09-_.@ é\u017f\u212a"), max_size=33))
def test_a_mention_has_the_shape_of_a_handle(text):
    for handle in read("@" + text).mentions:
        validate_handle(handle)


def test_a_handle_that_members_take_can_be_mentioned():
    assert (SHORTEST_HANDLE, LONGEST_HANDLE) == (SHORTEST, LONGEST)
    for handle in ["abc", "a" * 30, "loutre-de-fleurier", "1815", "a-1-b"]:
        validate_handle(handle)
        assert read(f"Salut @{handle}.").mentions == (handle,)


def test_a_quote_says_whose_it_is():
    document = read("> [@anna](/cafe/p/123/) :\n> Il est **l’heure**.\n\nEn effet.")
    assert document.quotes == (123,)
    assert document.plain == "En effet."
    assert document.html() == (
        '<blockquote data-post="123"><p class="quote-by"><cite><a href="/cafe/p/123/">@anna</a></cite></p>'
        "<p>Il est <strong>l’heure</strong>.</p></blockquote><p>En effet.</p>"
    )


@pytest.mark.parametrize(
    "source",
    [
        "> [@anna](/cafe/p/123/)\n>\n> Bien.",
        "> [@anna](/cafe/p/123/)\xa0:\n> Bien.",
        ">[@anna][p]:\nBien.\n\n[p]: /cafe/p/123/",
    ],
)
def test_ways_to_write_an_attribution(source):
    document = read(source)
    assert document.quotes == (123,)
    assert "<p>Bien.</p></blockquote>" in document.html()


@pytest.mark.parametrize(
    "source",
    [
        "> Comme [@anna](/cafe/p/123/) :\n> a",
        "> [@anna](/cafe/p/123/) dit :\n> a",
        "> [@anna](https://a.example/cafe/p/123/) :\n> a",
        "> [](/cafe/p/123/) :\n> a",
        "> # [@anna](/cafe/p/123/)\n> a",
        "[@anna](/cafe/p/123/) :\na",
    ],
)
def test_what_is_no_attribution(source):
    assert read(source).quotes == ()
    assert "<cite>" not in html(source)


def test_a_quote_in_a_quote_is_shown_and_not_counted():
    document = read("> [@anna](/cafe/p/1/) :\n> > [@bob](/cafe/p/2/) :\n> > a\n\n> > [@carl](/cafe/p/3/) :\n> > b")
    assert document.quotes == (1, 3)
    assert 'data-post="2"' in document.html()


def test_quotes_beyond_the_fifth_are_flat():
    shown = html(">" * 9 + " a")
    assert shown.count("<blockquote>") == 5
    assert words(shown) == "a"


def test_five_hundred_quotes_stand_as_they_were_typed():
    assert words(html(">" * 500 + " a")) == ">" * 500 + " a"


def test_our_pictures():
    document = read(f"Ma montre :\n\n![Un “cadran”](/images/{A}) ![](/images/{B})")
    assert document.pictures == (A, B)
    assert document.html() == "<p>Ma montre :</p><p>Un “cadran” </p>"
    shown = document.html(pictures={A: Photo(A, 1600, 1200)})
    assert (
        f'<span class="picture"><img src="/images/{A}-960.webp" srcset="/images/{A}-480.webp 480w, '
        f'/images/{A}-960.webp 960w, /images/{A}-1440.webp 1440w" sizes="'
    ) in shown
    assert ' width="1600" height="1200" loading="lazy" decoding="async" alt="Un “cadran”"></span>' in shown
    assert B not in shown


def test_pictures_from_elsewhere_are_links():
    document = read("![a](https://a.example/x.png) ![](https://b.example/y.png) ![c](data:image/png;base64,AA)")
    assert document.links == ("https://a.example/x.png", "https://b.example/y.png")
    assert document.pictures == ()
    assert words(document.html()) == "a https://b.example/y.png c"
    assert "<img" not in document.html()


def test_what_a_search_reads():
    source = "# Titre\n\nUn *mot* et [un lien](/x) :\nici `code`.\n\n> cité\n\n- a"
    source += f"\n- ![photo](/images/{A})\n\n```\nx = 1\n```"
    assert read(source).plain.split("\n") == ["Titre", "Un mot et un lien :", "ici code.", "a", "photo", "x = 1"]


def test_letters_from_right_to_left_find_their_direction():
    assert html("שלום\n\n- a") == '<p dir="auto">שלום</p><ul><li dir="auto">a</li></ul>'
    assert "dir" not in html("Bonjour")


@pytest.mark.parametrize("source", ["[a]: https://a.example/", "&#8203;", "&nbsp;", "#", "[](/a)", "- "])
def test_what_would_show_nothing_is_shown_as_typed(source):
    assert words(html(source)) == source.strip()


@pytest.mark.parametrize("source", ["***", f"![](/images/{A})", "> a", "`a`"])
def test_what_shows_something_is_read(source):
    assert words(html(source, pictures={A: Photo(A, 1, 1)})) != source


def test_nothing_gets_lost_in_lists_too_deep():
    source = "- " * 30 + "a"
    assert words(html(source)) == source


def test_what_is_longer_than_anything_a_member_may_write_is_cut():
    assert len(words(html("a" * (LONGEST_TEXT + 1)))) == LONGEST_TEXT + 1
    assert words(html("a" * 1_000_000)) == "a" * LONGEST_TEXT + "…"


def test_a_document_is_a_value():
    assert read("a @anna") == read("a @anna")
    assert hash(read("a @anna")) == hash(read("a @anna"))


@given(st.text() | MARKUP)
def test_any_text_becomes_html_of_the_list(source):
    document = read(source)
    for shown in (document.html(), document.html(members={"anna"}, pictures={A: Photo(A, 640, 480)})):
        assert not strangers(shown)
        assert not set(shown) & set("\x00\x1b\u202e\u2066\u2069\u200b")
    assert read(source) == document


@given(st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_words_alone_stay_what_they_are(source):
    assert words(html(source)) == read(source).plain


def test_the_house_says_whom_a_quote_is_from():
    document = read("> [@anna](/cafe/p/7/) :\n> > [@ben](/cafe/p/8/) :\n> > Oui.\n>\n> Non.\n\nBon.")
    assert (document.quotes, document.attributed) == ((7,), {7, 8})
    told = document.html(authors={7: "claire"})
    assert "@claire" in told
    assert "anna" not in told
    assert "ben" not in told
    assert "@anna" in document.html()
