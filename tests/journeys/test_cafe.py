"""The café lived through in real browsers: a thread that goes on while one reads, words that are never lost."""

import re
import signal

import pytest
from django.db import transaction
from playwright.sync_api import expect

from community.discussions.actions.posts import delete_post, edit_post, hide_post, show_post, write_post
from community.discussions.actions.threads import start_thread
from community.discussions.models import Post, PostState, Reaction, Reading, Thread
from community.notices.actions import tell
from community.pictures.models import Picture
from realtime.models import Event
from tests.factories.discussions import make_post, make_table, make_thread
from tests.factories.drops import make_drop, make_picture
from tests.factories.members import make_member, make_moderator
from tests.factories.pictures import picture_bytes
from tests.journeys.conftest import until

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.django_db(transaction=True)]

TEXT = "[data-composer-text]"
PILL = "[data-fresh]"
POSTS = "[data-posts] > article"
FOUND = "[data-found]"
DRAFTS = "Object.keys(localStorage).filter((key) => key.startsWith('draft:'))"
LONG = "\n\n".join(["Une boîte, un cadran, des aiguilles, et tout ce qu’on en dit."] * 8)
# Gives a file to the words as a paste does.
PASTE = """async ([selector, bytes]) => {
  const clipboard = new DataTransfer();
  clipboard.items.add(new File([new Uint8Array(bytes)], "boitier.png", { type: "image/png" }));
  const paste = new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true });
  document.querySelector(selector).dispatchEvent(paste);
}"""
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""
TOP = "post => Math.round(post.getBoundingClientRect().top)"


def talker(**fields):
    return make_member(level=1, **fields)


def say(thread, text="Un cadran soleillé.", **fields):
    """A post written by somebody else, through its action."""
    return write_post(thread, by=fields.pop("by", None) or talker(), text=text, **fields)


@pytest.fixture
def open_thread(listen):
    """Return a function that opens a thread which one hears from then on."""
    return lambda thread, member=None: listen(thread.get_absolute_url(), thread.topic, member)


def send(page, text, button="Envoyer"):
    page.fill(TEXT, text)
    page.get_by_role("button", name=button).click()


# While one reads


def test_a_message_waits_behind_the_pill_and_comes_once(open_thread):
    thread = make_thread(posts=3)
    hers, his = open_thread(thread, talker()), open_thread(thread, talker())

    send(hers, "Une Poljot, bien sûr.")
    expect(hers.locator(POSTS)).to_have_count(4)
    expect(hers.locator("#p-4")).to_be_focused()
    assert hers.input_value(TEXT) == ""
    expect(hers.locator("[data-said]")).to_have_text("C’est envoyé.")
    hers.fill(TEXT, "Et puis")
    expect(hers.locator("[data-said]")).to_be_empty()  # that was the message before

    expect(his.locator(PILL)).to_have_text("1 nouveau message")
    assert his.locator(POSTS).count() == 3
    say(thread)
    expect(his.locator(PILL)).to_have_text("2 nouveaux messages")
    his.locator(PILL).click()
    expect(his.locator(POSTS)).to_have_count(5)
    expect(his.locator("#p-4")).to_contain_text("Une Poljot, bien sûr.")
    expect(his.locator("#p-4")).to_be_focused()
    assert his.locator(PILL).is_hidden()
    expect(hers.locator(PILL)).to_have_text("1 nouveau message")  # one's own is none
    assert thread.posts.count() == 5


def test_counts_of_reactions_are_everybodys_and_presses_ones_own(open_thread):
    thread = make_thread(posts=1)
    hers, his = open_thread(thread, talker()), open_thread(thread, talker())
    merci = "#p-1 [data-reaction=merci]"
    for page, count in ((hers, "1"), (his, "2"), (hers, "1")):
        page.locator(f"{merci} button").click()
        for each in (hers, his):
            expect(each.locator(f"{merci} [data-count]")).to_have_text(count)
        expect(page.locator(merci)).not_to_have_attribute("aria-busy", "true")
    expect(hers.locator(f"{merci} button")).to_have_attribute("aria-pressed", "false")
    expect(his.locator(f"{merci} button")).to_have_attribute("aria-pressed", "true")
    assert Reaction.objects.filter(post__thread=thread).count() == 1


