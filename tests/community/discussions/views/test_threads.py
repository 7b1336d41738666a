"""The pages of the café as people meet them, without script."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.discussions.actions.posts import hide_post
from community.discussions.actions.threads import close_thread
from community.discussions.models import Category, CategoryStance, Post, PostState, Reading, Thread
from community.discussions.queries.posts import PAGE
from community.members.models import Block
from community.moderation.actions.sanctions import silence_member
from community.pictures.models import Picture
from tests.community.discussions.conftest import standstill
from tests.factories.discussions import make_post, make_table, make_thread, new_key
from tests.factories.drops import make_draft, make_drop, picture_bytes
from tests.factories.members import make_member
from tests.factories.moderators import make_moderator
from tests.factories.pictures import make_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    member = make_member(level=1)
    client.force_login(member)
    return member


@pytest.fixture
def thread():
    return make_thread()


class TestReading:
    def test_a_wrong_slug_leads_to_the_right_one(self, client, thread):
        answer = client.get(f"/cafe/t/ancien-titre/{thread.pk}/?n=3")
        assert (answer.status_code, answer["Location"]) == (301, f"/cafe/t/{thread.slug}/{thread.pk}/?n=3")

    @pytest.mark.parametrize(
        "path", ["/cafe/t/x/999999/", "/cafe/t/x/99999999999999999/", "/cafe/c/nulle-part/", "/cafe/p/9/"]
    )
    def test_what_is_not_there_is_not_found(self, client, path):
        assert client.get(path).status_code == 404

    def test_a_permalink_leads_to_its_place(self, client):
        thread = make_thread(posts=PAGE + 2)
        first, last = thread.posts.get(number=1), thread.posts.get(number=PAGE + 2)
        url = thread.get_absolute_url()
        assert client.get(f"/cafe/p/{first.pk}/")["Location"] == f"{url}#p-1"
        answer = client.get(f"/cafe/p/{last.pk}/", follow=True)
        assert f'id="p-{PAGE + 2}"' in answer.content.decode()
        assert 'id="p-1"' not in answer.content.decode()

    @pytest.mark.parametrize(
        "asked", ["n=0", "n=-1", "n=x", "n=99999999999", "n=１", "date=hier", "date=2026-13-01", "n=suite"]
    )
    def test_what_makes_no_sense_is_the_beginning_or_the_end(self, client, thread, asked):
        assert client.get(thread.get_absolute_url() + f"?{asked}").status_code == 200

    def test_fifty_posts_take_at_most_twelve_queries(self, client, member, django_assert_max_num_queries):
        thread = make_thread(posts=PAGE)
        client.get(thread.get_absolute_url())  # what a first visit asks more is asked
        with django_assert_max_num_queries(12):
            assert client.get(thread.get_absolute_url()).content.decode().count("data-number=") == PAGE

    @pytest.mark.parametrize("signed_in", [False, True])
    def test_pages_take_the_same_queries_with_one_row_and_three(self, client, signed_in):
        if signed_in:
            client.force_login(make_member())
        counts = {}
        for rows in (1, 3):
            table = make_table()
            threads = [make_thread(posts=rows, category=table) for _ in range(rows)]
            for name, path in (
                ("thread", threads[0].get_absolute_url()),
                ("table", table.get_absolute_url()),
                ("fresh", threads[0].get_absolute_url() + "nouveaux/?apres=0"),
            ):
                client.get(path)
                with CaptureQueriesContext(connection) as asked:
                    assert client.get(path).status_code == 200
                counts.setdefault(name, set()).add(len(asked))
        assert {name: len(found) for name, found in counts.items()} == {"thread": 1, "table": 1, "fresh": 1}, counts

    def test_the_fragment_is_what_the_page_includes(self, client, member, thread):
        page = client.get(thread.get_absolute_url()).content.decode()
        fragment = client.get(thread.get_absolute_url() + "nouveaux/?apres=0").content.decode()
        post = thread.posts.get()
        alone = client.get(f"/cafe/p/{post.pk}/", headers={"HX-Request": "true"}).content.decode()
        assert _without_tokens(alone).strip() in _without_tokens(fragment)
        assert _without_tokens(alone).strip() in _without_tokens(page)

    def test_what_is_hidden_is_hidden_everywhere_at_once(self, client):
        thread = make_thread(posts=1)
        post = make_post(thread, source="Motdepassesecret.")
        hide_post(post)
        places = [
            thread.get_absolute_url(),
            thread.get_absolute_url() + "nouveaux/?apres=0",
            thread.get_absolute_url() + "feed/",
            "/cafe/",
            "/cafe/feed/",
            thread.category.get_absolute_url() + "feed/",
            f"/api/v1/cafe/threads/{thread.pk}/",
            f"/api/v1/cafe/posts/{post.pk}/",
            "/recherche/?q=motdepassesecret",
            f"/cafe/p/{post.pk}/source/",
            f"/cafe/p/{post.pk}/historique/",
            f"/membres/{post.author.handle}/",
        ]
        for viewer in (None, make_member()):
            client.logout() if viewer is None else client.force_login(viewer)
            for place in places:
                assert "Motdepassesecret." not in client.get(place).content.decode(), place

    def test_a_drop_is_talked_about_by_members_once_it_is_open(self, client):
        drop, sealed = make_drop(), make_draft()
        path = f"/cafe/sur/drop/{drop.code}/"
        assert client.post(path, {"text": "Belle pièce."}).status_code == 404
        client.force_login(make_member(level=1))
        assert client.post(f"/cafe/sur/drop/{sealed.code}/", {"text": "Je sais."}).status_code == 404
        assert client.post(path, {"text": "Belle pièce."}).status_code == 302
        thread = Thread.objects.get(subject="drop", subject_id=drop.pk)
        assert "Belle pièce." in client.get(f"/drops/{drop.code}/").content.decode()
        client.logout()
        for place in (
            thread.get_absolute_url(),
            thread.get_absolute_url() + "feed/",
            f"/api/v1/cafe/threads/{thread.pk}/",
        ):
            assert client.get(place).status_code == 404
        assert "Belle pièce." not in client.get("/cafe/feed/").content.decode()


def _without_tokens(html):
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", html)


class TestWriting:
    def test_one_answers(self, client, member, thread):
        answer = client.post(thread.get_absolute_url(), {"text": "Trente-huit.", "key": new_key()})
        post = Post.objects.get(author=member)
        assert (answer.status_code, answer["Location"]) == (302, post.get_absolute_url())

    def test_a_visitors_words_come_back(self, client, thread):
        with standstill():
            answer = client.post(thread.get_absolute_url(), {"text": "Je tape pour rien."})
        assert answer.status_code == 403
        assert "Je tape pour rien." in answer.content.decode()

    @pytest.mark.parametrize("fragment", [{}, {"HX-Request": "true"}])
    @pytest.mark.parametrize("text", ["", "x" * 20_001, "un\x00deux", "> " * 6 + "trop profond"])
    def test_what_is_refused_comes_back(self, client, member, thread, text, fragment):
        with standstill():
            answer = client.post(thread.get_absolute_url(), {"text": text}, headers=fragment)
        assert answer.status_code == 400
        assert text[:100].replace("\x00", "") in answer.content.decode().replace("&gt;", ">").replace("\x00", "")

    def test_who_is_silenced_reads_it_before_typing(self, client, member, thread):
        silence_member(member, by=make_moderator(), reason="une pause bien méritée", days=1)
        assert "une pause bien méritée" in client.get(thread.get_absolute_url()).content.decode()

    def test_a_closed_thread_gives_the_words_back(self, client, member, thread):
        close_thread(thread, by=make_moderator())
        answer = client.post(thread.get_absolute_url(), {"text": "Trop tard pour moi."})
        assert answer.status_code == 409
        assert "Trop tard pour moi." in answer.content.decode()

    def test_a_script_gets_the_fragment(self, client, member, thread):
        answer = client.post(thread.get_absolute_url(), {"text": "Vite."}, headers={"HX-Request": "true"})
        assert answer.status_code == 201
        assert 'data-number="2"' in answer.content.decode()

    def test_a_picture_comes_along_without_script(self, client, member, thread):
        upload = SimpleUploadedFile("cadran.png", picture_bytes(size=(640, 480)), "image/png")
        client.post(thread.get_absolute_url(), {"text": "Voici.", "picture": upload})
        post = Post.objects.get(author=member)
        assert post.pictures == [Picture.objects.get().token]
        assert f'src="/images/{post.pictures[0]}-960.webp"' in post.html

    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            ("Un cadran [bleu] \\ de nuit", "Un cadran bleu de nuit"),
            ("", "Image jointe par {handle}"),
            ("  \u200b ", "Image jointe par {handle}"),
        ],
    )
    def test_a_picture_is_described_in_any_case(self, client, member, thread, typed, read):
        upload = SimpleUploadedFile("cadran.png", picture_bytes(size=(640, 480)), "image/png")
        client.post(thread.get_absolute_url(), {"text": "Voici.", "picture": upload, "description": typed})
        assert f'alt="{read.format(handle=member.handle)}"' in Post.objects.get(author=member).html

    def test_a_picture_that_an_editor_adds_is_described_in_the_threads_language(self, client, member):
        picture = make_row(member)
        post = make_post(make_thread(language="de"), author=member)
        client.post(f"/cafe/p/{post.pk}/modifier/", {"text": f"![](/images/{picture.token})"})
        post.refresh_from_db()
        assert re.search(r'alt="[^"]+"', post.html)

    def test_a_refused_picture_keeps_the_words(self, client, member, thread):
        upload = SimpleUploadedFile("cadran.png", b"<svg onload=alert(1)>", "image/png")
        with standstill():
            answer = client.post(thread.get_absolute_url(), {"text": "Voici mon cadran.", "picture": upload})
        assert answer.status_code == 400
        assert "Voici mon cadran." in answer.content.decode()

    def test_a_thread_is_opened(self, client, member):
        table = make_table()
        fields = {"title": "Un sujet tout neuf", "text": "Voilà.", "language": "fr", "key": new_key()}
        answer = client.post(f"/cafe/c/{table.slug}/nouveau/", fields, follow=True)
        assert "Un sujet tout neuf" in answer.content.decode()

    @pytest.mark.parametrize(("language", "chosen"), [("", "en"), ("de", "de")])
    def test_a_topic_begins_in_the_language_of_its_table(self, client, member, language, chosen):
        table = make_table(language=language)
        page = client.get(f"/en/cafe/c/{table.slug}/nouveau/").content.decode()
        assert re.findall(r'<option value="(\w\w)" selected>', page) == [chosen]

    def test_a_refused_title_comes_back_beside_its_refusal(self, client, member):
        own = make_thread(author=member)
        path = own.get_absolute_url() + "renommer/"
        client.post(path, {"title": "Un premier essai"})
        own.refresh_from_db()
        with standstill():
            answer = client.post(own.get_absolute_url() + "renommer/", {"title": "Un second essai"})
        page = answer.content.decode()
        assert answer.status_code == 429
        assert 'value="Un second essai"' in page
        assert "attends encore" in page

    def test_a_refused_thread_comes_back(self, client, member):
        table = make_table()
        with standstill():
            answer = client.post(
                f"/cafe/c/{table.slug}/nouveau/", {"title": "abc", "text": "Mes mots.", "language": "fr"}
            )
        assert answer.status_code == 400
        assert "Mes mots." in answer.content.decode()

    def test_the_preview_stores_nothing(self, client, member):
        with standstill():
            answer = client.post("/cafe/apercu/", {"text": "**gras** <script>alert(1)</script>"})
        assert "<strong>gras</strong>" in answer.content.decode()
        assert "<script" not in answer.content.decode()


class TestOnesOwnAndOthers:
    """Every door with two members: what is another's is not moved."""

    @pytest.mark.parametrize(
        ("door", "fields"),
        [
            ("modifier/", {"text": "À ma façon."}),
            ("supprimer/", {}),
            ("retablir/", {}),
            ("meilleure/", {}),
        ],
    )
    def test_anothers_post(self, client, member, door, fields):
        post = make_post(make_thread(category=make_table(kind=Category.Kind.QUESTIONS)))
        with standstill():
            assert client.post(f"/cafe/p/{post.pk}/{door}", fields).status_code in {302, 403, 404}

    @pytest.mark.parametrize("verb", ["fermer", "rouvrir", "epingler", "desepingler", "deplacer", "renommer"])
    def test_anothers_thread(self, client, member, thread, verb):
        with standstill():
            assert client.post(thread.get_absolute_url() + f"{verb}/", {"title": "Mon titre"}).status_code == 404

    @pytest.mark.parametrize("door", ["modifier/", "source/", "historique/"])
    @pytest.mark.parametrize("state", [PostState.HIDDEN, PostState.HELD, PostState.DELETED])
    def test_words_out_of_sight(self, client, member, thread, door, state):
        post = make_post(thread, state=state)
        assert client.get(f"/cafe/p/{post.pk}/{door}").status_code == 404

    @pytest.mark.parametrize(
        "path",
        [
            "{thread}lu/",
            "{thread}suivi/",
            "/cafe/c/{slug}/suivi/",
            "/cafe/c/{slug}/nouveau/",
            "/cafe/p/{post}/reactions/merci/",
            "/cafe/apercu/",
        ],
    )
    def test_a_visitor_is_sent_to_sign_in(self, client, thread, path):
        path = path.format(thread=thread.get_absolute_url(), slug=thread.category.slug, post=thread.posts.get().pk)
        with standstill():
            answer = client.post(path, {"stance": "muted", "n": 1})
        assert answer.status_code == 302
        assert "/comptes/login/" in answer["Location"]

    def test_stances_and_reading(self, client, member, thread):
        client.post(thread.get_absolute_url() + "suivi/", {"stance": "watching"})
        client.post(thread.get_absolute_url() + "lu/", {"n": 1})
        client.post(thread.category.get_absolute_url() + "suivi/", {"stance": "tracking"})
        reading = Reading.objects.get(member=member)
        assert (reading.stance, reading.number) == ("watching", 1)
        assert CategoryStance.objects.get(member=member).stance == "tracking"
        client.post(thread.get_absolute_url() + "suivi/", {"stance": "furieux"})
        assert Reading.objects.get(member=member).stance == "watching"

    def test_reacting_and_taking_back(self, client, member):
        post = make_post()
        path = f"/cafe/p/{post.pk}/reactions/merci/"
        client.post(path)
        post.refresh_from_db()
        assert post.reactions == {"merci": 1}
        client.delete(path)
        post.refresh_from_db()
        assert post.reactions == {}
        assert client.post(f"/cafe/p/{post.pk}/reactions/colere/").status_code == 404

    def test_the_tables_are_a_part_of_the_cafe(self, client, member):
        table = make_table(name_fr="La table du fond")
        make_thread(category=table)
        part = client.get("/cafe/tables/", headers={"HX-Request": "true"}).content.decode()
        assert part.strip() in client.get("/cafe/").content.decode()
        assert "1 sujet remué cette semaine" in part
        assert client.get("/cafe/tables/")["Location"] == "/cafe/"

    def test_a_post_that_waits_is_called_so(self, client, member, thread):
        make_post(thread, author=member, state=PostState.HELD)
        assert f"Message de {member.handle}, en attente" in client.get(thread.get_absolute_url()).content.decode()

    def test_whom_one_blocked_is_folded(self, client, member, thread):
        Block.objects.create(member=member, blocked=thread.author)
        page = client.get(thread.get_absolute_url()).content.decode()
        assert "<details" in page


def test_a_history_shows_each_edit(client, member):
    post = make_post(author=member, source="Trente-huit.")
    client.post(f"/cafe/p/{post.pk}/modifier/", {"text": "Trente-neuf.", "reason": "mesuré deux fois"})
    page = client.get(f"/cafe/p/{post.pk}/historique/").content.decode()
    assert re.search(r"Trente-<del>.*huit</del><ins>.*neuf</ins>\.", page)  # the words, not the whole line
    assert "mesuré deux fois" in page


def test_a_huge_body_is_refused(client, member, thread):
    with standstill():
        answer = client.post(thread.get_absolute_url(), {"text": "x" * 1_000_000})
    assert answer.status_code == 400
