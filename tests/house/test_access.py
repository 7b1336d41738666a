"""Who may do what at every address of the café, and what somebody tries who may not."""

import json
import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client

from community.discussions.actions.posts import delete_post, edit_post, hide_post, restore_post, write_post
from community.discussions.actions.reactions import add_reaction, remove_reaction
from community.discussions.actions.reading import mark_read
from community.discussions.actions.threads import rename_thread, start_thread, thread_under
from community.discussions.models import Post, PostState, ReactionName, Revision, Thread
from community.discussions.rules import TalkRefused
from community.members.groups import EDITORS
from community.members.models import Activity, Ban
from community.moderation.actions import (
    DeskRefused,
    FlagRefused,
    add_rule,
    approve_item,
    claim_item,
    decline_item,
    flag_content,
    silence_member,
)
from community.moderation.models import Item, Settings
from community.notices.models import Notice
from community.pictures.models import Picture
from realtime import clock
from realtime.models import Event
from tests.community.discussions.conftest import check_counts, standstill
from tests.factories.discussions import make_post, make_table, make_thread, new_key
from tests.factories.drops import make_drop
from tests.factories.members import make_member
from tests.factories.moderation import make_moderator
from tests.factories.pictures import make_taken
from tests.servers import sign_in, start_server

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def signed_in(member):
    client = Client()
    client.force_login(member)
    return client


def editor():
    """Somebody who works here and keeps no order."""
    person = make_member(is_staff=True)
    person.groups.add(Group.objects.get(name=EDITORS))
    return person


def at_once(*works, seconds=30):
    """Run each in a thread of its own; all must end, and none may fail."""
    failed, barrier = [], threading.Barrier(len(works))

    def guarded(work):
        try:
            barrier.wait(seconds)
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
    assert failed == []


# Around the moderation


def test_what_was_hidden_does_not_come_back_by_being_deleted_and_restored():
    post = make_post(author=make_member(level=1))
    hide_post(post)
    delete_post(post, by=post.author)
    with standstill(), pytest.raises(TalkRefused):
        restore_post(post, by=post.author)
    assert "Rétablir" not in signed_in(post.author).get(post.thread.get_absolute_url()).content.decode()
    restore_post(post, by=make_moderator())
    assert Post.objects.get(pk=post.pk).state == PostState.SHOWN
    check_counts(post.thread)


def test_what_is_declined_while_it_is_deleted_does_not_come_back():
    post, moderator = make_post(author=make_member(level=1)), make_moderator()
    flag_content("post", str(post.pk), by=make_member(level=1), reason="spam")
    delete_post(post, by=post.author)
    decline_item(Item.objects.get().pk, by=moderator)
    with standstill(), pytest.raises(TalkRefused):
        restore_post(post, by=post.author)
    check_counts(post.thread)


def test_what_everybody_saw_comes_back_after_a_slip_of_the_hand():
    post = make_post(author=make_member(level=1))
    delete_post(post, by=post.author)
    restore_post(post, by=post.author)
    assert Post.objects.get(pk=post.pk).state == PostState.SHOWN


def test_an_approved_post_made_into_spam_is_read_again():
    moderator, writer = make_moderator(), make_member()
    add_rule(by=moderator, kind="word", pattern="pilules", effect="hold")
    Settings.objects.create(pk=1, premoderates_newcomers=True)
    post = write_post(make_thread(), by=writer, text="Bonjour à tous.")
    assert post.state == PostState.HELD
    approve_item(Item.objects.get().pk, by=moderator)
    edit_post(post, by=writer, text="Mes pilules bleues.")
    post.refresh_from_db()
    assert post.state == PostState.HIDDEN
    assert Item.objects.open().count() == 1
    assert "pilules" not in Client().get(post.thread.get_absolute_url()).content.decode()
    check_counts(post.thread)


def test_a_title_is_screened_like_the_words_under_it():
    moderator, writer, table = make_moderator(), make_member(level=1), make_table()
    add_rule(by=moderator, kind="word", pattern="pilules", effect="hold")
    add_rule(by=moderator, kind="word", pattern="casino", effect="refuse")
    with standstill(), pytest.raises(TalkRefused):
        start_thread(table, by=writer, title="Le casino du coin", text="Tout est dans le titre.")
    held = start_thread(table, by=writer, title="Des pilules bleues", text="Tout est dans le titre.")
    assert held.state == PostState.HELD
    thread = make_thread(author=writer)
    for title in ("Le casino du coin", "Des pilules bleues"):
        with standstill(), pytest.raises(TalkRefused):
            rename_thread(thread, title, by=writer)
    rename_thread(thread, "Un titre honnête", by=writer)


