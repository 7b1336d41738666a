"""What people and machines send that nobody asked for: a clear answer, what was typed kept, nothing half done."""

import contextlib
import html
import http.client
import json
import threading
import time
import urllib.parse
from collections import Counter
from itertools import cycle

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import close_old_connections
from django.test import Client

from community.discussions.actions.threads import close_thread
from community.discussions.models import Post, PostState, Reaction, Thread
from community.members.models import Block, Member
from community.moderation.actions import FlagRefused, flag_content
from community.moderation.models import Flag, Item
from community.notices.models import Notice
from community.pictures.models import Picture
from tests.community.discussions.conftest import everything, standstill
from tests.community.pictures.hostile import FILES
from tests.factories.crowds import make_crowd
from tests.factories.discussions import make_post, make_table, make_thread, new_key
from tests.factories.drops import make_drop
from tests.factories.members import make_member
from tests.factories.moderation import make_moderator
from tests.servers import start_server

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
FRAGMENT = {"HX-Request": "true"}
HUGE = "9" * 30
LONE = "Une poljot, et c’est tout."


@pytest.fixture(autouse=True)
def _fresh_limits():
    """Sign-ups are counted in the cache."""
    cache.clear()


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def thread():
    return make_thread()


@pytest.fixture
def member(client):
    member = make_member(level=1)
    client.force_login(member)
    return member


def shown(answer):
    return html.unescape(answer.content.decode())


# What a text may be


REFUSED = {
    "empty": ("", 400),
    "blanks": (" \n\t\u3000", 400),
    "nothing to see": ("\u200b\u2060\u00ad", 400),
    "1 MB": ("montre " * 150_000, 400),
    "control characters": ("Un bip\x07 et un \x1b[31mrouge\x1b[0m", 400),
    "a null": ("avant\x00après", 400),
    "quotes 500 deep": ("> " * 500 + "au fond", 400),
    "quotes 500 deep, a line each": ("\n".join(">" * depth + " plus bas" for depth in range(1, 501)), 400),
    "a mention bomb": (" ".join(f"@membre-{number}" for number in range(500)), 400),
    "a link bomb": (" ".join(f"https://site-{number}.example/" for number in range(500)), 400),
    "a picture bomb": ("\n".join(f"![](/images/{number:032x})" for number in range(500)), 400),
}


def doors(member):
    """Where words go in: an answer, a new thread, an edit, an answer under a drop."""
    thread, table = make_thread(), make_table()
    post, drop = make_post(make_thread(), author=member), make_drop()
    return {
        "answer": (thread.get_absolute_url(), {}),
        "thread": (f"/cafe/c/{table.slug}/nouveau/", {"title": "Un titre qui va bien", "language": "fr"}),
        "edit": (f"/cafe/p/{post.pk}/modifier/", {"reason": "une virgule"}),
        "under a drop": (f"/cafe/sur/drop/{drop.code}/", {}),
    }


@pytest.mark.parametrize("door", ["answer", "thread", "edit", "under a drop"])
@pytest.mark.parametrize("name", REFUSED)
def test_words_that_cannot_stay_come_back(client, member, door, name):
    text, status = REFUSED[name]
    path, fields = doors(member)[door]
    for headers in ({}, FRAGMENT):
        began = time.monotonic()
        with standstill():
            answer = client.post(path, fields | {"text": text, "key": new_key()}, headers=headers)
        assert time.monotonic() - began < 10
        assert answer.status_code == status
        page = shown(answer)
        assert 'class="errorlist"' in page
        if text.strip() and "\x00" not in text:  # a form strips none of it; a null cannot stand in a page
            assert text.strip() in page
        for value in fields.values():
            assert value in page


