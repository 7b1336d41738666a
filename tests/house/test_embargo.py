"""The embargo, held against the whole house: every address, feed, API and topic, by everybody who may not know."""

import secrets
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.discussions.actions.threads import thread_under
from community.discussions.search import index_post, index_thread
from community.members.groups import EDITORS
from community.members.models import Member
from community.notices.models import Notice
from drops.models import Drop
from editorial.actions import found_magazine
from tests.crawler import LANGUAGES, crawl, plain_addresses, whereabouts
from tests.factories.creations import make_decided_stage
from tests.factories.discussions import make_post, make_thread
from tests.factories.drops import make_brand, make_draft, make_drop, make_picture, make_team_member, make_watch
from tests.factories.editorial import make_article, make_term
from tests.factories.members import make_member
from tests.factories.pictures import picture_bytes as plain_picture
from tests.servers import sign_in, start_server


def word() -> str:
    """A secret that means nothing and is found nowhere else."""
    return "Zq" + secrets.token_hex(8)


class Secret:
    """A drop whose every field, and whose picture's name and metadata, is a planted word."""

    def __init__(self, make, **times) -> None:
        self.words = {
            name: word() for name in ("brand", "slug", "description", "town", "country", "watch", "reference")
        }
        self.words |= {name: word() for name in ("case", "calibre", "strap", "functions", "why", "statement", "alt")}
        self.words |= {name: word() for name in ("file", "metadata")}
        planted = self.words
        self.brand = make_brand(
            name=planted["brand"],
            slug=planted["slug"].lower(),
            description=planted["description"],
            town=planted["town"],
            country=planted["country"],
        )
        planted["slug"] = planted["slug"].lower()
        watch = make_watch(
            brand=self.brand,
            name=planted["watch"],
            reference=planted["reference"],
            statement=planted["why"],
            case_material=planted["case"],
            calibre=planted["calibre"],
            strap=planted["strap"],
            functions=planted["functions"],
        )
        self.picture = make_picture(watch, alt=planted["alt"], content=marked_picture(planted["metadata"]))
        facts = {"watch": watch, "statement": planted["statement"], "creation": make_decided_stage().creation}
        self.drop: Drop = make(**facts, total=97, price=173_455, **times)
        self.talk()

    def talk(self) -> None:
        """Words under it, as if somebody had spoken too soon: found by everything that finds talk."""
        self.words["said"] = word()
        self.thread = thread_under(self.drop)
        self.post = make_post(self.thread, source=f"Je sais : {self.words['said']}", author=make_member(level=1))
        index_thread(self.thread)
        index_post(self.thread, self.post)

    def tell(self, member: Member) -> None:
        """A notice that names it by its title."""
        data = {"post": self.post.pk, "thread": self.thread.pk, "title": self.thread.title}
        Notice.objects.create(member=member, kind="mention", key=self.thread.topic, actor=self.post.author, data=data)

    @property
    def guesses(self) -> list[str]:
        """What somebody would try who knew its code, its brand and its picture."""
        code = self.drop.code
        paths = [f"/drops/{code}/", f"/drops/{code}/offre/", f"/drops/{code}/place/", f"/drops/{code}/proof.json"]
        paths += [
            f"/drops/{code}/images/{self.picture.token}-{width}.{kind}"
            for width in (480, 960, 1440)
            for kind in ("webp", "jpg")
        ]
        paths += [f"/marques/{self.brand.slug}/", f"/media/{self.picture.file.name}"]
        talk, post = self.thread.get_absolute_url(), f"/cafe/p/{self.post.pk}/"
        paths += [talk, f"{talk}nouveaux/?apres=0", f"{talk}feed/", post, f"{post}source/", f"{post}historique/"]
        paths += [f"{post}modifier/", f"/moderation/signaler/post/{self.post.pk}/", "/moderation/"]
        paths += ["/recherche/?q=in:drop", f"/recherche/?q=from:{self.post.author.handle}"]
        paths += [f"/recherche/?q={self.words['watch'][:-1]}x"]  # one slip of the hand: what is meant is suggested
        return [lead + path for lead in LANGUAGES for path in paths] + [
            *(f"/recherche/?q={planted[:8]}" for planted in self.words.values()),
            f"/api/v1/drops/{code}/",
            f"/api/v1/cafe/threads/{self.thread.pk}/",
            f"/api/v1/cafe/posts/{self.post.pk}/",
            *(f"/atelier/search/?q={planted[:8]}" for planted in self.words.values()),
            f"/atelier/images/chooser/?q={self.words['watch'][:8]}",
        ]


def marked_picture(mark: str) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Title", mark)
    info.add_itxt("XML:com.adobe.xmp", mark)
    return plain_picture(pnginfo=info)


def nobody() -> Client:
    return Client()


def member() -> Client:
    client = Client()
    client.force_login(make_member())
    return client


def editor() -> Client:
    person = make_member(is_staff=True)
    person.groups.add(Group.objects.get(name=EDITORS))
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def house(db, settings):
    """A house with something on every shelf, and editors who need no second factor."""
    settings.STAFF_SECOND_FACTOR = False
    found_magazine()
    make_article()
    make_term()
    make_drop()
    make_thread(posts=2)  # the café's lists, feeds and panel have something to show


# Three languages are three times the way: every time for who sees least, for the others in the heavy run.
VISITS = [
    (nobody, LANGUAGES),
    (member, ("",)),
    (editor, ("",)),
    pytest.param(member, LANGUAGES, marks=pytest.mark.heavy),
    pytest.param(editor, LANGUAGES, marks=pytest.mark.heavy),
]
AFTERWARDS = [VISITS[0], VISITS[1], *VISITS[3:]]  # an editor's way through the back office is walked above