def test_a_refused_reaction_is_taken_back_in_the_servers_words(open_thread):
    thread = make_thread(posts=1)
    page = open_thread(thread, talker())
    Post.objects.filter(thread=thread).update(state=PostState.HIDDEN)  # and nobody has said so yet
    button = page.locator("#p-1 [data-reaction=merci] button")
    button.click()
    page.locator("#p-1").get_by_role("alert").filter(has_text="Ce message n’est pas visible.").wait_for()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button.locator("[data-count]")).to_have_text("")
    assert not Reaction.objects.filter(post__thread=thread).exists()


def test_what_changes_above_moves_nothing(open_thread):
    thread = make_thread(posts=0)
    posts = [make_post(thread, source=LONG) for _ in range(9)]
    page = open_thread(thread, talker())
    page.locator("#p-7").evaluate("post => post.scrollIntoView({ block: 'start', behavior: 'instant' })")
    top = page.locator("#p-7").evaluate(TOP)

    edit_post(posts[1], by=posts[1].author, text=f"Corrigé.\n\n{LONG}\n\n{LONG}")
    expect(page.locator("#p-2")).to_contain_text("Corrigé.")
    assert page.locator("#p-7").evaluate(TOP) == pytest.approx(top, abs=2)
    hide_post(posts[2])
    expect(page.locator("#p-3")).to_contain_text("La modération a masqué ce message.")
    assert page.locator("#p-7").evaluate(TOP) == pytest.approx(top, abs=2)
    edit_post(posts[7], by=posts[7].author, text="Plus court.")  # below
    expect(page.locator("#p-8")).to_contain_text("Plus court.")
    assert page.locator("#p-7").evaluate(TOP) == pytest.approx(top, abs=2)


def test_an_open_menu_is_left_alone(open_thread):
    thread = make_thread(posts=2)
    post = thread.posts.get(number=2)
    page = open_thread(thread, talker())
    menu = page.locator("#p-2 .post__menu summary")
    menu.click()
    edit_post(post, by=post.author, text="Corrigé.")
    say(thread)
    expect(page.locator(PILL)).to_have_text("1 nouveau message")  # it has heard of the edit before
    assert "Corrigé." not in page.locator("#p-2").inner_text()
    assert page.locator("#p-2 .post__menu").evaluate("menu => menu.open")
    menu.click()
    expect(page.locator("#p-2")).to_contain_text("Corrigé.")


@pytest.mark.parametrize("is_forgotten", [False, True], ids=["resumed", "forgotten"])
def test_what_was_said_while_the_line_was_cut(site, open_thread, is_forgotten):
    thread = make_thread(posts=2)
    page = open_thread(thread, talker())
    site.end(signal.SIGKILL)
    try:
        post = thread.posts.get(number=1)
        edit_post(post, by=post.author, text="Corrigé entre-temps.")
        for number in range(3, 6):
            say(thread, f"Le numéro {number}.")
        if is_forgotten:  # the log begins anew
            Event.objects.filter(topic=thread.topic).delete()
    finally:
        site.start()
    expect(page.locator(PILL)).to_have_text("3 nouveaux messages", timeout=60_000)
    expect(page.locator("#p-1")).to_contain_text("Corrigé entre-temps.")
    page.locator(PILL).click()
    expect(page.locator(POSTS)).to_have_count(5)
    assert [page.locator(f"[id='p-{number}']").count() for number in range(1, 6)] == [1] * 5
    assert page.locator(PILL).is_hidden()