def test_who_is_silenced_gives_no_thread_another_title():
    thread = make_thread()
    silence_member(thread.author, by=make_moderator(), reason="Du calme.", days=1)
    with standstill(), pytest.raises(TalkRefused):
        rename_thread(thread, "Je parle quand même", by=thread.author)


def test_a_jump_to_the_end_is_not_reading():
    thread, reader = make_thread(posts=1), make_member()
    Thread.objects.filter(pk=thread.pk).update(last_number=100_000)
    mark_read(thread.pk, 999_999_999, by=reader)
    assert Activity.objects.get(member=reader).read == 50


# Pictures by their address


def test_a_picture_waits_with_its_post(client):
    Settings.objects.create(pk=1, premoderates_newcomers=True)
    writer = make_member()
    picture = make_taken(writer)
    address = f"/images/{picture.token}-480.webp"
    post = write_post(make_thread(), by=writer, text=f"![](/images/{picture.token})")
    assert post.state == PostState.HELD
    assert client.get(address).status_code == 404
    assert signed_in(writer).get(address).status_code == 200
    edit_post(post, by=writer, text=f"Voici : ![](/images/{picture.token})")
    assert client.get(address).status_code == 404
    approve_item(Item.objects.get().pk, by=make_moderator())
    assert client.get(address).status_code == 200
    assert picture.token in client.get(post.thread.get_absolute_url()).content.decode()


def test_a_hidden_post_shows_its_picture_to_nobody_and_keeps_it(client):
    writer = make_member(level=1)
    first, second = make_taken(writer), make_taken(writer)
    post = write_post(make_thread(), by=writer, text=f"![](/images/{first.token})")
    hide_post(post)
    edit_post(post, by=writer, text=f"![](/images/{first.token}) ![](/images/{second.token})")
    for picture in (first, second):
        for kind in ("480.webp", "960.jpg", "1440.webp"):
            assert client.get(f"/images/{picture.token}-{kind}").status_code == 404
    other = make_post(author=writer)
    Revision.objects.update(at=clock.now() - timedelta(hours=1))  # one waits between two edits
    edit_post(other, by=writer, text=f"Encore ![elle](/images/{first.token})")
    assert client.get(f"/images/{first.token}-480.webp").status_code == 404
    assert set(Post.objects.get(pk=post.pk).pictures) == {first.token, second.token}
    assert Post.objects.get(pk=other.pk).pictures == []


def test_nobody_publishes_the_picture_of_somebody_else(client):
    picture = make_taken(make_member(level=1))
    post = write_post(make_thread(), by=make_member(level=1), text=f"Volée ![](/images/{picture.token})")
    assert Picture.objects.get().used_at is None
    assert picture.token not in Post.objects.get(pk=post.pk).html
    assert client.get(f"/images/{picture.token}-480.webp").status_code == 404


# Two members, each other's numbers


def test_nobody_does_anything_to_what_is_another_members():
    theirs, hidden = make_post(author=make_member(level=1)), make_post(make_thread(), author=make_member(level=1))
    hide_post(hidden)
    held = make_post(author=theirs.author, state=PostState.HELD)
    notice = Notice.objects.create(member=theirs.author, kind="mention", key="x", data={})
    me = signed_in(make_member(level=1))
    with standstill():
        for post, statuses in ((theirs, {302, 403}), (hidden, {302, 404}), (held, {404})):
            for verb in ("modifier", "supprimer", "retablir", "meilleure"):
                for headers in ({}, {"HX-Request": "true"}):
                    answer = me.post(f"/cafe/p/{post.pk}/{verb}/", {"text": "À moi."}, headers=headers)
                    assert answer.status_code in statuses | {400, 403}, (verb, answer.status_code)
        for path in (f"/cafe/p/{held.pk}/", f"/cafe/p/{held.pk}/source/", f"/cafe/p/{hidden.pk}/source/"):
            assert me.get(path).status_code == 404
        assert me.get(f"/cafe/p/{hidden.pk}/historique/").status_code == 404
        assert me.get(f"/api/v1/cafe/posts/{held.pk}/").status_code == 404
        assert me.get(f"/api/v1/cafe/posts/{hidden.pk}/").json()["html"] == ""
        assert me.get(f"/moi/avis/{notice.pk}/").status_code == 404
        url = theirs.thread.get_absolute_url()
        for verb in ("fermer", "rouvrir", "epingler", "desepingler", "deplacer", "renommer"):
            assert me.post(f"{url}{verb}/", {"title": "À moi maintenant"}).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