def starts() -> list[str]:
    return [*plain_addresses(), *(f"{lead}/" for lead in LANGUAGES), *(f"{lead}/drops/" for lead in LANGUAGES)]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("visitor", "languages"), VISITS)
def test_nothing_of_a_sealed_drop_is_found_anywhere(house, visitor, languages):
    soon = timezone.now() + timedelta(days=2)
    armed = Secret(make_drop, opens_at=soon + timedelta(days=2), announced_at=soon, armed_at=timezone.now())
    secrets_kept = [Secret(make_draft), armed]
    client = visitor()
    guesses = [path for secret in secrets_kept for path in secret.guesses]
    places = [f"/membres/{secret.post.author.handle}/" for secret in secrets_kept]
    places += [secret.drop.creation.get_absolute_url() for secret in secrets_kept]  # what it became stands there
    for secret in secrets_kept:
        for viewer in Member.objects.filter(pk=client.session.get("_auth_user_id")):
            secret.tell(viewer)
    words = [planted for secret in secrets_kept for planted in [*secret.words.values(), secret.drop.code]]
    visited, found = {}, []
    for path, response, body in crawl(client, [*starts(), *places, *guesses], languages=languages):
        visited[path] = response.status_code
        assert response.status_code < 500, path
        # An address may come back in its own answer; it holds what the visitor knew already.
        known = [planted for planted in words if planted in path]
        found += [
            place for planted in words if planted not in known for place in whereabouts(planted, path, response, body)
        ]
        if path in guesses and "/recherche/" not in path and not path.startswith("/atelier/"):
            assert response.status_code in {301, 302, 403, 404}, f"{path} answered {response.status_code}"
    assert found == []
    assert {"/drops/", "/api/v1/drops/", "/articles/", "/glossaire/", "/sitemap.xml"} <= visited.keys()
    assert {f"{lead}/drops/" for lead in languages} <= visited.keys()
    assert {"/cafe/", "/cafe/feed/", "/api/v1/cafe/threads/", "/api/v1/cafe/tables/", *places} <= visited.keys()
    assert (visited["/moi/avis/"] == 200) == (visitor is not nobody)
    assert (visited["/atelier/"] == 200) == (visitor is editor)


@pytest.mark.parametrize("visitor", [nobody, member, editor])
def test_a_sealed_code_answers_exactly_as_one_that_does_not_exist(house, visitor):
    secret, client = Secret(make_draft), visitor()
    code, other = secret.drop.code, "ZZZZZZ"
    client.get("/drops/")  # what a first visit asks more is asked

    def answer(path: str) -> tuple:
        with CaptureQueriesContext(connection) as asked:
            response = client.get(path)
        masked = {name: value.replace(code, other) for name, value in response.items() if name != "X-Request-ID"}
        return response.status_code, masked, len(asked), len(response.content)

    for path in secret.guesses:
        if code in path:
            assert answer(path) == answer(path.replace(code, other)), path


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("visitor", "languages"), AFTERWARDS)
def test_the_price_is_found_nowhere_after_the_close(house, visitor, languages):
    past = timezone.now() - timedelta(days=1)
    prices = {"price": 7_173_400, "retail_price": 9_284_500}
    drop = make_drop(opens_at=past, closes_at=past + timedelta(hours=1), **prices)
    make_picture(drop.watch)
    forms = [
        b"71734",
        b"71'734",
        "71’734".encode(),
        b"71&#x27;734",
        b"92845",
        b"92'845",
        "92’845".encode(),
        b"92&#x27;845",
    ]
    pages = [f"{lead}/drops/{drop.code}/{end}" for lead in LANGUAGES for end in ("", "offre/", "proof.json")]
    answered = {}
    for path, response, body in crawl(
        visitor(), [*starts(), *pages, f"/api/v1/drops/{drop.code}/"], languages=languages
    ):
        answered[path] = response.status_code
        assert not [form for form in forms if form in body], path
    assert answered[f"/drops/{drop.code}/"] == 200  # it is there, only its price is not
    assert answered[f"/api/v1/drops/{drop.code}/"] == 200


@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_no_topic_speaks_of_a_sealed_drop():
    soon = timezone.now() + timedelta(days=2)
    sealed = Secret(make_drop, opens_at=soon + timedelta(days=1), announced_at=soon, armed_at=timezone.now())
    code = sealed.drop.code
    plain_editor = make_member(is_staff=True)
    with start_server("daphne") as server:
        for session in (None, sign_in(make_member()), sign_in(plain_editor)):
            with server.connect(session) as socket:
                answers = [
                    socket.ask(op="subscribe", topic=f"drop:{code}"),
                    socket.ask(op="subscribe", topic=f"desk:{code}"),
                    socket.ask(op="subscribe", topic=sealed.thread.topic),
                    socket.ask(op="subscribe", topic="cafe"),
                    socket.ask(op="subscribe", topic="drops"),
                ]
                if session:
                    answers.append(socket.ask(op="subscribe", topic="me"))
                    answers.append(socket.ask(op="claim", drop=code, quantity=1, key=secrets.token_hex(16)))
            assert [answer.get("code") for answer in answers[:3]] == ["unknown_topic"] * 3
            assert not [planted for planted in [*sealed.words.values(), code] if planted in repr(answers)]
        with server.connect(sign_in(make_team_member())) as socket:  # the team sees it: there was something to hide
            assert socket.ask(op="subscribe", topic=f"drop:{code}")["op"] == "snapshot"