def test_a_hundred_events_at_once(open_thread):
    thread = make_thread(posts=10)
    page = open_thread(thread, talker())
    underway, most, asked = set(), [0], []

    def begin(request):
        if re.search(r"/cafe/p/\d+/$", request.url):
            asked.append(request.url)
            underway.add(request)
            most[0] = max(most[0], len(underway))

    def end(request):
        underway.discard(request)

    page.on("request", begin)
    page.on("requestfinished", end)
    posts, guard = list(thread.posts.all()), make_moderator()  # whom no pace holds up
    for turn in range(7):
        for post in posts:
            edit_post(post, by=guard, text=f"Version {turn}.")
    for _ in range(30):
        say(thread)
    expect(page.locator(PILL)).to_have_text("30 nouveaux messages", timeout=30_000)
    for post in posts:
        expect(page.locator(f"#p-{post.number}")).to_contain_text("Version 6.")
    page.locator(PILL).click()
    expect(page.locator(POSTS)).to_have_count(40)
    assert len(asked) < 70, "one fetch an event"
    assert most[0] <= 4


def test_more_than_a_page_gets_a_page_of_its_own(open_thread):
    thread = make_thread(posts=1)
    page = open_thread(thread, talker())
    for _ in range(51):
        say(thread)
    expect(page.locator(PILL)).to_have_text("51 nouveaux messages", timeout=30_000)
    page.locator(PILL).click()
    expect(page.locator(POSTS)).to_have_count(51)
    page.get_by_role("link", name="Lire la suite").click()
    page.wait_for_url("**/?n=52#p-52")
    expect(page.locator("#p-52")).to_be_visible()


def test_before_the_end_the_pill_leads_to_it(open_thread):
    thread = make_thread(posts=60)
    page = open_thread(thread, talker())
    say(thread)
    expect(page.locator(PILL)).to_have_text("1 nouveau message, à la fin")
    page.locator(PILL).click()
    page.wait_for_url("**/?n=61#p-61")
    assert page.locator(POSTS).first.get_attribute("id") == "p-51"


def test_a_list_keeps_its_order_until_one_asks(listen):
    table = make_table()
    old, new = (make_thread(category=table, title=title) for title in ("Le premier", "Le second"))
    page = listen(f"/cafe/c/{table.slug}/", "cafe", talker())
    lines = page.locator(".thread-line__title a")
    say(new)
    say(old)
    expect(page.locator(PILL)).to_have_text("2 sujets ont bougé")
    expect(lines).to_have_text(["Le second", "Le premier"])
    page.locator(PILL).click()
    expect(lines).to_have_text(["Le premier", "Le second"])
    assert page.locator(PILL).is_hidden()


def test_the_counts_go_on_by_themselves(listen):
    table = make_table()
    thread = make_thread(category=table, posts=3)
    make_thread(category=table)
    page = listen(thread.get_absolute_url(), thread.topic)
    cafe = listen("/cafe/", "cafe")
    link = cafe.locator(f"#table-{table.pk}")
    said = cafe.locator(".tables__one", has=link).locator(".tables__said")
    expect(said).to_have_text("2 sujets remués cette semaine")
    link.focus()
    say(thread)
    expect(page.locator("[data-total]")).to_have_text("4 messages")
    hide_post(thread.posts.get(number=1))
    expect(page.locator("[data-total]")).to_have_text("3 messages")
    start_thread(table, by=talker(), title="Un troisième sujet", text="Tout neuf.")
    expect(said).to_have_text("3 sujets remués cette semaine")
    expect(link).to_be_focused()


def test_a_question_is_shared_before_everybodys_eyes(open_thread):
    question = make_thread(category=make_table(kind="questions"))
    hers, his = open_thread(question, talker()), open_thread(question, talker())
    press = hers.get_by_role("button", name="J’ai aussi cette question")
    press.click()
    expect(press).to_have_attribute("aria-pressed", "true")
    expect(press).to_be_focused()
    for page in (hers, his):
        expect(page.locator("[data-asked]")).to_have_text("1 personne a aussi cette question")
    hide_post(question.posts.get())  # gone for both, and nobody has said so yet
    his.get_by_role("button", name="J’ai aussi cette question").click()
    expect(his.locator("[data-shared]").get_by_role("alert")).to_be_visible()
    press.click()
    assert question.shared.count() == 1


def test_a_question_is_shared_without_script(visit):
    question = make_thread(category=make_table(kind="questions"))
    page = visit(question.get_absolute_url(), talker(), java_script_enabled=False)
    for pressed in ("true", "false"):
        page.get_by_role("button", name="J’ai aussi cette question").click()
        expect(page.locator("[data-act=share] button")).to_have_attribute("aria-pressed", pressed)


