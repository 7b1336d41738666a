import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from community.members.groups import EDITORS
from editorial.actions import found_magazine
from editorial.models import ArticleIndexPage, HomePage
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def test_a_fresh_database_gets_its_pages_and_its_site():
    index = found_magazine()
    home = HomePage.objects.get()
    assert index.is_child_of(home)
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
    assert Page.objects.filter(depth=2).count() == 1  # the page Wagtail welcomes with is gone


def test_twice_changes_nothing_and_keeps_what_editors_did():
    found_magazine()
    home = HomePage.objects.get()
    home.panels = []
    home.title = "À nous"
    home.save()
    found_magazine()
    assert ArticleIndexPage.objects.count() == 1
    assert (HomePage.objects.get().title, len(HomePage.objects.get().panels)) == ("À nous", 0)


def test_editors_write_and_publish_and_see_nothing_else():
    from django.contrib.auth.models import Group

    index = found_magazine()
    editor = make_member(is_staff=True)
    editor.groups.add(Group.objects.get(name=EDITORS))
    tester = index.permissions_for_user(editor)
    assert tester.can_add_subpage()
    assert tester.can_publish_subpage()
    assert editor.has_perms(["wagtailadmin.access_admin", "editorial.change_term", "editorial.add_term"])
    assert not editor.has_perm("drops.manage_drop")
    assert not editor.has_perm("members.change_member")


def test_the_command_says_where_it_stands(capsys):
    call_command("found_magazine")
    assert "/articles/" in capsys.readouterr().out
