"""After an erasure nothing leads back to a person, and everything else still stands."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db.models import Q

from community.data_rights.actions import carry_out
from community.data_rights.models import Departure
from community.discussions.models import Post, PostState, Revision, Thread
from community.members.models import Member
from community.moderation.models import AuditEntry, Flag
from community.notices.models import Notice
from community.personal.registry import entries
from community.pictures.models import Picture
from community.search.models import IndexEntry
from realtime.models import Event
from tests.factories.leaving import CANARY, dump, everything_of, files_with, make_canary, make_due, tables_with
from tests.factories.members import make_member
from tests.jobs import work_off

pytestmark = pytest.mark.django_db

# Where the word stands before: every table that the registry names for a text that somebody can type or send.
SUNG = {
    "account_emailaddress",
    "discussions_post",
    "discussions_revision",
    "discussions_thread",
    "mail_mailaddressstate",
    "members_formerhandle",
    "members_member",
    "members_nomination",
    "mfa_authenticator",
    "moderation_auditentry",
    "moderation_flag",
    "moderation_silence",
    "notices_notice",
    "push_pushsubscription",
    "search_indexentry",
    "usersessions_usersession",
    "wagtailcore_modellogentry",
}


@pytest.fixture
def canary(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = make_canary(client)
        work_off()  # what they set going has been told
    mail.outbox.clear()
    return made


@pytest.fixture
def erase(django_capture_on_commit_callbacks):
    def erase(member, *, takes_words=False):
        departure = make_due(member, takes_words=takes_words)
        with django_capture_on_commit_callbacks(execute=True):
            carry_out(departure.pk)
        return Departure.objects.get(pk=departure.pk)

    return erase


def test_the_canary_sings_in_every_table_and_the_registry_knows_each(canary):
    found = set(tables_with(CANARY))
    assert found == SUNG
    assert found <= {entry.model._meta.db_table for entry in entries()}


def test_nothing_of_a_member_who_takes_their_words_is_left(canary, erase):
    erase(canary.bird, takes_words=True)
    assert tables_with(CANARY) == {}
    assert tables_with("203.0.113.77") == {}
    assert files_with(CANARY) == []


def test_of_a_member_who_leaves_their_words_only_these_are_left(canary, erase):
    erase(canary.bird)

    assert set(tables_with(CANARY)) == {"discussions_post", "discussions_thread", "notices_notice", "search_indexentry"}
    words = Q(source__icontains=CANARY) | Q(html__icontains=CANARY)
    assert set(Post.objects.filter(words).values_list("pk", flat=True)) == {canary.first.pk, canary.shown.pk}
    assert list(Thread.objects.filter(title__icontains=CANARY)) == [canary.first.thread]
    told = Notice.objects.filter(data__icontains=CANARY)
    assert {notice.data["title"] for notice in told} == {canary.first.thread.title}
    found = IndexEntry.objects.filter(Q(title__icontains=CANARY) | Q(body__icontains=CANARY))
    assert set(found.values_list("kind", "key")) == {
        ("post", str(canary.first.pk)),
        ("post", str(canary.shown.pk)),
        ("thread", str(canary.first.thread_id)),
    }
    assert files_with(CANARY) == []


class TestTheTombstone:
    def test_it_says_nothing(self, canary, erase):
        departure = erase(canary.bird)
        tomb = Member.objects.get(pk=canary.bird.pk)
        assert tomb.handle == departure.tombstone
        assert tomb.handle.startswith("membre-parti-")
        assert tomb.email == f"{tomb.handle}@membre.invalid"
        assert (tomb.bio, tomb.avatar, tomb.language, tomb.is_active) == ("", "", "fr", False)
        assert not tomb.has_usable_password()
        assert tomb.erased_at is not None
        assert CANARY not in everything_of(tomb)

    def test_what_stays_in_the_thread_is_signed_by_it(self, canary, erase, client):
        departure = erase(canary.bird)
        client.logout()
        page = client.get(canary.first.thread.get_absolute_url()).content.decode()
        assert departure.tombstone in page
        assert f'data-card="{departure.tombstone}"' not in page
        assert "Je reste le" in page

    def test_mentions_quotes_and_addresses_say_its_name(self, canary, erase):
        tomb = erase(canary.bird).tombstone
        answer = Post.objects.get(pk=canary.answer.pk)
        assert f"Bonjour @{tomb}, et toi @{tomb} ?" in answer.source
        assert f"> [@{tomb}](/cafe/p/{canary.first.pk}/) :" in answer.source
        assert f"[sa page](/membres/{tomb}/), et écrire à {tomb}@membre.invalid" in answer.source
        assert f'<cite><a href="/cafe/p/{canary.first.pk}/">@{tomb}</a></cite>' in answer.html
        assert "mention" not in answer.html
        assert f"@{tomb}" in Revision.objects.get(post=answer).source

    def test_a_title_and_its_address_say_its_name(self, canary, erase):
        tomb = erase(canary.bird).tombstone
        thread = Thread.objects.get(pk=canary.named.thread_id)
        assert (thread.title, thread.slug) == (f"Merci @{tomb}", f"merci-{tomb}")


class TestWhatNobodyElseLoses:
    def test_the_thread_keeps_its_numbers(self, canary, erase):
        before = list(Post.objects.filter(thread=canary.first.thread).order_by("pk").values_list("pk", "number"))
        erase(canary.bird, takes_words=True)
        after = list(Post.objects.filter(thread=canary.first.thread).order_by("pk").values_list("pk", "number"))
        assert after == before

    def test_traces_are_counted_out(self, canary, erase):
        erase(canary.bird, takes_words=True)
        thread = Thread.objects.get(pk=canary.first.thread_id)
        shown = Post.objects.filter(thread=thread, state=PostState.SHOWN)
        assert thread.shown == shown.count() == 2
        assert set(shown.values_list("author", flat=True)) == {canary.friend.pk}

    def test_a_flag_keeps_its_weight_and_loses_its_note(self, canary, erase):
        before = Flag.objects.get(member=canary.bird)
        erase(canary.bird)
        after = Flag.objects.get(pk=before.pk)
        assert (after.weight, after.reason, after.note) == (before.weight, before.reason, "")

    def test_the_log_keeps_its_acts(self, canary, erase):
        acts = ("pk", "at", "verb", "by", "about", "kind", "key")
        before = list(AuditEntry.objects.order_by("pk").values_list(*acts))
        erase(canary.bird)
        after = list(AuditEntry.objects.order_by("pk").values_list(*acts))
        assert after[: len(before)] == before
        assert AuditEntry.objects.get(verb="post.edited", by=canary.guard).reason.startswith("à la demande de @membre-")

    def test_pictures_are_described_where_they_were(self, canary, erase):
        erase(canary.bird)
        assert not Picture.objects.exists()
        shown = Post.objects.get(pk=canary.shown.pk)
        assert shown.pictures == []
        assert "<img" not in shown.html

    def test_the_friend_keeps_their_notices_from_nobody(self, canary, erase):
        before = Notice.objects.filter(member=canary.friend).count()
        erase(canary.bird)
        assert Notice.objects.filter(member=canary.friend).count() == before


def test_nobody_else_loses_their_address(erase):
    """Neither one that holds the address of who leaves, nor the same, which they gave and never confirmed."""
    leaver = make_member(handle="anna", email="anna@test.example")
    EmailAddress.objects.create(user=leaver, email="berta@test.example", verified=False)
    others = [make_member(email=f"{name}@test.example") for name in ("joanna", "berta")]
    erase(leaver)
    for other in others:
        assert EmailAddress.objects.get(user=other).email == Member.objects.get(pk=other.pk).email == other.email


def test_the_wire_forgets_what_it_told_them(canary, erase):
    topic = f"me:{canary.bird.pk}"
    assert Event.objects.filter(topic=topic).exists()
    erase(canary.bird)
    assert not Event.objects.filter(topic=topic).exists()


@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
def test_a_dump_of_the_database_by_its_own_tool_holds_nothing(client):
    canary = make_canary(client)
    work_off()
    assert dump().count(CANARY) > len(SUNG)
    carry_out(make_due(canary.bird, takes_words=True).pk)
    assert CANARY not in dump()
    assert files_with(CANARY) == []
