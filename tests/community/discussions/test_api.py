import pytest

from community.discussions.models import PostState
from tests.factories.discussions import make_post, make_table, make_thread
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


def test_the_tables(client):
    table = make_table()
    body = client.get("/api/v1/cafe/tables/").json()
    assert [(row["id"], row["slug"], row["universe"]) for row in body["tables"]] == [(table.pk, table.slug, "Qlock")]


def test_the_threads_and_what_follows(client):
    table = make_table()
    threads = [make_thread(category=table) for _ in range(31)]
    first = client.get(f"/api/v1/cafe/threads/?table={table.slug}").json()
    second = client.get(f"/api/v1/cafe/threads/?table={table.slug}&after={first['next']}").json()
    seen = [row["id"] for row in (*first["threads"], *second["threads"])]
    assert sorted(seen) == sorted(thread.pk for thread in threads)
    assert second["next"] == ""


def test_a_thread_and_its_posts(client):
    thread = make_thread(posts=2)
    answer = client.get(f"/api/v1/cafe/threads/{thread.pk}/")
    body = answer.json()
    assert body["thread"]["table"] == thread.category.slug
    assert [post["number"] for post in body["posts"]] == [1, 2]
    assert body["after"] is None
    assert answer["Cache-Control"] == "no-store"


def test_what_is_hidden_says_so_and_nothing_more(client):
    post = make_post(state=PostState.HIDDEN, source="Masqué.")
    thread = make_thread()
    hidden = make_post(thread, state=PostState.HIDDEN, source="Masqué.")
    assert client.get(f"/api/v1/cafe/posts/{post.pk}/").status_code == 404  # a thread without anything to show
    body = client.get(f"/api/v1/cafe/posts/{hidden.pk}/").json()
    assert (body["html"], body["state"]) == ("", "hidden")


@pytest.mark.parametrize("path", ["threads/9/", "posts/9/", "threads/?table=nulle-part"])
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(f"/api/v1/cafe/{path}").status_code == 404


@pytest.mark.parametrize("path", ["tables/", "threads/"])
def test_a_list_takes_the_same_queries_with_one_row_and_three(client, path, django_assert_num_queries):
    for _ in range(2):
        make_thread(category=make_table())
        with django_assert_num_queries(1):
            assert client.get(f"/api/v1/cafe/{path}").status_code == 200


def test_nothing_can_be_written(client):
    client.force_login(make_member())
    thread = make_thread()
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(f"/api/v1/cafe/threads/{thread.pk}/").status_code in {403, 405}


def test_it_is_described(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    ours = {path.removeprefix("/api/v1/cafe/") for path in paths if path.startswith("/api/v1/cafe/")}
    assert ours == {"tables/", "threads/", "threads/{id}/", "posts/{id}/"}
