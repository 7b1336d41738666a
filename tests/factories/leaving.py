"""Members who leave a word everywhere, and the search for it afterwards."""

import io
import json
import subprocess
from pathlib import Path
from types import SimpleNamespace

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image
from wagtail.models import ModelLogEntry

from community.data_rights.models import Departure
from community.discussions.actions.posts import edit_post, write_post
from community.discussions.actions.reading import mark_read
from community.discussions.actions.threads import start_thread
from community.discussions.models import Post, PostState
from community.mail.models import MailAddressState
from community.members.actions import block_member, follow_member, nominate_member, update_profile
from community.members.actions.accounts import change_avatar
from community.members.models import Member
from community.members.search import index_member
from community.members.trust import TrustLevel
from community.moderation.actions import flag_content
from community.moderation.actions.sanctions import lift_silence, silence_member
from community.moderation.audit import record
from community.pictures.actions import take_picture
from realtime import clock
from tests.factories.devices import make_device
from tests.factories.discussions import make_post, make_table
from tests.factories.members import make_member, make_moderator

CANARY = "canari7f3a"


def speckled(text=CANARY):
    """A picture with the word in its Exif, as a phone would write it."""
    target, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = text
    Image.new("RGB", (400, 300), "navy").save(target, "JPEG", exif=exif)
    return SimpleUploadedFile(f"{text}.jpg", target.getvalue())


def make_canary(client):
    """A member whose word stands in every table that can hold it, and those around them.

    Handles, words and addresses hold `CANARY`; what is somebody else's names them by a mention, a quote, an address.
    """
    guard, friend = make_moderator(), make_member(level=2, handle="amie", is_staff=True)  # no pace holds them up
    bird = make_member(
        handle=f"{CANARY}-0", email=f"{CANARY}@test.example", level=1, bio=f"Moi, {CANARY}.", language="de"
    )
    EmailAddress.objects.create(user=bird, email=f"{CANARY}-autre@test.example")
    index_member(bird)
    update_profile(bird, handle=CANARY, language="de", zone="Europe/Zurich", bio=f"Moi, {CANARY}.")
    change_avatar(bird, speckled())
    _sign_in(client, bird)
    Authenticator.objects.create(user=bird, type="totp", data={"secret": CANARY})
    follow_member(bird, followed_id=friend.pk)
    follow_member(friend, followed_id=bird.pk)
    block_member(bird, blocked_id=make_member().pk)
    posts = _talk(bird, friend)
    _moderate(bird, guard, posts)
    make_device(bird, label=f"Le téléphone du {CANARY}")
    MailAddressState.objects.create(address=bird.email)
    ModelLogEntry.objects.log_action(instance=bird, action="wagtail.edit", user=guard)
    return SimpleNamespace(bird=bird, friend=friend, guard=guard, **vars(posts))


def _sign_in(client, bird):
    client.force_login(bird)
    key, agent = client.session.session_key, f"Mozilla {CANARY}"
    UserSession.objects.get_or_create(
        user=bird, session_key=key, defaults={"user_agent": agent, "ip": "203.0.113.77", "data": {}}
    )


def _talk(bird, friend):
    table = make_table()
    picture = take_picture(bird, speckled())
    first = start_thread(table, by=bird, title=f"Le {CANARY} chante", text=f"Je suis le {CANARY}, @{friend.handle}.")
    shown = make_post(first.thread, author=bird, source=f"Encore le {CANARY} ![{CANARY}](/images/{picture.token})")
    Post.objects.filter(pk=shown.pk).update(pictures=[picture.token])
    edit_post(Post.objects.get(pk=first.pk), by=bird, text=f"Je reste le {CANARY}.", reason=f"parce que {CANARY}")
    for state in (PostState.HELD, PostState.HIDDEN, PostState.DELETED):
        make_post(first.thread, author=bird, source=f"Personne ne lit le {CANARY}.", state=state)
    answer = write_post(
        first.thread,
        by=friend,
        text=f"Bonjour @{CANARY}, et toi @{CANARY}-0 ?\n\n> [@{CANARY}](/cafe/p/{first.pk}/) :\n> J’y pense.\n\n"
        f"Voir [sa page](/membres/{CANARY}/), et écrire à {CANARY}@test.example",
    )
    edit_post(answer, by=friend, text=f"{answer.source}\n\nEncore @{CANARY}.")
    named = start_thread(table, by=friend, title=f"Merci @{CANARY}", text="Sans toi, rien.")
    write_post(first.thread, by=friend, text="Une réponse", reply_to=Post.objects.get(pk=first.pk))
    mark_read(named.thread_id, 1, by=bird)
    return SimpleNamespace(first=first, shown=shown, answer=answer, named=named, picture=picture)


def _moderate(bird, guard, posts):
    flag_content("post", str(posts.answer.pk), by=bird, reason="other", note=f"Le {CANARY} n’aime pas")
    flag_content("post", str(posts.first.pk), by=make_member(), reason="other", note=f"@{CANARY} exagère")
    silence_member(bird, by=guard, reason=f"Le {CANARY} chante trop", days=3)
    lift_silence(bird, by=guard)
    nominate_member(bird, level=TrustLevel.MEMBER, by=guard, reason=f"Le {CANARY} chante bien")
    record("thread.renamed", by=bird, kind="thread", key="1", reason=f"Le {CANARY}")
    record("post.edited", by=guard, kind="post", key="1", reason=f"à la demande de @{CANARY}")


def make_due(member, *, takes_words=False):
    """A departure whose hour has come."""
    from community.members.actions.departing import draw_tombstone

    return Departure.objects.create(
        member=member, takes_words=takes_words, tombstone=draw_tombstone(), due_at=clock.now()
    )


def dump():
    """The whole database as `pg_dump` writes it; only what is committed."""
    server = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting FROM pg_config WHERE name = 'BINDIR'")  # the server's own, of its version
        program = Path(cursor.fetchone()[0]) / "pg_dump"
    command = [program, "--host", server["HOST"], "--username", server["USER"], server["NAME"]]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode().lower()


def tables_with(word):
    """The tables of the database that hold a word anywhere, whatever the case, sessions decoded: table → rows."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                rows = b"".join(bytes(chunk) for chunk in copy).decode().lower().splitlines()
            if number := sum(word in row or word.encode().hex() in row for row in rows):
                found[table] = number
    return found


def files_with(word):
    """The files under the media that hold a word in their names or bytes."""
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    return [path.name for path in files if word in path.name or word.encode() in path.read_bytes()]


def everything_of(member: Member) -> str:
    """A member's own row as text."""
    return json.dumps(Member.objects.filter(pk=member.pk).values().get(), default=str)
