"""Five hundred attempts at stored scripts through every text field of the café: nothing runs in a real browser.

Once with the content security policy and once without it. What was stored is looked at on some of the pages that show
it, on all of them in the heavy run. Most of it is stored in bulk, rendered and cleaned as the actions do it; what the
forms and actions take is tried in `test_the_doors_take_no_handle_language_or_choice_with_a_script` and by typing into
the composer.
"""

import re
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Collection, Locale, Page

from community.discussions.actions.composing import clean_title, picture_line
from community.discussions.actions.threads import start_thread
from community.discussions.forms import StanceForm, ThreadForm
from community.discussions.models import Category, Post, Revision, Thread
from community.discussions.rules import TalkRefused
from community.discussions.search import index_post, index_thread
from community.members.actions import update_profile
from community.members.forms import PrivacyForm
from community.members.models import Ban, Member, Nomination
from community.members.search import index_member
from community.moderation.forms import FlagForm, RuleForm, SanctionForm
from community.moderation.models import AuditEntry, Flag, Item, Rule, Silence
from community.notices.models import Notice
from community.text.clean import clean
from community.text.markdown import read
from community.universes.models import Universe
from drops.models import Brand, Spokesperson
from editorial.actions import found_magazine
from realtime import clock
from tests.community.text import payloads
from tests.factories.crowds import make_crowd
from tests.factories.discussions import make_post, make_table, make_thread
from tests.factories.drops import make_drop
from tests.factories.members import make_member
from tests.factories.pictures import make_row
from tests.servers import sign_in, start_server

MARK = "zqpiege"  # a word that finds all of it
SAMPLE = [payload.replace("\0", "") for payload in payloads.SAMPLE]  # no form and no column takes a null
SHORT = [payload for payload in payloads.PAYLOADS if len(payload) <= 40 and "\0" not in payload][:500]
# Before anything of a page: what somebody runs leaves its trace here.
WATCH = """for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = () => { window.ran = name; };"""
# What the browser has made of the page: no handler in an attribute, no address that is a script.
FOUND = """() => {
  const found = "ran" in window ? [`ran: ${window.ran}`] : [];
  for (const each of document.querySelectorAll("*")) {
    found.push(...each.getAttributeNames().filter((name) => /^on/i.test(name)));
    for (const name of ["href", "src", "action", "formaction", "data"]) {
      if (/^\\s*(javascript|vbscript|data:text)/i.test(each.getAttribute(name) ?? "")) found.push(each.outerHTML);
    }
    if (/^(iframe|object|embed|base|frame)$/i.test(each.tagName)) found.push(each.tagName);
  }
  return found;
}"""


def joined(attempts, longest):
    """The payloads on as few lines of at most so many characters as they need; what is longer is cut."""
    lines, line = [], ""
    for payload in attempts:
        words = f"{payload[: longest - len(MARK) - 1]} "
        if line and len(line) + len(words) > longest - len(MARK):
            lines.append(line + MARK)
            line = ""
        line += words
    return [*lines, line + MARK]