def test_the_bell_falls_while_one_reads(open_thread):
    thread, member = make_thread(posts=0), talker()
    for number in range(12):
        post = make_post(thread, source=LONG)
        if number == 11:
            with transaction.atomic():
                tell("mention", [member.pk], key=thread.topic, data={"post": post.pk, "thread": thread.pk, "title": ""})
    page = open_thread(thread, member)
    unread = page.locator(".bell [data-unread]")
    expect(unread).to_have_text("1")
    page.locator("#p-12").evaluate("post => post.scrollIntoView({ block: 'end', behavior: 'instant' })")
    expect(unread).to_have_text("0")
    expect(page.locator(".bell__unread")).to_be_hidden()


def test_how_far_one_has_read_is_remembered(open_thread):
    thread, member = make_thread(posts=0), talker()
    for _ in range(12):
        make_post(thread, source=LONG)
    page = open_thread(thread, member)
    with page.expect_response(re.compile("/lu/$")):
        page.locator("#p-4").evaluate("post => post.scrollIntoView({ block: 'end', behavior: 'instant' })")
    first = Reading.objects.get(member=member, thread=thread).number
    assert first < 12
    page.locator("#p-12").evaluate("post => post.scrollIntoView({ block: 'end', behavior: 'instant' })")
    page.wait_for_timeout(1_200)  # the end of a post is in sight for a second before it counts
    page.goto("/glossaire/")  # and what is not told yet is told on leaving
    until(page, lambda: Reading.objects.get(member=member, thread=thread).number == 12)


# What one writes


def test_a_draft_survives_a_reload_and_a_refusal(open_thread):
    thread, member = make_thread(posts=1), talker()
    page = open_thread(thread, member)
    page.fill(TEXT, "Je pense que")
    page.reload()
    expect(page.locator(FOUND)).to_contain_text("Brouillon retrouvé.")
    assert page.input_value(TEXT) == "Je pense que"

    say(thread, by=member)
    send(page, "Je pense que c’est trop tôt.")
    error = page.locator("[data-composer-error]")
    expect(error).to_contain_text("Doucement")
    assert page.input_value(TEXT) == "Je pense que c’est trop tôt."
    page.reload()
    expect(page.locator(FOUND)).to_be_visible()
    assert page.input_value(TEXT) == "Je pense que c’est trop tôt."
    page.locator(FOUND).get_by_role("button").click()
    assert page.input_value(TEXT) == ""
    page.reload()
    page.locator("[data-preview]:not([hidden])").wait_for()
    assert page.locator(FOUND).count() == 0
    assert thread.posts.count() == 2


def test_a_draft_that_comes_back_moves_nothing(open_thread):
    thread, member = make_thread(posts=1), talker()
    page = open_thread(thread, member)
    page.set_viewport_size({"width": 390, "height": 844})
    page.fill(TEXT, "Je pense que")
    page.reload()
    expect(page.locator(FOUND)).to_be_visible()
    assert page.locator(FOUND).is_visible()
    assert page.evaluate(SHIFT) < 0.02


def test_a_draft_is_ones_own_and_ends(open_thread):
    thread, member = make_thread(posts=1), talker()
    page = open_thread(thread, member)
    page.fill(TEXT, "À moi seul.")
    until(page, lambda: page.evaluate(DRAFTS))
    (key,) = page.evaluate(DRAFTS)
    assert key == f"draft:{member.handle}:{thread.get_absolute_url()}"
    page.goto("/glossaire/")
    page.evaluate(
        """key => {
          const kept = JSON.parse(localStorage[key]);
          localStorage[key] = JSON.stringify({ ...kept, at: kept.at - 31 * 24 * 3600e3 });
        }""",
        key,
    )
    page.goto(thread.get_absolute_url())
    until(page, lambda: page.evaluate(DRAFTS) == [])
    assert page.locator(FOUND).count() == 0
    assert page.input_value(TEXT) == ""


