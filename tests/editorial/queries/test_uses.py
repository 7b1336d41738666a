from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.discussions.search import KINDS
from community.search.actions import reindex
from editorial.queries.uses import uses_of
from tests.factories.discussions import make_post, make_thread
from tests.factories.drops import make_draft, make_drop, make_watch
from tests.factories.editorial import make_article, make_term
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def index_talk():
    for kind in KINDS:
        reindex(kind)


BODY = [("chapter", {"heading": "Un", "text": "<p>Les spiraux respirent.</p>"})]


def used(rf, user=None, name="spiral", **fields):
    index_talk()
    term = make_term(name, slug="terme", **fields)
    request = rf.get("/")
    request.user = user or AnonymousUser()
    return uses_of(term.slug, [term.name_fr, *term.synonyms], request, timezone.now())


def test_an_article_that_uses_it_or_its_plural(rf):
    make_article(title="Respirer", body=BODY)
    make_article(title="Autre chose")
    assert [use.title for use in used(rf).articles] == ["Respirer"]


def test_a_synonym_is_a_use(rf):
    make_article(title="Respirer", body=[("chapter", {"heading": "", "text": "<p>Un ressort spiral plat.</p>"})])
    assert [use.title for use in used(rf, name="hélice", synonyms=["ressort spiral"]).articles] == ["Respirer"]


def test_a_draft_uses_nothing(rf):
    make_article(title="Respirer", body=BODY, live=False)
    assert not used(rf)


def test_a_thread_stands_once_however_often_it_says_so(rf):
    thread = make_thread(title="Mon réveil retarde")
    make_post(thread=thread, source="Le spiral est aimanté.")
    make_post(thread=thread, source="Un spiral, vraiment ?")
    assert [use.title for use in used(rf).talk] == ["Mon réveil retarde"]


def test_a_sheet_is_told_only_once_the_watch_may_be_known(rf):
    watch = make_watch(name="Onde", statement="Un spiral libre.")
    make_draft(watch=watch)
    drop = make_drop(watch=watch, opens_at=timezone.now() + timedelta(hours=1))
    term = make_term("spiral", slug="terme")
    request = rf.get("/")
    request.user = make_member()
    assert uses_of(term.slug, ["spiral"], request, timezone.now()).drops == []
    type(drop).objects.filter(pk=drop.pk).update(opens_at=timezone.now() - timedelta(seconds=1))
    assert [use.title for use in uses_of(term.slug, ["spiral"], request, timezone.now()).drops] == ["Onde"]


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_whatever_is_found(rf, count, django_assert_num_queries):
    for number in range(count):
        make_article(title=f"Respirer {number}", body=BODY)
        make_post(thread=make_thread(title=f"Spiral {number}"), source="Le spiral.")
        make_drop(watch=make_watch(statement="Un spiral."))
    index_talk()
    term = make_term("spiral", slug="terme")
    request = rf.get("/")
    request.user = AnonymousUser()
    uses_of(term.slug, ["spiral"], request, timezone.now())
    with django_assert_num_queries(12):
        found = uses_of(term.slug, ["spiral"], request, timezone.now())
    assert (len(found.articles), len(found.talk), len(found.drops)) == (count, count, count)
