from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from editorial.queries.brands import brand_page, revealed_brands
from tests.factories.drops import make_brand, make_draft, make_drop, make_team_member, make_watch
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def watch_of(slug):
    return make_watch(brand=make_brand(slug=slug, name=slug.title()))


def sealed(watch, now):
    make_draft(watch=watch)


def armed_but_not_announced(watch, now):
    make_drop(watch=watch, opens_at=now + timedelta(days=2), announced_at=now + timedelta(days=1), armed_at=now)


def announced(watch, now):
    make_drop(watch=watch, opens_at=now + timedelta(hours=1))


def cancelled_before_opening(watch, now):
    make_drop(watch=watch, opens_at=now + timedelta(hours=1), cancelled_at=now - timedelta(minutes=1))


def rehearsal(watch, now):
    make_drop(watch=watch, opens_at=now - timedelta(minutes=5), rehearsal=True)


@pytest.mark.parametrize("state", [sealed, armed_but_not_announced, announced, cancelled_before_opening, rehearsal])
@pytest.mark.parametrize("demo", [False, True])
@pytest.mark.parametrize("viewer", ["nobody", "member"])
def test_a_brand_that_showed_no_watch_does_not_exist(state, demo, viewer, settings):
    settings.DEMO = demo
    now = timezone.now()
    state(watch_of("secret"), now)
    user = NOBODY if viewer == "nobody" else make_member()
    assert brand_page("secret", user, now) is None
    assert revealed_brands(user, now) == []


def test_from_the_opening_on_it_has_a_page():
    now = timezone.now()
    drop = make_drop(watch=watch_of("combe"), opens_at=now + timedelta(hours=1))
    assert brand_page("combe", NOBODY, drop.opens_at - timedelta(milliseconds=1)) is None
    page = brand_page("combe", NOBODY, drop.opens_at)
    assert (page.name, [each.code for each in page.drops]) == ("Combe", [drop.code])
    assert revealed_brands(NOBODY, drop.closes_at + timedelta(days=365)) == ["combe"]


def test_a_coming_drop_of_a_known_brand_stays_out_of_its_page():
    now = timezone.now()
    watch = watch_of("combe")
    past = make_drop(watch=watch, opens_at=now - timedelta(days=9))
    announced(watch, now)
    sealed(watch, now)
    assert [each.code for each in brand_page("combe", NOBODY, now).drops] == [past.code]


def test_the_drop_team_sees_what_it_prepares():
    now = timezone.now()
    sealed(watch_of("secret"), now)
    assert brand_page("secret", make_team_member(), now).name == "Secret"


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_whatever_it_lists(count, django_assert_num_queries):
    watch = watch_of("combe")
    for _ in range(count):
        make_drop(watch=watch)
    with django_assert_num_queries(3):
        assert len(brand_page("combe", NOBODY, timezone.now()).drops) == count
    with django_assert_num_queries(1):
        revealed_brands(NOBODY, timezone.now())
