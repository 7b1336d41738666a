import re
import timeit
from html import unescape
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils.safestring import mark_safe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.text.explaining import explainer_of
from editorial import explaining
from editorial.actions import read_explained, read_plainly
from editorial.explaining import Explainer
from editorial.models import GlossaryVersion, Term
from tests.factories.editorial import make_term
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def explain(text, **options):
    return explaining.explain(text, explaining.current_matcher(), **options)


def linked(text, **options):
    """The words that became links."""
    return [unescape(words) for words in re.findall(r'<a class="term"[^>]*>([^<]*)</a>', explain(text, **options).html)]


def test_the_first_use_alone_is_linked():
    make_term("spiral", slug="spiral", short_fr="Un ressort fin.")
    html = explain("Un spiral, deux spiraux, encore un spiral.").html
    assert html.count("<a ") == 1
    assert html.startswith('Un <a class="term" href="/glossaire/spiral/" title="Un ressort fin." data-term="spiral">')


def test_plain_text_is_escaped():
    make_term("spiral", short_fr='Un "ressort" <fin>.')
    html = explain("<script>alert(1)</script> & un spiral").html
    assert html.startswith("&lt;script&gt;alert(1)&lt;/script&gt; &amp; un <a ")
    assert 'title="Un &quot;ressort&quot; &lt;fin&gt;."' in html


def test_the_longest_name_wins():
    make_term("échappement")
    make_term("échappement à ancre")
    assert linked("L’échappement à ancre, puis un échappement.") == ["échappement à ancre", "échappement"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("alternance", "Des ALTERNANCES.", ["ALTERNANCES"]),
        ("côtes de Genève", "Les côtes\u00a0de Genève.", ["côtes\u00a0de Genève"]),
        ("index appliqué", "des index appliqués", ["index appliqués"]),
        ("pierre d’horlogerie", "une pierre d'horlogerie", ["pierre d'horlogerie"]),
        ("corne", "une licorne, un cornet, un demi-corne", []),
        ("spiral", "des spiraux, des spirals", ["spiraux"]),
        ("émail grand feu", "les émaux grand feu", ["émaux grand feu"]),
        ("côtes de Genève", "une côte de Genève", ["côte de Genève"]),
        ("cadran soleillé", "un cadran soleille, tapé au téléphone", ["cadran soleille"]),
        ("échappement", "Echappement, échappements", ["Echappement"]),
        ("guilloché", "des plaques guillochées", ["guillochées"]),
        ("émail", "un email", []),
        ("ancre à chevilles", "l’ancre à chevilles", ["ancre à chevilles"]),
        ("corne à corne", "Corne à\n corne.", ["Corne à\n corne"]),
        ("entre-corne", "un entre corne, des entre-cornes", ["entre-cornes"]),
        ("rubis", "les rubis", ["rubis"]),
        ("A/h", "28'800 A/h (4 Hz)", ["A/h"]),
    ],
)
def test_how_a_name_may_stand_in_a_sentence(name, text, words):
    make_term(name)
    assert linked(text) == words


def test_another_language_has_its_names_and_its_words():
    make_term("balancier", name_de="Unruh", short_de="Das Rad.", name_en="balance wheel", short_en="The wheel.")
    assert 'title="Das Rad."' in explain("Die Unruhen schwingen.").html
    assert 'title="The wheel."' in explain("Two balance wheels.").html


def test_a_short_word_of_another_language_is_left_alone():
    make_term("corne", name_en="lug")
    make_term("titane", name_de="Titan")
    assert linked("Un lug, une corne, un travail de titan.") == ["corne"]
    assert linked("Ein Gehäuse aus Titan.") == ["Titan"]


def test_a_name_of_two_terms_is_the_elder_ones():
    make_term("ancre", slug="ancre")
    make_term("palette", slug="palette", synonyms=["ancre"])
    assert 'data-term="ancre"' in explain("Une ancre.").html


def test_a_synonym_leads_to_the_same_page_and_counts_as_its_first_use():
    make_term("chronomètre", slug="chronometre", synonyms=["COSC"])
    told = explain("Le COSC éprouve un chronomètre.")
    assert told.html.count("<a ") == 1
    assert [term.url for term in told.terms] == ["/glossaire/chronometre/"]


def test_links_titles_and_code_stay_as_they_are():
    make_term("spiral")
    html = "<h2>Le spiral</h2><p><a href='/x'>un spiral <b>plat</b></a> <code>spiral</code></p>"
    assert explain(mark_safe(html)).html == html
    assert linked(mark_safe(html + "<p>Un spiral.</p>")) == ["spiral"]


def test_what_somebody_else_said_stays_as_it_is():
    make_term("spiral")
    html = "<blockquote><p>Un spiral.</p><blockquote>spiral</blockquote> spiral</blockquote>"
    assert explain(mark_safe(html)).html == html