def test_a_lost_answer_does_not_write_twice(open_thread):
    thread = make_thread(posts=1)
    page = open_thread(thread, talker())

    def lose(route):
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route(f"**{thread.get_absolute_url()}", lose)
    send(page, "Une seule fois.")
    expect(page.locator("[data-said]")).to_contain_text("Pas de réponse. Ton texte est gardé")
    assert page.input_value(TEXT) == "Une seule fois."
    page.unroute_all()
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("#p-2")).to_contain_text("Une seule fois.")
    assert page.input_value(TEXT) == ""

    page.route(f"**{thread.get_absolute_url()}", lose)
    Post.objects.filter(thread=thread).update(at="2026-01-01T00:00Z")  # long ago: no need to wait between two
    send(page, "Un début.")
    expect(page.locator("[data-said]")).to_contain_text("Pas de réponse.")
    page.unroute_all()
    send(page, "Un début, et une suite.")
    expect(page.locator("#p-3")).to_contain_text("Un début.")
    expect(page.locator("[data-said]")).to_contain_text("Ton premier envoi était bien arrivé.")
    assert page.input_value(TEXT) == "Un début, et une suite."
    assert list(thread.posts.order_by("number").values_list("source", flat=True))[1:] == [
        "Une seule fois.",
        "Un début.",
    ]


def test_two_clicks_send_once(open_thread):
    thread = make_thread(posts=1)
    page = open_thread(thread, talker())
    page.fill(TEXT, "Une fois suffit.")
    page.get_by_role("button", name="Envoyer").dblclick()
    expect(page.locator("#p-2")).to_contain_text("Une fois suffit.")
    assert thread.posts.count() == 2


def test_a_picture_is_pasted(open_thread):
    thread, member = make_thread(posts=1), talker()
    page = open_thread(thread, member)
    page.fill(TEXT, "La voici :")
    page.evaluate(PASTE, [TEXT, list(picture_bytes())])
    expect(page.locator(TEXT)).to_have_value(re.compile(r"^La voici :\n\n!\[\]\(/images/[0-9a-f]{32}\)\n\n$"))
    page.get_by_label("Ce qu’on voit sur boitier.png").fill("Le boîtier, de côté")
    expect(page.locator(TEXT)).to_have_value(re.compile(r"!\[Le boîtier, de côté\]\(/images/"))
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("#p-2 img")).to_have_attribute("src", re.compile("/images/"))
    picture = Picture.objects.get(owner=member)
    assert picture.used_at is not None
    expect(page.locator("#p-2 img")).to_have_attribute("alt", "Le boîtier, de côté")
    assert Post.objects.get(thread=thread, number=2).pictures == [picture.token]


def test_a_refused_picture_is_explained_and_may_be_tried_again(open_thread):
    page = open_thread(make_thread(posts=1), talker())
    page.set_input_files("[name=picture]", {"name": "x.png", "mimeType": "image/png", "buffer": b"<svg/>"})
    failed = page.locator("[data-upload=failed]")
    expect(failed).to_contain_text("Ce fichier n’est pas une image JPEG, PNG ou WebP lisible.")
    with page.expect_response("**/images/"):
        failed.get_by_role("button", name="Réessayer").click()
    failed.get_by_role("button", name="Laisser").click()
    expect(page.locator("[data-upload]")).to_have_count(0)
    assert page.input_value(TEXT) == ""


def test_an_upload_can_be_given_up_and_holds_the_sending(open_thread):
    thread = make_thread(posts=1)
    page = open_thread(thread, talker())
    page.route("**/images/", lambda _route: None)  # never answers
    page.evaluate(PASTE, [TEXT, list(picture_bytes())])
    page.locator("[data-upload=underway] progress").wait_for()
    send(page, "Avec image.")
    expect(page.locator("[data-said]")).to_contain_text("Une image est encore en route")
    page.locator("[data-upload]").get_by_role("button", name="Annuler").click()
    expect(page.locator("[data-upload]")).to_have_count(0)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("#p-2")).to_contain_text("Avec image.")