class Planted:
    """Every field that members or staff can type into, filled five hundred times; and the pages that show it."""

    def __init__(self) -> None:
        if not Page.objects.exists():  # an emptied database has not even what Wagtail's migrations left
            Locale.objects.get_or_create(language_code="fr")
            Page.add_root(title="Racine", slug="racine")
            Collection.add_root(name="Racine")
        found_magazine()  # the home page, and the back office's
        self.now = clock.now()
        self.guard = make_member(is_staff=True, is_superuser=True)
        self.author = make_member(level=2)
        self.table = make_table(kind="questions")
        self.pages = ["/cafe/", "/moderation/", "/atelier/moderation/", "/atelier/", "/moderation/sanctions/"]
        self.pages += [self.table.get_absolute_url(), "/", "/cafe/feed/", f"{self.table.get_absolute_url()}feed/"]
        self.pages += ["/api/v1/cafe/threads/", "/api/v1/cafe/tables/", f"/atelier/users/?q={MARK}", "/moi/"]
        self.posts()
        self.pictures()
        self.titles()
        self.edits()
        self.desk()
        self.sanctions()
        self.members()
        self.notices()
        self.questions()
        self.names()
        self.voices()

    def said(self, thread, sources, **fields):
        start = thread.last_number
        posts = Post.objects.bulk_create(
            Post(thread=thread, number=start + place, author=self.author, source=source, at=self.now, **fields)
            for place, source in enumerate(map(clean, sources), 1)
        )
        for post in posts:
            post.html = read(post.source).html(members={self.author.handle}, pictures=self.shown, authors={1: "x"})
        Post.objects.bulk_update(posts, ["html"])
        Thread.objects.filter(pk=thread.pk).update(last_number=start + len(posts), shown=start + len(posts))
        thread.refresh_from_db()
        for post in posts[:100]:
            index_post(thread, post)
        return posts

    shown: dict = {}  # pictures come later

    def posts(self):
        thread = make_thread(posts=0, author=self.author, category=self.table, title=f"Messages {MARK}")
        posts = self.said(thread, [f"{payload}\n\n{MARK}" for payload in SAMPLE])
        index_thread(thread)
        url = thread.get_absolute_url()
        self.pages += [f"{url}?n={number}" for number in range(1, len(posts) + 1, 50)]
        self.pages += [f"{url}nouveaux/?apres=0", f"{url}feed/", f"/api/v1/cafe/threads/{thread.pk}/"]
        self.pages += [f"{url}?citer={post.pk}" for post in posts[::125]]
        self.pages += [f"/cafe/p/{post.pk}/{end}" for post in posts[::170] for end in ("source/", "modifier/")]
        self.pages += [f"/api/v1/cafe/posts/{post.pk}/" for post in posts[::250]]
        self.pages += [f"/membres/{self.author.handle}/", f"/recherche/?q={MARK}&genre=post&page=2"]

    def pictures(self):
        picture = make_row(self.author, is_used=True)
        self.shown = {picture.token: picture}
        texts = [f"![{payload}](/images/{picture.token})" for payload in SAMPLE]
        thread = make_thread(posts=0, author=self.author, title="Images")
        self.said(thread, ["\n\n".join(texts[start : start + 20]) for start in range(0, len(texts), 20)])
        self.pages.append(thread.get_absolute_url())

    def titles(self):
        found = []
        for payload in SAMPLE:
            try:
                found.append(clean_title(f"{payload[:110]} {MARK}"))
            except TalkRefused:
                found.append(f"{payload[:110]} {MARK}")
        threads = Thread.objects.bulk_create(
            Thread(category=self.table, title=title[:120], slug="sujet", author=self.author, last_at=self.now,
                   shown=1, last_number=1) for title in found
        )  # fmt: skip
        Post.objects.bulk_create(
            Post(thread=thread, number=1, author=self.author, source="Oui.", html="<p>Oui.</p>", at=self.now)
            for thread in threads
        )
        for thread in threads[::3]:
            index_thread(thread)
        self.pages += [thread.get_absolute_url() for thread in threads[::25]]
        self.pages += [f"/recherche/?q={MARK}&genre=thread&page={page}" for page in range(1, 9)]
        stamps = [f"0.{int(self.now.timestamp() * 1_000_000)}.{thread.pk}" for thread in threads[29::30]]
        self.pages += [f"/cafe/?suite={stamp}" for stamp in stamps]

    def edits(self):
        for start in range(0, len(SAMPLE), 100):
            post = make_post(make_thread(posts=0), author=self.author, source="Enfin.", edits=5, edited_at=self.now)
            Revision.objects.bulk_create(
                Revision(post=post, source=payload, by=self.author, reason=clean(payload)[:120])
                for payload in SAMPLE[start : start + 100]
            )
            self.pages.append(f"/cafe/p/{post.pk}/historique/")

    def desk(self):
        post = make_post(make_thread(), author=self.author, source=f"{SAMPLE[0]}")
        why = "\n".join(SAMPLE)
        item = Item.objects.create(kind="post", key=str(post.pk), author=self.author, why=why, is_held=True, weight=9)
        make_crowd(len(SAMPLE))
        crowd = list(Member.objects.order_by("-pk")[: len(SAMPLE)])
        Flag.objects.bulk_create(
            Flag(item=item, member=member, reason="other", note=payload[:500], weight=1)
            for member, payload in zip(crowd, SAMPLE, strict=True)
        )
        AuditEntry.objects.bulk_create(
            AuditEntry(verb="member.silenced", by=self.guard, by_handle=self.guard.handle, about_id=self.author.pk,
                       kind="thread", key=payload[:100], reason=payload, data={"days": 3, payload[:60]: payload})
            for payload in SAMPLE
        )  # fmt: skip
        Rule.objects.bulk_create(
            Rule(kind="word", pattern=payload[:100], note=payload[:300], by=self.guard)
            for payload in {payload[:100]: payload for payload in SAMPLE}.values()
        )
        last = AuditEntry.objects.latest("pk").pk + 1
        self.pages += [f"/moderation/{item.pk}/", "/moderation/regles/", f"/moderation/signaler/post/{post.pk}/"]
        self.pages += [f"/moderation/journal/?avant={last - start}" for start in range(0, len(SAMPLE), 50)]

    def sanctions(self):
        sinner = make_member()
        past = {"member": sinner, "by": self.guard, "lifted_at": self.now, "lifted_by": self.guard}
        Silence.objects.bulk_create(Silence(reason=payload[:300], **past) for payload in SAMPLE)
        Ban.objects.bulk_create(Ban(reason=payload[:300], **past) for payload in SAMPLE)
        self.pages.append(f"/moderation/membres/{sinner.handle}/")

    def members(self):
        """What one says about oneself, and why the house speaks up: as many in one as there is room for."""
        bios, reasons = joined(SAMPLE, 500), joined(SAMPLE, 300)
        for place, reason in enumerate(reasons):
            member = make_member(bio=clean(bios[place % len(bios)])[:500], handle=f"piege-{place}")
            Nomination.objects.create(member=member, level=1, by=self.guard, reason=reason[:300])
            index_member(member)
            self.pages.append(f"/membres/piege-{place}/")
        self.pages += [f"/membres/piege-{place}/carte/" for place in (0, 30)]
        self.pages += [f"/recherche/?q={MARK}&genre=member&page={page}" for page in range(1, 7)]

    def notices(self):
        post = make_post(make_thread(), author=self.author)
        kinds = ["mention", "reply", "quote", "watched"]
        Notice.objects.bulk_create(
            Notice(member=self.guard, kind=kinds[place % 4], actor=self.author, at=self.now, count=1 + place % 3,
                   data={"post": post.pk, "thread": post.thread_id, "title": payload})
            for place, payload in enumerate(SAMPLE)
        )  # fmt: skip
        first = Notice.objects.earliest("pk").pk
        moment = int(self.now.timestamp() * 1_000_000)
        ends = range(first + len(SAMPLE), first, -30)
        self.pages += ["/moi/avis/", *(f"/moi/avis/?avant={moment}-{end}" for end in ends)]

    def questions(self):
        """What is looked for comes back in the page, in its filters and in its refusals."""
        from urllib.parse import quote

        lines = joined(SAMPLE, 190)
        self.pages += [f"/recherche/?q={quote(line)}" for line in lines]
        odd = ["from:", "in:", "after:", '"']
        self.pages += [
            f"/recherche/?q={quote(odd[place % 4] + payload[:180])}" for place, payload in enumerate(SHORT[::20])
        ]
        self.pages += [f"/recherche/?q=a&genre={quote(payload)}" for payload in SHORT[::60]]

    def names(self):
        """Tables and universes, which the staff name; on the pages that show them all."""
        universes = Universe.objects.bulk_create(
            Universe(slug=f"u-{place}", name=payload, tagline=payload) for place, payload in enumerate(SHORT)
        )
        Category.objects.bulk_create(
            Category(
                universe=universe, slug=f"t-{place}", **{f"name_{code}": universe.name for code in ("fr", "de", "en")},
                **{f"description_{code}": universe.name for code in ("fr", "de", "en")},
            ) for place, universe in enumerate(universes)
        )  # fmt: skip
        self.author.universes.set(universes)
        self.pages += ["/cafe/?vue=suivis", "/cafe/c/t-0/nouveau/", "/moi/", f"/membres/{self.author.handle}/", "/"]
        self.pages += [f"/cafe/c/t-{place}/" for place in range(0, 500, 100)]

    def voices(self):
        """Brands, whose names their members wear; a question about a drop; what is to be seen on a picture."""
        drop, picture = make_drop(), make_row(self.author, is_used=True)
        names = list({payload[:60]: payload for payload in SAMPLE}.keys())
        brands = Brand.objects.bulk_create(Brand(name=name, slug=f"b-{place}") for place, name in enumerate(names))
        asked = {"subject": "drop", "subject_id": drop.pk, "kind": "question", "author": self.author}
        thread = make_thread(posts=0, title=f"{SAMPLE[1][:100]} {MARK}", asked=3, **asked)
        self.shown = {picture.token: picture}
        for place in range(0, len(brands), 40):
            speaker = make_member()
            Spokesperson.objects.bulk_create(
                Spokesperson(brand=brand, member=speaker) for brand in brands[place : place + 40]
            )
            source = "\n\n".join(picture_line(picture.token, payload) for payload in SAMPLE[place : place + 40])
            make_post(thread, author=speaker, source=source, html=read(source).html(pictures=self.shown))
        self.pages += [thread.get_absolute_url(), f"/api/v1/cafe/threads/{thread.pk}/", f"/drops/{drop.code}/"]
        self.pages += [f"/cafe/sur/drop/{drop.code}/question/", "/cafe/?genre=questions&tri=demandees"]