def test_an_apostrophe_that_was_escaped_is_one():
    make_term("pierre d’horlogerie")
    assert linked(mark_safe("une pierre d&#x27;horlogerie")) == ["pierre d'horlogerie"]


def test_safe_html_is_copied_with_its_attributes_and_entities():
    make_term("spiral")
    html = (
        "<!doctype html>"
        '<p title="un spiral > un autre">l&#x27;or &amp; A&B <br/> <IMG alt="spiral"> <!-- spiral --></p>'
        '<script type="application/json">{"spiral": 1}</script> 1 < 2'
    )
    assert explain(mark_safe(html)).html == html


def test_a_term_is_left_alone_on_its_own_page():
    make_term("spiral", slug="spiral")
    make_term("balancier")
    assert linked("Le spiral ramène le balancier.", but="spiral") == ["balancier"]


def test_an_empty_glossary_links_nothing():
    assert explain("Un spiral.").html == "Un spiral."


def test_the_glossary_is_read_once_as_long_as_it_stays_the_same(django_assert_num_queries):
    make_term("spiral")
    explain("Un spiral.")
    with django_assert_num_queries(1):
        explain("Un spiral, et un autre.")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("who", [None, make_member])
def test_a_request_asks_once_however_many_texts_it_shows(rf, django_assert_num_queries, count, who):
    make_term("spiral")
    request = rf.get("/")
    request.user = who() if who else AnonymousUser()
    explain("Un spiral.")
    with django_assert_num_queries(1):
        for _ in range(count):
            assert 'class="term"' in explainer_of(request)("Un spiral.")


def test_who_reads_without_reads_without(rf):
    make_term("spiral")
    request = rf.get("/")
    request.user = make_member()
    read_plainly(request.user)
    read_plainly(request.user)
    assert explainer_of(request)("Un <spiral>.") == "Un &lt;spiral&gt;."
    read_explained(request.user)
    assert 'class="term"' in Explainer(request)("Un spiral.")


def test_what_a_text_costs_does_not_grow_with_the_glossary():
    """A ratio, so that a slow machine is no failure. The benchmark has the milliseconds."""
    words = " ".join(f"mot{number}" for number in range(1_000))
    terms = [Term(slug=f"t-{n}", name_fr=f"rouage numéro {n} de l’échappement", short_fr="…") for n in range(500)]
    few, many = explaining.build(None, terms[:5]), explaining.build(None, terms)

    def cost(matcher):
        return min(timeit.repeat(lambda: explaining.explain(words, matcher), number=5, repeat=5))

    assert cost(many) < 3 * cost(few)


@pytest.mark.parametrize("how", ["save", "update", "bulk", "delete", "raw"])
def test_whatever_changes_a_term_another_process_explains_anew(how):
    term = make_term("spiral")
    explain("Un spiral.")
    before = explaining.current_matcher()
    {
        "save": term.save,
        "update": lambda: Term.objects.update(name_fr="ressort"),
        "bulk": lambda: Term.objects.bulk_update([term], ["name_fr"]),
        "delete": term.delete,
        "raw": lambda: connection.cursor().execute("UPDATE editorial_term SET name_fr = 'ressort'"),
    }[how]()
    assert explaining.current_matcher().stamp != before.stamp


def test_a_matcher_of_an_older_stamp_is_not_used(monkeypatch):
    make_term("spiral")
    old = explaining.current_matcher()
    make_term("balancier")
    monkeypatch.setattr(explaining._Kept, "matcher", old)
    assert linked("Un balancier.") == ["balancier"]


def test_without_a_stamp_nothing_is_kept():
    make_term("spiral")
    explain("Un spiral.")
    GlossaryVersion.objects.all().delete()
    assert explaining.current_matcher() is not explaining.current_matcher()


class _Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.text = ""
        self.tags = []

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, _attrs):
        self.tags.append(tag)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["spiral", "<b>", "&", '"', "'", "x", " ", "</a>", "<script>"])).map("".join))
def test_any_plain_text_comes_back_whole_and_harmless(text):
    if not Term.objects.exists():
        make_term("spiral")
    reader = _Text()
    reader.feed(explain(text).html)
    reader.close()
    assert reader.text == text
    assert set(reader.tags) <= {"a"}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["spiral", " ", "<p>", '<a href=">">', "</a>", "&amp;", "<", "<!--", "-->", '"'])))
def test_whatever_html_is_but_for_the_links_the_same(pieces):
    if not Term.objects.exists():
        make_term("spiral")
    html = "".join(pieces)
    linked_html = explain(mark_safe(html)).html
    assert re.sub(r'<a class="term"[^>]*>(spiral)</a>', r"\1", linked_html) == html