def test_a_quote_and_its_preview(open_thread):
    thread = make_thread(posts=0)
    post = make_post(thread, source="Le mouvement est russe.\n\n> On dit suisse.\n\nEt bien réglé.")
    page = open_thread(thread, talker())
    page.locator("#p-1 [data-act=quote]").click()
    head = f"> [@{post.author.handle}](/cafe/p/{post.pk}/) :\n"
    expect(page.locator(TEXT)).to_have_value(re.compile("^" + re.escape(head) + "> Le mouvement est russe."))
    assert "suisse" not in page.input_value(TEXT)
    page.fill(TEXT, "")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#p-1 .post__body > p:last-child'))")
    page.locator("#p-1").press("q")
    expect(page.locator(TEXT)).to_have_value(f"{head}> Et bien réglé.\n\n")
    expect(page.locator("[data-answers-to]")).to_have_text(f"{post.author.handle}, message 1")

    page.get_by_role("button", name="Aperçu").click()
    expect(page.locator("[data-preview-out] blockquote")).to_contain_text("Et bien réglé.")
    page.locator("[data-answers-cancel]").click()
    expect(page.locator("[data-answers]")).to_be_hidden()
    page.locator(TEXT).press("Control+Enter")
    expect(page.locator("#p-2 blockquote")).to_contain_text("Et bien réglé.")
    assert Post.objects.get(thread=thread, number=2).reply_to is None
    assert page.locator("[data-preview-out]").is_hidden()


def test_deleting_and_restoring_in_place(open_thread):
    thread, member = make_thread(posts=1), talker()
    make_post(thread, author=member, source="Pardon.")
    page = open_thread(thread, member)
    page.evaluate("window.stayed = true")
    page.locator("#p-2 .post__menu summary").click()
    page.locator("#p-2").get_by_role("button", name="Supprimer").click()
    expect(page.locator("#p-2")).to_contain_text("Ce message a été supprimé.")
    page.locator("#p-2").get_by_role("button", name="Rétablir").click()
    expect(page.locator("#p-2")).to_contain_text("Pardon.")
    assert page.evaluate("window.stayed")
    assert Post.objects.get(thread=thread, number=2).state == PostState.SHOWN


def test_a_new_thread_leads_to_itself(visit):
    table = make_table()
    page = visit(f"/cafe/c/{table.slug}/nouveau/", talker())
    page.locator("[data-preview]:not([hidden])").wait_for()
    page.fill("[name=title]", "Non")
    send(page, "Et pourquoi pas.", "Ouvrir le sujet")
    page.get_by_text("Un titre compte au moins 5 caractères.").wait_for()
    page.fill("[name=title]", "Une question de couronne")
    page.get_by_role("button", name="Ouvrir le sujet").click()
    page.wait_for_url("**/cafe/t/une-question-de-couronne/**")
    expect(page.locator("#p-1")).to_contain_text("Et pourquoi pas.")
    assert Thread.objects.filter(category=table).count() == 1


# Without a mouse, without a script


def test_by_keyboard_from_the_cafe_to_a_reply(visit):
    table = make_table()
    make_thread(category=table, title="Le premier")
    thread = make_thread(posts=3, category=table, title="Le second")
    page = visit(f"/cafe/c/{table.slug}/", talker())
    page.wait_for_selector("[data-opens-shortcuts]:not([hidden])")
    line = page.get_by_role("link", name="Le second")
    until(page, lambda: page.keyboard.press("k") or line.evaluate("line => line === document.activeElement"))
    page.keyboard.press("o")
    page.wait_for_url(f"**{thread.get_absolute_url()}*")
    page.locator("[data-preview]:not([hidden])").wait_for()
    page.locator("h1").click()
    for key, number in (("j", 1), ("j", 2), ("j", 3), ("k", 2)):
        page.keyboard.press(key)
        expect(page.locator(f"#p-{number}")).to_be_focused()
    page.keyboard.press("l")
    expect(page.locator("#p-2 [data-reaction=merci] button")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("r")
    expect(page.locator(TEXT)).to_be_focused()
    page.keyboard.type("jkl : des lettres, rien d’autre.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#p-4")).to_contain_text("jkl : des lettres, rien d’autre.")
    expect(page.locator("#p-4 .post__answers")).to_contain_text("2")
    say(thread)
    expect(page.locator(PILL)).to_have_text("1 nouveau message")
    page.keyboard.press(".")
    expect(page.locator("#p-5")).to_be_focused()
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url(re.compile("^[^/]+//[^/]+/$"))