def test_what_turns_text_around_is_taken_off_everywhere(client, member, thread):
    turned = "\u202etxet\u202c \u2066dedis\u2069"
    client.post(thread.get_absolute_url(), {"text": f"Le prix est {turned} ici.", "key": new_key()})
    post = Post.objects.get(author=member)
    assert post.source == "Le prix est txet dedis ici."
    thread.refresh_from_db()
    edit = {"text": f"Autrement {turned}", "reason": f"une {turned} virgule"}
    client.post(f"/cafe/p/{post.pk}/modifier/", edit)
    assert post.revisions.get().reason == "une txet dedis virgule"
    table = make_table()
    client.post(f"/cafe/c/{table.slug}/nouveau/", {"title": f"Titre {turned}", "language": "fr", "text": "Oui."})
    client.post(
        "/moi/profil/", {"handle": member.handle, "language": "fr", "zone": "Europe/Zurich", "bio": f"Moi {turned}"}
    )
    client.post(f"/moderation/signaler/post/{make_post(thread).pk}/", {"reason": "spam", "note": f"Voilà {turned}"})
    member.refresh_from_db()
    assert member.bio == "Moi txet dedis"
    assert Flag.objects.get().note == "Voilà txet dedis"
    stored = repr([everything(), member.bio])
    assert not [sign for sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" if sign in stored]


def test_a_title_on_two_lines_is_one(client, member):
    table = make_table()
    fields = {"title": "Une\nligne,\u2028puis l’autre", "language": "fr", "text": LONE}
    client.post(f"/cafe/c/{table.slug}/nouveau/", fields)
    assert Thread.objects.get(author=member).title == "Une ligne, puis l’autre"


@pytest.mark.parametrize("title", ["", "abc", "\u200b" * 40, "x" * 121, "a\x07bcdefg", "      "])
def test_a_bad_title_keeps_itself_and_the_words(client, member, title):
    table = make_table()
    with standstill():
        answer = client.post(f"/cafe/c/{table.slug}/nouveau/", {"title": title, "language": "fr", "text": LONE})
    assert answer.status_code == 400
    assert LONE in shown(answer)
    assert title.strip("\u200b ") in shown(answer)


ODD_HANDLES = [
    "ad\u200bmin", "\u200badmin", "lou\u200dtre", "lou\u00adtre", "\u202eertuol", "lou\u0301tre", "ｌｏｕｔｒｅ",
    "loutrе", "lou\ttre", "lou\x00tre", "loutre\n", "-loutre", "lou--tre", "lo", "l" * 31, "qlock",
    "ＱＬＯＣＫ", "<b>loutre</b>", "../atelier", "loutre/blocage", "١٢٣٤",
]  # fmt: skip


@pytest.mark.parametrize("handle", ODD_HANDLES)
def test_a_handle_with_something_hidden_in_it_is_nobodys(client, handle):
    before = set(Member.objects.values_list("handle", flat=True))
    sign_up = {"email": "neuve@exemple.example", "username": handle, "password1": "une phrase assez longue"}
    answer = client.post("/comptes/signup/", sign_up)
    now = set(Member.objects.values_list("handle", flat=True)) - before
    assert now <= {"loutre"}  # blanks around it are no part of it
    if not now:
        assert answer.status_code in {200, 400}
        assert "neuve@exemple.example" in shown(answer)
    client = Client()
    member = make_member()
    client.force_login(member)
    before_change = member.handle
    told = {"handle": handle, "bio": "Ma vie.", "language": "fr", "zone": "Europe/Zurich"}
    answer = client.post("/moi/profil/", told)
    member.refresh_from_db()
    assert member.handle in {before_change, "loutre"}
    if member.handle == before_change:
        assert "Ma vie." in shown(answer)


# Threads that close and go


def test_words_for_a_closed_thread_come_back(client, member, thread):
    close_thread(thread, by=make_moderator())
    with standstill():
        answer = client.post(thread.get_absolute_url(), {"text": LONE, "key": new_key()})
    assert answer.status_code == 409
    assert LONE in shown(answer)
    assert "fermé" in shown(answer)


def test_words_for_a_thread_that_never_was_find_nothing(client, member):
    with standstill():
        assert client.post("/cafe/t/jamais/999999/", {"text": LONE}).status_code == 404


def test_a_thread_that_goes_between_the_look_and_the_lock_refuses(client, member, thread, monkeypatch):
    """Deleted by the database while somebody sends: the words come back."""
    from community.discussions.actions import posts

    composing = posts.compose

    def vanish(*args, **kwargs):
        Post.objects.filter(thread=thread).delete()
        Thread.objects.filter(pk=thread.pk).delete()
        return composing(*args, **kwargs)

    monkeypatch.setattr(posts, "compose", vanish)
    answer = client.post(thread.get_absolute_url(), {"text": LONE, "key": new_key()}, headers=FRAGMENT)
    assert answer.status_code == 409
    assert LONE in shown(answer)
    assert not Post.objects.filter(author=member).exists()


def test_a_thread_that_closes_between_the_look_and_the_lock_refuses(client, member, thread, monkeypatch):
    from community.discussions.actions import posts

    composing = posts.compose

    def close(*args, **kwargs):
        close_thread(Thread.objects.get(pk=thread.pk), by=make_moderator())
        return composing(*args, **kwargs)

    monkeypatch.setattr(posts, "compose", close)
    answer = client.post(thread.get_absolute_url(), {"text": LONE, "key": new_key()})
    assert answer.status_code == 409
    assert LONE in shown(answer)
    assert not Post.objects.filter(author=member).exists()


# Storms


def test_a_storm_of_flags_hides_once_and_lies_on_one_item():
    crowd = [make_member(level=1) for _ in range(200)]
    posts = [make_post(author=make_member(level=1)) for _ in range(5)]
    began, refused = time.monotonic(), Counter()
    for member in crowd:
        for post in posts:
            try:
                flag_content("post", str(post.pk), by=member, reason="spam")
            except FlagRefused as refusal:
                refused[refusal.code] += 1
    assert time.monotonic() - began < 60
    assert set(refused) == {"gone"}  # hidden by then
    assert Item.objects.count() == 5
    assert set(Item.objects.values_list("flags_count", "is_hidden")) == {(3, True)}
    assert set(Post.objects.filter(pk__in=[post.pk for post in posts]).values_list("state", flat=True)) == {"hidden"}
    assert Notice.objects.filter(kind="moderation.hidden").count() <= 5


@pytest.mark.django_db(transaction=True)
def test_a_storm_of_flags_at_once_hides_once():
    post = make_post(author=make_member(level=1))
    crowd = [make_member(level=1) for _ in range(8)]
    found = Counter()
    barrier = threading.Barrier(len(crowd))

    def flag(member):
        barrier.wait(20)
        try:
            flag_content("post", str(post.pk), by=member, reason="spam")
            found["flagged"] += 1
        except FlagRefused as refusal:
            found[refusal.code] += 1
        finally:
            close_old_connections()

    run([lambda member=member: flag(member) for member in crowd])
    item = Item.objects.get()
    assert item.is_hidden
    assert found["flagged"] == item.flags_count == Flag.objects.count()
    assert item.weight == 2 * item.flags_count >= 6
    assert Post.objects.get(pk=post.pk).state == PostState.HIDDEN


def run(works, seconds=30):
    from django.db import connection

    failed = []

    def guarded(work):
        try:
            work()
        except BaseException as error:  # noqa: BLE001 -- told below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=guarded, args=[work]) for work in works]
    for each in threads:
        each.start()
    for each in threads:
        each.join(seconds)
    assert not [each for each in threads if each.is_alive()], "Somebody still waits."
    assert not failed, failed


def test_twenty_hostile_pictures_leave_the_words_and_nothing_else(client, member, thread, tmp_path):
    refused = [(name, make) for name, (make, code) in FILES.items() if code][:20]
    assert len(refused) == 20
    for name, make in refused:
        upload = SimpleUploadedFile("moi.png", make(), "image/png")
        with standstill():
            answer = client.post(thread.get_absolute_url(), {"text": LONE, "picture": upload, "key": new_key()})
        assert answer.status_code in {400, 413, 429, 503}, name
        assert LONE in shown(answer), name
    assert not Picture.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


# Twice, and all at once


def test_a_key_sent_twice_writes_once(client, member, thread):
    key, other = new_key(), make_thread()
    first = client.post(thread.get_absolute_url(), {"text": LONE, "key": key})
    with standstill():
        again = client.post(thread.get_absolute_url(), {"text": "Autre chose.", "key": key})
        elsewhere = client.post(other.get_absolute_url(), {"text": LONE, "key": key})
    assert first["Location"] == again["Location"] == elsewhere["Location"]
    assert Post.objects.get(author=member).source == LONE


def test_a_key_is_its_writers_alone(client, member, thread):
    key = new_key()
    make_post(thread, key=key)
    assert client.post(thread.get_absolute_url(), {"text": LONE, "key": key}).status_code == 302
    assert Post.objects.filter(key=key).count() == 2


@pytest.mark.parametrize("key", ["x", "A" * 32, "0" * 31, "0" * 33, "'; DROP TABLE", "０" * 32, "\x00"])
def test_a_key_that_is_none_counts_as_none(client, member, thread, key):
    assert client.post(thread.get_absolute_url(), {"text": LONE, "key": key}).status_code in {302, 400}
    assert set(Post.objects.filter(author=member).values_list("key", flat=True)) <= {""}


@pytest.mark.redis
@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_twenty_posts_of_a_newcomer_at_once_by_two_servers_are_one(redis_url):
    thread = make_thread()
    session = make_crowd(1)[0]
    statuses, kept = Counter(), []
    shared = {"REDIS_URL": redis_url}
    with start_server("daphne", environment=shared) as one, start_server("daphne", environment=shared) as other:

        def post(number):
            server = (one, other)[number % 2]
            form = {"text": f"Message {number}", "key": new_key(), "csrfmiddlewaretoken": "a" * 32}
            headers = {"Host": "testserver", "Origin": "http://testserver", "Content-Type": FORM} | FRAGMENT
            headers["Cookie"] = f"sessionid={session}; csrftoken={'a' * 32}"
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as asked:
                asked.request("POST", thread.get_absolute_url(), urllib.parse.urlencode(form), headers)
                answer = asked.getresponse()
                statuses[answer.status] += 1
                kept.append(f"Message {number}" in answer.read().decode())

        run([lambda number=number: post(number) for number in range(20)], seconds=90)
    assert statuses == {201: 1, 429: 19}
    assert all(kept)
    assert Post.objects.filter(thread=thread).count() == 2


# The protocol bent


def test_without_the_token_nothing_is_done(thread):
    client = Client(enforce_csrf_checks=True)
    member = make_moderator()
    client.force_login(member)
    post = thread.posts.get()
    item = Item.objects.create(kind="post", key=str(post.pk), author=post.author)
    url = thread.get_absolute_url()
    paths = [url, f"{url}lu/", f"{url}suivi/", f"{url}fermer/", f"{url}epingler/", f"{url}renommer/"]
    paths += [f"/cafe/p/{post.pk}/{verb}/" for verb in ("modifier", "supprimer", "retablir", "meilleure")]
    paths += [f"/cafe/p/{post.pk}/reactions/merci/", "/cafe/apercu/", f"/moderation/signaler/post/{post.pk}/"]
    paths += [f"/moderation/{item.pk}/{verb}/" for verb in ("prendre", "rendre", "decision")]
    paths += ["/moderation/regles/", "/moderation/reglages/", f"/moderation/membres/{post.author.handle}/"]
    paths += [f"/moderation/membres/{post.author.handle}/lever/", "/images/", "/moi/avis/lus/", "/moi/discretion/"]
    paths += [f"/membres/{post.author.handle}/{verb}/" for verb in ("suivi", "blocage", "nomination")]
    with standstill():
        for path in paths:
            assert client.post(path, {"text": LONE, "reason": "spam"}).status_code == 403, path
        for path in (f"/cafe/p/{post.pk}/reactions/merci/", f"/membres/{post.author.handle}/blocage/"):
            assert client.delete(path).status_code == 403, path


def test_json_where_a_form_is_meant_is_an_empty_form(client, member, thread):
    body = json.dumps({"text": LONE})
    for path in (thread.get_absolute_url(), f"/cafe/c/{make_table().slug}/nouveau/", "/cafe/apercu/"):
        for kind in ("application/json", "text/plain", "application/xml", "nonsense", "multipart/form-data"):
            with standstill():
                assert client.post(path, body, content_type=kind).status_code == 400, (path, kind)
    with standstill():
        torn = client.post(thread.get_absolute_url(), b"--x\r\ntorn", content_type="multipart/form-data; boundary=x")
        assert torn.status_code == 400
        assert client.post(thread.get_absolute_url(), b"\xff\xfe%ff=%zz&text", content_type=FORM).status_code == 400
        many = "&".join(f"a{number}=1" for number in range(2000))
        assert client.post(thread.get_absolute_url(), many, content_type=FORM).status_code == 400


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_methods_nobody_offers_change_nothing(client, member, thread, method):
    post = thread.posts.get()
    with standstill():
        for path in (thread.get_absolute_url(), f"/cafe/p/{post.pk}/modifier/", "/cafe/", "/api/v1/cafe/threads/"):
            assert getattr(client, method)(path).status_code in {200, 403, 405}


@pytest.mark.parametrize("reply_to", ["abc", "-1", "0", HUGE, "1.5", "１", "\x00", "9223372036854775808"])
def test_an_answer_to_nothing_stands_by_itself_or_comes_back(client, member, thread, reply_to):
    for headers in ({}, FRAGMENT):
        answer = client.post(thread.get_absolute_url(), {"text": LONE, "reply_to": reply_to}, headers=headers)
        assert answer.status_code in {201, 302, 400, 429}
        if answer.status_code == 400:
            assert LONE in shown(answer)
    assert not Post.objects.exclude(reply_to=None).exists()


@pytest.mark.parametrize("number", ["0", "-1", "007", "9223372036854775807", "9223372036854775808", HUGE, "9" * 5000])
@pytest.mark.parametrize("who", ["nobody", "member", "moderator"])
def test_no_number_in_an_address_breaks_anything(client, number, who):
    if who != "nobody":
        client.force_login(make_moderator() if who == "moderator" else make_member(level=1))
    post = [f"/cafe/p/{number}/{end}" for end in ("", "source/", "historique/", "modifier/")]
    reads = [*post, f"/cafe/t/x/{number}/", f"/cafe/t/x/{number}/nouveaux/", f"/cafe/t/x/{number}/feed/"]
    reads += [f"/api/v1/cafe/threads/{number}/", f"/api/v1/cafe/posts/{number}/", f"/moderation/{number}/"]
    reads += [f"/moderation/signaler/post/{number}/", f"/moi/avis/{number}/", f"/membres/{number}/"]
    reads += [f"/images/{'0' * 32}-{number}.webp", f"/images/{number}-480.webp"]
    writes = [f"/cafe/p/{number}/{verb}/" for verb in ("supprimer", "retablir", "meilleure", "reactions/merci")]
    writes += [f"/cafe/t/x/{number}/{verb}/" for verb in ("lu", "suivi", "fermer", "epingler", "deplacer", "renommer")]
    writes += [f"/moderation/{number}/{verb}/" for verb in ("prendre", "rendre", "decision")]
    writes += [f"/moderation/regles/{number}/", f"/cafe/sur/drop/{number}/", f"/cafe/sur/article/{number}/"]
    writes += [f"/moderation/signaler/post/{number}/", f"/cafe/t/x/{number}/"]
    for path in reads:
        assert client.get(path).status_code in {302, 404}, path
    for path in writes:
        assert client.post(path, {"text": LONE, "reason": "spam"}).status_code in {302, 404}, path


@pytest.mark.parametrize("kind", ["post", "fake", "thread", "member", "rule", "POST", "__class__"])
@pytest.mark.parametrize("key", ["abc", "1_0", "-1", "0x10", "nan", HUGE, "a" * 300])
def test_what_cannot_be_flagged_is_not_found(client, member, thread, kind, key):
    with standstill():
        for answer in (
            client.get(f"/moderation/signaler/{kind}/{key}/"),
            client.post(f"/moderation/signaler/{kind}/{key}/", {"reason": "spam"}),
        ):
            assert answer.status_code == 404


def test_a_reason_nobody_offers_comes_back_with_its_note(client, member, thread):
    path = f"/moderation/signaler/post/{thread.posts.get().pk}/"
    bad = [
        {"reason": "x"},
        {"note": "Rien de coché."},
        {"reason": "other"},
        {"reason": "spam", "note": "x" * 501},
        {"reason": "spam\x00"},
    ]
    for fields in bad:
        with standstill():
            answer = client.post(path, fields)
        assert answer.status_code == 400
        assert fields.get("note", "") in shown(answer)


@pytest.mark.parametrize("name", ["coeur", "MERCI", "merci2", "__proto__", "0", "a" * 300])
def test_a_reaction_nobody_knows_is_not_found(client, member, thread, name):
    path = f"/cafe/p/{thread.posts.get().pk}/reactions/{name}/"
    with standstill():
        assert client.post(path).status_code == client.delete(path).status_code == 404
    assert not Reaction.objects.exists()


PEOPLE = ["moderator", "member", "nobody"]
ODD = [
    "\x00", "a\x00b", "\x1f", "\ud7ff\ue000", "'", '"', "%", "\\", "’;--", "1e309", "-0", "NaN", "9" * 20, "9" * 400,
    "0.0", ".", "-", "9999999999999999999.9999999999999999999", "253402300800000000.1", "99999999999999999-1",
    "2147483648-1", "999999999-1", "0001-01-01", "9999-12-31", "10000-01-01", "2026-W01-1", "١", "²",
]  # fmt: skip


def ask_in_every_place(client, thread, who, odd):
    if who != "nobody":
        client.force_login(make_moderator() if who == "moderator" else make_member(level=1))
    url, value = thread.get_absolute_url(), urllib.parse.quote(odd)
    asked = {
        "/cafe/": ["suite", "vue", "univers", "langue"],
        thread.category.get_absolute_url(): ["suite", "vue", "univers", "langue"],
        url: ["n", "date", "citer", "reponse"],
        f"{url}nouveaux/": ["apres"],
        "/recherche/": ["q", "genre", "page"],
        "/moi/avis/": ["avant"],
        "/moderation/": ["genre", "raison", "apres"],
        "/moderation/journal/": ["acte", "par", "sur", "avant"],
        "/moderation/sanctions/": ["pseudo"],
        "/api/v1/cafe/threads/": ["table", "language", "after"],
        f"/api/v1/cafe/threads/{thread.pk}/": ["n"],
    }
    for path, names in asked.items():
        for name in names:
            assert client.get(f"{path}?{name}={value}").status_code in {200, 302, 400, 404}, (path, name)
    for name in ("from", "in", "after", "before"):
        assert client.get(f"/recherche/?q={name}:{value}").status_code in {200, 400}, name


@pytest.mark.parametrize(("who", "odd"), list(zip(cycle(PEOPLE), ODD, strict=False)))
def test_no_question_in_an_address_breaks_anything(client, thread, who, odd):
    ask_in_every_place(client, thread, who, odd)


@pytest.mark.heavy
@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("odd", ODD)
def test_no_question_of_anybody_breaks_anything(client, thread, who, odd):
    ask_in_every_place(client, thread, who, odd)


def test_a_moderator_moves_a_thread_to_no_odd_table(client, thread):
    client.force_login(make_moderator())
    for table in ("", "\x00", "nulle-part", "x" * 5000):
        with standstill():
            answer = client.post(f"{thread.get_absolute_url()}deplacer/", {"table": table})
        assert answer.status_code in {302, 404}


def test_ten_thousand_characters_are_too_many_to_search(client):
    began = time.monotonic()
    answer = client.get("/recherche/", {"q": "balancier " * 1000})
    assert answer.status_code == 400
    assert time.monotonic() - began < 5
    for worst in ("a " * 100, '"' * 200, "from:" * 40, "« » " * 50, "\u0301" * 200, "ﷺ" * 200, "in:a after:2026 " * 12):
        assert client.get("/recherche/", {"q": worst[:200]}).status_code == 200, worst


def test_one_megabyte_in_every_other_field_comes_back(client, member, thread):
    much = "x" * 1_000_000
    told = {"handle": member.handle, "bio": much, "language": "fr", "zone": "Europe/Zurich"}
    with standstill():
        assert much in shown(client.post("/moi/profil/", told))
        flag = client.post(f"/moderation/signaler/post/{thread.posts.get().pk}/", {"reason": "spam", "note": much})
        assert (flag.status_code, much in shown(flag)) == (400, True)
        for name in ("handle", "language", "zone"):
            assert client.post("/moi/profil/", told | {"bio": "", name: much}).status_code == 200
        assert client.post("/moi/discretion/", {"activity_for": much}).status_code == 200
        assert client.post(f"{thread.get_absolute_url()}suivi/", {"stance": much}).status_code == 302
        assert client.post("/cafe/apercu/", {"text": much}).status_code == 400
    member.refresh_from_db()
    assert member.bio == ""


def test_who_blocks_the_writer_hears_nothing_of_being_called(client, member, thread):
    other = make_member(level=1)
    Block.objects.create(member=other, blocked=member)
    quoted = make_post(thread, author=other)
    quote = f"> [@{other.handle}](/cafe/p/{quoted.pk}/) :\n> oui\n\n@{other.handle} tu as vu ?"
    client.post(thread.get_absolute_url(), {"text": quote, "reply_to": quoted.pk, "key": new_key()})
    assert Post.objects.filter(author=member).exists()
    assert not Notice.objects.filter(member=other).exists()


def test_who_was_signed_out_meanwhile_has_the_words_in_hand(client, member, thread):
    client.logout()
    answer = client.post(thread.get_absolute_url(), {"text": LONE}, headers=FRAGMENT)
    assert answer.status_code == 403
    assert LONE in shown(answer)