DESK = ["", "journal/", "sanctions/", "regles/", "1/", "membres/{handle}/"]
ACTS = ["{item}/prendre/", "{item}/rendre/", "{item}/decision/", "regles/", "reglages/", "membres/{handle}/"]
ACTS += ["membres/{handle}/lever/", "regles/1/"]


@pytest.mark.parametrize("who", ["nobody", "member", "editor", "moderator without a second factor"])
def test_the_desk_is_not_there_for_who_keeps_no_order(settings, who):
    post = make_post(author=make_member(level=1))
    flag_content("post", str(post.pk), by=make_member(level=1), reason="spam")
    item, client = Item.objects.get(), Client()
    if who == "moderator without a second factor":
        settings.STAFF_SECOND_FACTOR = True
        client.force_login(make_moderator())
    elif who != "nobody":
        client.force_login(editor() if who == "editor" else make_member(level=1))
    fill = {"handle": post.author.handle, "item": item.pk}
    url = post.thread.get_absolute_url()
    with standstill():
        for path in DESK:
            assert client.get("/moderation/" + path.format(**fill)).status_code == 404, path
        told = {"decision": "decline", "sanction": "suspend", "reason": "Dehors.", "kind": "word", "pattern": "non"}
        for path in ACTS:
            answer = client.post("/moderation/" + path.format(**fill), told | {"effect": "hold", "hide_threshold": "1"})
            assert answer.status_code == 404, path
        for verb in ("fermer", "epingler", "deplacer", "renommer"):
            assert client.post(f"{url}{verb}/", {"title": "Un autre titre"}).status_code in {302, 404}, verb
        for verb in ("modifier", "supprimer", "retablir"):
            client.post(f"/cafe/p/{post.pk}/{verb}/", {"text": "Par la maison."})
        assert client.get("/atelier/moderation/").status_code in {302, 404}
    assert not Ban.objects.exists()
    assert Post.objects.get(pk=post.pk).state == PostState.SHOWN


@pytest.mark.parametrize("who", ["nobody", "unconfirmed", "silenced", "suspended"])
def test_who_may_not_write_writes_nowhere(who):
    table, thread, drop = make_table(), make_thread(), make_drop()
    me = make_member(level=1, confirmed=who != "unconfirmed")
    own = make_post(thread, author=me)
    client = Client() if who == "nobody" else signed_in(me)
    if who == "silenced":
        silence_member(me, by=make_moderator(), reason="Du calme.", days=1)
    if who == "suspended":
        me.is_active = False
        me.save()
    words, other = {"text": "Je parle quand même.", "key": new_key()}, thread.posts.first()
    with standstill():
        for headers in ({}, {"HX-Request": "true"}):
            client.post(thread.get_absolute_url(), words, headers=headers)
            client.post(
                f"/cafe/c/{table.slug}/nouveau/", words | {"title": "Un titre", "language": "fr"}, headers=headers
            )
            client.post(f"/cafe/sur/drop/{drop.code}/", words, headers=headers)
            client.post(f"/cafe/p/{own.pk}/modifier/", words, headers=headers)
            if who != "unconfirmed":  # who is not confirmed may thank, and report
                client.post(f"/cafe/p/{other.pk}/reactions/merci/", headers=headers)
                client.post(f"/moderation/signaler/post/{other.pk}/", {"reason": "spam"}, headers=headers)
    assert Post.objects.filter(source__contains="quand même").count() == 0


def test_only_the_house_opens_news_and_only_moderators_close():
    news = make_table(kind="news")
    fields = {"title": "Une annonce", "language": "fr", "text": "Oyez."}
    with standstill():
        answer = signed_in(make_member(level=3)).post(f"/cafe/c/{news.slug}/nouveau/", fields)
    assert answer.status_code == 403
    assert "Oyez." in answer.content.decode()