def test_an_answer_without_script(visit):
    thread = make_thread(posts=2)
    page = visit(thread.get_absolute_url(), talker(), java_script_enabled=False)
    page.locator("#p-2 [data-act=reply]").click()
    send(page, "Sans script, mais pas sans avis.")
    expect(page.locator("#p-3")).to_contain_text("Sans script, mais pas sans avis.")
    expect(page.locator("#p-3 .post__answers")).to_contain_text("2")
    page.locator("#p-1 [data-reaction=merci] button").click()
    expect(page.locator("#p-1 [data-reaction=merci] button")).to_have_attribute("aria-pressed", "true")
    send(page, "Trop vite.")
    expect(page.locator(".errorlist")).to_be_in_viewport()  # not far below the first message
    assert page.input_value(TEXT) == "Trop vite."


def test_what_waited_for_the_moderation_comes_without_asking(open_thread):
    thread, newcomer = make_thread(posts=1), make_member()
    page = open_thread(thread, newcomer)
    send(page, "Plus vite que mes doigts.")
    expect(page.locator("[data-waiting] article")).to_contain_text("Quelqu’un de la modération lit ton message")
    show_post(Post.objects.get(author=newcomer))
    expect(page.locator("[data-posts] > #p-2")).to_contain_text("Plus vite que mes doigts.")
    expect(page.locator("[data-waiting] article")).to_have_count(0)
    expect(page.locator(PILL)).to_be_hidden()


def test_a_deleted_post_that_came_is_a_stone(open_thread):
    thread = make_thread(posts=1)
    page = open_thread(thread)
    post = say(thread)
    expect(page.locator(PILL)).to_have_text("1 nouveau message")
    delete_post(post, by=post.author)
    expect(page.locator(PILL)).to_be_hidden()


def test_talk_under_a_drop_begins_and_goes_on_there(visit):
    drop = make_drop()
    make_picture(drop.watch)
    page = visit(f"/drops/{drop.code}/", talker())
    page.wait_for_load_state("networkidle")  # without its script the form would lead to the thread's own page
    for number, words in enumerate(("La première tasse.", "La deuxième."), 1):
        page.locator("[data-preview]:not([hidden])").wait_for()
        send(page, words)
        expect(page.locator(f"#p-{number}")).to_contain_text(words)
        assert f"/drops/{drop.code}/" in page.url
        Post.objects.update(at="2026-01-01T00:00Z")  # long ago: no need to wait between two
    said = Post.objects.filter(thread__subject="drop", thread__subject_id=drop.pk).order_by("number")
    assert list(said.values_list("number", flat=True)) == [1, 2]


def test_words_corrected_are_kept_as_well(visit):
    thread, member = make_thread(posts=1), talker()
    post = make_post(thread, author=member, source="Avec une faute.")
    page = visit(f"/de/cafe/p/{post.pk}/modifier/", member)
    page.locator("[data-preview]:not([hidden])").wait_for()
    assert page.input_value(TEXT) == "Avec une faute."
    expect(page.locator(TEXT)).to_be_focused()
    page.fill(TEXT, "Sans faute.")
    until(page, lambda: page.evaluate(DRAFTS))
    page.goto(f"/cafe/p/{post.pk}/modifier/")  # the same words, in whichever language one writes them
    expect(page.locator(FOUND)).to_be_visible()
    assert page.input_value(TEXT) == "Sans faute."
    page.locator(TEXT).press("Control+Enter")
    page.wait_for_url(f"**{thread.get_absolute_url()}#p-2")
    expect(page.locator("#p-2")).to_contain_text("Sans faute.")
    page.goto(f"/cafe/p/{post.pk}/modifier/")
    page.locator("[data-preview]:not([hidden])").wait_for()
    assert page.locator(FOUND).count() == 0