class Reader:
    """A browser that notes whatever runs, and whoever is asked for anything but us."""

    def __init__(self, context, site):
        self.page, self.site, self.seen = context.new_page(), site, []
        self.page.add_init_script(WATCH)
        self.page.on("dialog", self._dismiss)
        self.page.on("request", self._asked)

    def open(self, path):
        self.seen = []
        answer = self.page.goto(self.site + path, wait_until="domcontentloaded")
        return [f"status {answer.status}"] * (answer.status != 200) + self.look()

    def look(self):
        return self.seen + self.page.evaluate(FOUND)

    def _asked(self, request):
        if not request.url.startswith((self.site, "data:", "blob:", "about:", "chrome-")):
            self.seen.append(request.url)

    def _dismiss(self, dialog):
        self.seen.append(dialog.type)
        dialog.dismiss()


@contextmanager
def reading(chromium, server, member, **options):
    context = chromium.new_context(locale="fr-CH", **options)
    context.add_cookies([{"name": "sessionid", "value": sign_in(member), "url": server.url}])
    try:
        yield Reader(context, server.url)
    finally:
        context.close()


@pytest.mark.browser
@pytest.mark.server
@pytest.mark.timeout(900)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.heavy, id="each"), pytest.param(20, id="some")])
def test_nothing_runs_on_any_page(chromium, step):
    planted = Planted()
    pages = list(dict.fromkeys(planted.pages))[::step]
    failures, shown = {}, False
    with start_server("daphne") as server:
        for options in ({"bypass_csp": True}, {}):
            # Without the policy everything; with it, which only takes away, some of each kind.
            some = pages if options else pages[::6]
            with reading(chromium, server, planted.guard, **options) as reader:
                for path in some:
                    if found := reader.open(path):
                        failures[path, "CSP" if not options else "no CSP"] = found[:3]
                    shown = shown or MARK in reader.page.content()
        with reading(chromium, server, planted.guard, bypass_csp=True) as reader:
            failures |= typed_into_the_composer(reader, planted.table)
    assert shown
    assert failures == {}