# The wire


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_a_socket_hears_a_thread_only_of_who_may_read_it():
    under, open_thread, hidden = thread_under(make_drop()), make_thread(), make_thread()
    make_post(under)
    hide_post(hidden.posts.get())
    reader = make_member(level=1)
    session, author = sign_in(reader), sign_in(hidden.author)
    with start_server("daphne") as server:
        with server.connect() as anonymous:
            answers = [anonymous.subscribe(each.topic) for each in (under, hidden, open_thread)]
            assert [each.get("code") for each in answers] == ["unknown_topic", "unknown_topic", None]
            for key in ("0", "01", "9" * 18, "9" * 19, "9" * 30, "x"):
                assert anonymous.subscribe(f"thread:{key}")["code"] == "unknown_topic", key
        with server.connect(session) as socket:
            answers = [socket.subscribe(each.topic) for each in (under, hidden, open_thread)]
            assert [each.get("code") for each in answers] == [None, "unknown_topic", None]
        with server.connect(author) as socket:
            assert "code" not in socket.subscribe(hidden.topic)
        client = Client()
        client.cookies["sessionid"] = session
        client.post("/comptes/logout/")
        with server.connect(session) as socket:  # an open one is closed within a minute, see docs/protocol.md
            assert socket.subscribe(under.topic)["code"] == "unknown_topic"


@pytest.mark.django_db(transaction=True)
def test_what_is_announced_holds_numbers_and_no_words():
    secret, other = "Motdepassesecret", make_member(level=1)
    writer, moderator, table = make_member(level=2), make_moderator(), make_table()
    post = start_thread(table, by=writer, title=f"Titre {secret}", text=f"{secret} @{other.handle}")
    reply = write_post(post.thread, by=other, text=f"{secret} encore", reply_to=post)
    edit_post(reply, by=other, text=f"{secret} autrement", reason=secret)
    add_reaction(reply, ReactionName.THANKS, by=writer)
    flag_content("post", str(reply.pk), by=writer, reason="other", note=secret)
    decline_item(Item.objects.get().pk, by=moderator, silence=1, reason=secret)
    rename_thread(post.thread, f"Autre {secret}", by=writer)
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"post.added", "post.edited", "post.hidden", "reaction.changed", "thread.active", "notice.added"} <= kinds
    told = json.dumps(list(Event.objects.values_list("topic", "kind", "data")))
    assert secret.lower() not in told.lower()
    assert writer.handle not in told
    assert other.handle not in told


# Locks


@pytest.mark.django_db(transaction=True)
def test_two_who_thank_each_other_at_once_do_not_wait_for_each_other():
    one, two = make_member(level=1), make_member(level=1)
    thread = make_thread()
    of_one, of_two = make_post(thread, author=one), make_post(thread, author=two)

    def thank(post, by):
        for _ in range(15):
            add_reaction(post, ReactionName.THANKS, by=by)
            remove_reaction(post, ReactionName.THANKS, by=by)

    at_once(lambda: thank(of_one, two), lambda: thank(of_two, one))


@pytest.mark.django_db(transaction=True)
def test_two_moderators_decide_while_members_write_edit_and_flag():
    moderators, writers = [make_moderator(), make_moderator()], [make_member(level=3) for _ in range(3)]
    threads = [make_thread(author=writer) for writer in writers]
    for post in Post.objects.all():
        flag_content("post", str(post.pk), by=make_member(level=1), reason="spam")
    items = list(Item.objects.values_list("pk", flat=True))
    decided = []

    def decide(moderator, verb):
        for item in items:
            with suppress(DeskRefused):  # the other one is at it, or has decided
                claim_item(item, by=moderator)
                verb(item, by=moderator)
                decided.append(item)

    def write(writer):
        for number, thread in enumerate(threads):
            with suppress(TalkRefused):  # too soon, or gone
                post = write_post(thread, by=writer, text=f"Et moi @{writers[number].handle}", key=new_key())
                edit_post(post, by=writer, text=f"Autrement @{writers[0].handle} {number}")
            with suppress(FlagRefused):
                flag_content("post", str(thread.posts.first().pk), by=writer, reason="spam")

    at_once(
        lambda: decide(moderators[0], approve_item),
        lambda: decide(moderators[1], decline_item),
        *(lambda writer=writer: write(writer) for writer in writers),
    )
    assert sorted(decided) == sorted(items), "each once"
    for thread in threads:
        check_counts(thread)


