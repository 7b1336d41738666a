"""The list, its pages, and where its lines lead."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from community.notices import queries
from community.notices.actions import tell
from community.notices.kinds import NoticeKind, register_kind
from community.notices.models import Notice
from tests.factories.members import make_member

URL = "/moi/avis/"

pytestmark = [pytest.mark.usefixtures("spoken"), pytest.mark.django_db]


@pytest.fixture
def member(client):
    found = make_member()
    client.force_login(found)
    return found


def told(member, *, key="", **data):
    actor = make_member()
    tell("essai", [member.pk], actor_id=actor.pk, key=key, data=data)
    return Notice.objects.latest("pk")


class TestTheList:
    def test_it_is_for_members(self, client):
        answer = client.get(URL)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))

    def test_it_says_who_did_what_the_latest_first(self, client, member):
        first, second = told(member, words="premier"), told(member, words="second")
        told(make_member(), words="à un autre")
        page = client.get(URL).content.decode()
        assert page.index("second") < page.index("premier")
        assert f"{second.actor.handle} × 1" in page
        assert f"/moi/avis/{first.pk}/" in page
        assert "à un autre" not in page

    def test_of_what_may_not_be_seen_nothing_is_shown(self, client, member):
        notice = told(member, words="secret", gone=True)
        page = client.get(URL).content.decode()
        assert "n’est plus visible" in page
        assert "secret" not in page
        assert notice.actor.handle not in page
        assert f"/moi/avis/{notice.pk}/" not in page

    def test_a_kind_that_is_gone_shows_nothing_either(self, client, member):
        Notice.objects.create(member=member, kind="disparu", data={"words": "secret"})
        page = client.get(URL).content.decode()
        assert "n’est plus visible" in page
        assert "secret" not in page

    def test_words_are_escaped(self, client, member):
        told(member, words="<script>alert(1)</script>")
        assert b"<script>alert" not in client.get(URL).content

    def test_nothing_yet_is_said_kindly(self, client, member):
        page = client.get(URL).content.decode()
        assert "Rien pour l’instant" in page
        assert "Tout marquer" not in page

    def test_it_is_kept_out_of_caches(self, client, member):
        assert "no-store" in client.get(URL)["Cache-Control"]

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_number_of_queries_does_not_grow(self, client, member, number, django_assert_num_queries):
        for _ in range(number):
            told(member)
        client.get(URL)
        with django_assert_num_queries(4):  # the session, the member, the notices, the bell
            client.get(URL)


class TestPages:
    def test_they_are_cut_by_place_and_lose_nothing(self, client, member):
        hour = datetime(2026, 5, 1, 12, tzinfo=UTC)
        notices = [
            Notice(
                member=member, kind="essai", data={"words": f"n{number:03}."}, at=hour + timedelta(hours=number // 2)
            )
            for number in range(queries.PAGE_LENGTH + 5)
        ]
        Notice.objects.bulk_create(notices)
        first = queries.glance_of(member)
        second = queries.glance_of(member, first.after)
        said = [line.sentence for glance in (first, second) for line in glance.lines]
        assert len(first.lines) == queries.PAGE_LENGTH
        assert said == sorted(said, reverse=True)
        assert len(set(said)) == queries.PAGE_LENGTH + 5
        assert second.after is None
        page = client.get(URL, {"avant": first.after}).content.decode()
        assert "n004." in page
        assert "n010." not in page

    @pytest.mark.parametrize("number", [queries.PAGE_LENGTH, queries.PAGE_LENGTH + 1])
    def test_there_is_a_next_page_when_something_is_on_it(self, member, number):
        Notice.objects.bulk_create(Notice(member=member, kind="essai") for _ in range(number))
        assert (queries.glance_of(member).after is not None) == (number > queries.PAGE_LENGTH)

    @pytest.mark.parametrize("place", ["x", "1", "-1", "1-", "9" * 40 + "-1", "1-1-1", "١-١"])
    def test_a_place_of_ones_own_making_is_not_found(self, client, member, place):
        assert client.get(URL, {"avant": place}).status_code == 404


class TestOpening:
    def test_it_leads_there_and_marks_as_read(self, client, member):
        notice, other = told(member, key="7"), told(member, key="8")
        answer = client.get(f"/moi/avis/{notice.pk}/")
        assert (answer.status_code, answer["Location"]) == (302, "/cafe/p/7/")
        notice.refresh_from_db()
        other.refresh_from_db()
        assert notice.read_at is not None
        assert other.read_at is None

    def test_what_may_not_be_seen_leads_back(self, client, member):
        notice = told(member, gone=True)
        assert client.get(f"/moi/avis/{notice.pk}/")["Location"] == URL

    def test_another_members_is_not_found_and_stays_unread(self, client, member):
        notice = told(make_member())
        assert client.get(f"/moi/avis/{notice.pk}/").status_code == 404
        notice.refresh_from_db()
        assert notice.read_at is None

    def test_it_is_for_members(self, client):
        notice = told(make_member())
        assert client.get(f"/moi/avis/{notice.pk}/")["Location"].startswith(reverse("account_login"))
        notice.refresh_from_db()
        assert notice.read_at is None


class TestMarkingAll:
    def test_everything_is_read(self, client, member):
        told(member)
        told(member)
        other = told(make_member())
        assert client.post(f"{URL}lus/")["Location"] == URL
        assert list(Notice.objects.filter(read_at=None)) == [other]

    def test_a_link_does_not_do_it(self, client, member):
        told(member)
        assert client.get(f"{URL}lus/").status_code == 405
        assert Notice.objects.filter(read_at=None).count() == 1


class TestTheBell:
    def test_it_shows_the_servers_number(self, client, member):
        assert '<span class="bell__unread" hidden>' in client.get(URL).content.decode()
        told(member)
        told(member)
        page = client.get(URL).content.decode()
        assert '<span class="bell__unread"><span data-unread>2</span>' in page

    def test_nobody_has_none(self, client):
        assert b"bell__unread" not in client.get("/recherche/").content


def test_a_name_belongs_to_one_kind():
    with pytest.raises(ValueError, match="essai"):
        register_kind(NoticeKind("essai", "autre", str, str))