def typed_into_the_composer(reader, table):
    """Typed, looked at in the preview, kept as a draft, sent, edited."""
    failures, path = {}, make_thread(category=table).get_absolute_url()
    reader.open(path)
    for start in range(0, len(SAMPLE), 126):
        text = "\n\n".join(SAMPLE[start : start + 126])
        reader.page.fill("[data-composer-text]", text[:19_000])
        with reader.page.expect_response(re.compile("/cafe/apercu/")):
            if start == 0:
                reader.page.click("button[data-preview]")
        if found := reader.look():
            failures["preview", start] = found[:3]
    reader.page.reload()  # the draft comes back
    if found := reader.look():
        failures["draft"] = found[:3]
    return failures


@pytest.mark.browser
@pytest.mark.django_db
def test_the_browser_notices_what_runs(chromium):
    """The control: a page that forgot to escape is found out."""
    context = chromium.new_context()
    page = context.new_page()
    page.add_init_script(WATCH)
    page.route(
        "**/*", lambda route: route.fulfill(body="<p><img src=x onerror=alert(1)></p>", content_type="text/html")
    )
    page.goto("http://127.0.0.1:9/")
    page.wait_for_function("'ran' in window")
    assert page.evaluate(FOUND) == ["ran: alert", "onerror"]
    context.close()


@pytest.mark.django_db
def test_the_doors_take_no_handle_language_or_choice_with_a_script():
    member = make_member()
    handle = member.handle
    for payload in SAMPLE:
        with pytest.raises(ValidationError):
            update_profile(member, handle=payload.lower(), language="fr", zone="Europe/Zurich")
        forms = [
            ThreadForm({"title": "Un titre", "text": "Oui.", "language": payload}),
            StanceForm({"stance": payload}),
            FlagForm({"reason": payload}),
            RuleForm({"kind": payload, "pattern": "mot", "effect": payload}),
            SanctionForm({"sanction": payload, "days": payload, "reason": "Non."}),
            PrivacyForm({"activity_for": payload, "circle_for": payload}, instance=Member(pk=member.pk)),
        ]
        assert not [form for form in forms if form.is_valid()], payload
    assert Member.objects.get(pk=member.pk).handle == handle


@pytest.mark.django_db
def test_the_actions_store_of_each_attempt_what_a_page_may_show():
    """The same through the action that people use, some of each kind; what it refuses it stores nowhere."""
    house, table = make_member(is_staff=True), make_table()
    stored = 0
    for payload in SAMPLE[::6]:
        try:
            post = start_thread(table, by=house, title=f"{payload[:110]} titre", text=payload)
        except TalkRefused as refusal:
            assert refusal.code in {"control", "empty", "title", "deep", "long"}  # noqa: PT017 -- which ones is the point
            continue
        stored += 1
        assert not re.search(r"<(script|iframe|svg|math|style|object|embed|form|base|meta)\b| on\w+=\"", post.html)
    assert stored > 60
