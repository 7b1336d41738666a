import pytest
from wagtail.models import Page

from editorial.actions import found_magazine
from editorial.models import ArticleIndexPage, ArticlePage, HomePage

pytestmark = pytest.mark.django_db


def test_each_page_has_its_place():
    assert HomePage.allowed_subpage_models() == [ArticleIndexPage]
    assert ArticleIndexPage.allowed_subpage_models() == [ArticlePage]
    assert ArticlePage.allowed_subpage_models() == []


def test_a_house_has_one_home_and_one_magazine():
    root = Page.get_first_root_node()
    assert HomePage.can_create_at(root)
    index = found_magazine()
    assert not HomePage.can_create_at(root)
    assert not ArticleIndexPage.can_create_at(index.get_parent())
    assert ArticlePage.can_create_at(index)
