"""Members for machines: never more than the profile shows to the same viewer."""

import pytest

from community.members.actions import ban_member, follow_member, update_profile
from community.members.models import Eyes
from tests.factories.discussions import make_post
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def body(client, handle="ada"):
    return client.get(f"/api/v1/members/{handle}/").json()


def test_a_member_as_the_profile_shows_them(client):
    member = make_member(handle="ada", bio="Deux plongeuses.", email="secret@test.example", circle_for=Eyes.ALL)
    make_post(author=member)
    follow_member(make_member(), followed_id=member.pk)
    answer = client.get("/api/v1/members/ada/")
    assert answer.json() == {
        "handle": "ada",
        "url": "/membres/ada/",
        "joined": member.date_joined.date().isoformat(),
        "level": "newcomer",
        "is_staff": False,
        "bio": "Deux plongeuses.",
        "universes": [],
        "followers": 1,
        "following": 0,
        "contributions": [{"kind": "messages", "count": 1}],
    }
    assert answer["Cache-Control"] == "no-store"
    assert b"secret" not in answer.content


@pytest.mark.parametrize(
    ("eyes", "visitor", "other"), [(Eyes.ALL, True, True), (Eyes.MEMBERS, False, True), (Eyes.NOBODY, False, False)]
)
def test_privacy_holds_for_machines_too(client, eyes, visitor, other):
    member = make_member(handle="ada", activity_for=eyes, circle_for=eyes)
    make_post(author=member)

    def sees():
        found = body(client)
        assert (found["followers"] is None) == (found["following"] is None) == (found["contributions"] is None)
        return found["contributions"] is not None

    assert sees() == visitor
    client.force_login(make_member())
    assert sees() == other
    client.force_login(member)
    assert sees()


def test_a_former_handle_finds_its_member(client):
    update_profile(make_member(handle="ada"), handle="grace", language="fr", zone="Europe/Zurich")
    assert body(client, "ada")["handle"] == "grace"


def test_unknown_and_banned_members_are_not_found(client):
    ban_member(make_member(handle="ada"), by=make_member(), reason="Une raison.")
    for handle in ("ada", "personne-ici", "a" * 3000):
        assert client.get(f"/api/v1/members/{handle}/").status_code == 404


@pytest.mark.parametrize("posts", [1, 3])
def test_it_takes_as_many_queries_for_three_as_for_one(client, django_assert_num_queries, posts):
    member = make_member(handle="ada")
    for _ in range(posts):
        make_post(author=member)
    with django_assert_num_queries(5):  # the member, how many posts, the latest of them, how many ideas and entries
        body(client)


def test_it_is_described_and_read_only(client):
    assert set(client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/members/{handle}/"]) == {"get"}
    make_member(handle="ada")
    for verb in ("post", "put", "patch", "delete"):
        assert getattr(client, verb)("/api/v1/members/ada/").status_code in {403, 405}