def test_a_claim_that_is_stale_decides_nothing_against_a_colleague():
    post, (slow, quick) = make_post(author=make_member(level=1)), (make_moderator(), make_moderator())
    flag_content("post", str(post.pk), by=make_member(level=1), reason="spam")
    item = Item.objects.get()
    claim_item(item.pk, by=slow)
    with pytest.raises(DeskRefused):
        decline_item(item.pk, by=quick)
    Item.objects.update(claimed_at=clock.now() - timedelta(minutes=11))
    claim_item(item.pk, by=quick)
    with pytest.raises(DeskRefused):
        decline_item(item.pk, by=slow)
    assert Post.objects.get(pk=post.pk).state == PostState.SHOWN
    approve_item(item.pk, by=quick)
    with standstill(), pytest.raises(DeskRefused):
        decline_item(item.pk, by=slow)


# Words put into mouths, ways out, and what caches keep


def test_a_quote_names_who_wrote_it_whatever_the_quoter_says():
    anna, thread = make_member(level=1), make_thread()
    post = make_post(thread, author=make_member(level=1))
    for label in (f"@{anna.handle}", f"**@{anna.handle}**", "@la-maison", "![x](/images/x)"):
        text = f"> [{label}](/cafe/p/{post.pk}/) :\n> Je n’ai jamais dit ça."
        written = write_post(thread, by=make_member(level=2), text=text)
        assert f"@{anna.handle}" not in written.html
        assert f">@{post.author.handle}</a></cite>" in written.html or "cite" not in written.html
    forged = write_post(thread, by=make_member(level=2), text=f"> [@{anna.handle}](/cafe/p/999999/) :\n> Jamais.")
    assert anna.handle not in forged.html
    assert not Notice.objects.filter(member=anna).exists()


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(target):
    member = make_member(password="une phrase assez longue")
    client = Client()
    fields = {"login": member.email, "password": "une phrase assez longue", "next": target}
    answer = client.post("/comptes/login/", fields)
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
    assert not answer["Location"].startswith("javascript")
    post = make_post()
    for path in (f"/cafe/p/{post.pk}/reactions/merci/", f"/membres/{post.author.handle}/suivi/"):
        answer = client.post(f"{path}?next={target}", {"next": target, "back": target})
        assert answer["Location"].startswith("/")
        assert "evil" not in answer["Location"]


def test_what_is_for_one_member_is_kept_by_nobody():
    post, me = make_post(author=make_member(level=1)), make_member(level=1)
    client, url = signed_in(me), post.thread.get_absolute_url()
    own = make_post(post.thread, author=me)
    pages = ["/cafe/", post.thread.category.get_absolute_url(), url, f"{url}nouveaux/?apres=0", "/moi/avis/"]
    pages += [f"/cafe/p/{own.pk}/modifier/", f"/cafe/p/{own.pk}/source/", f"/cafe/p/{own.pk}/historique/"]
    pages += [f"/api/v1/cafe/threads/{post.thread.pk}/", "/api/v1/cafe/threads/", "/moi/", "/moi/blocages/"]
    pages += [f"/moderation/signaler/post/{post.pk}/", "/recherche/?q=cadran", f"/membres/{post.author.handle}/"]
    kept = [path for path in pages if "no-store" not in client.get(path).get("Cache-Control", "")]
    assert kept == []


def test_nothing_is_sniffed():
    post = make_post(source="<script>alert(1)</script>")
    url = post.thread.get_absolute_url()
    kinds = {
        f"/cafe/p/{post.pk}/source/": "text/plain; charset=utf-8",
        "/cafe/feed/": "application/atom+xml; charset=utf-8",
        f"{url}feed/": "application/atom+xml; charset=utf-8",
        f"/api/v1/cafe/threads/{post.thread.pk}/": "application/json",
        f"/api/v1/cafe/posts/{post.pk}/": "application/json",
    }
    for path, kind in kinds.items():
        answer = Client().get(path)
        assert answer["Content-Type"] == kind
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'self'" in answer["Content-Security-Policy"]
