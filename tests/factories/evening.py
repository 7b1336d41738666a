"""One evening of the house with everything its pages can show: talk in every state, a crowded desk, things to find."""

from datetime import timedelta
from types import SimpleNamespace

from wagtail.models import Collection, Locale, Page

from community.discussions.actions.posts import edit_post, write_post
from community.discussions.actions.reactions import add_reaction, mark_best
from community.discussions.actions.reading import mark_read, set_stance
from community.discussions.actions.threads import close_thread, pin_thread, thread_under
from community.discussions.models import Category, PostState, ReactionName, Stance
from community.discussions.search import index_post, index_thread
from community.gatherings.actions.feeds import reset_feed
from community.gatherings.models import GatheringState, RsvpState
from community.members.actions.circles import block_member, follow_member
from community.moderation.actions.flags import flag_content
from community.moderation.actions.house import add_rule
from community.moderation.actions.items import claim_item, decline_item, hold_content
from community.moderation.actions.sanctions import silence_member, suspend_member
from community.moderation.models import Item
from community.pictures.queries import shown
from community.text.markdown import read
from ideas.box.actions.moving import merge_idea, move_idea
from realtime import clock
from tests.factories.devices import make_device
from tests.factories.discussions import make_post, make_table, make_thread
from tests.factories.drops import make_drop, make_universe
from tests.factories.editorial import make_article, make_term
from tests.factories.gatherings import make_gathering, make_rsvp
from tests.factories.ideas import make_idea, make_keeper, make_support
from tests.factories.members import make_member, make_moderator
from tests.factories.pictures import make_row

LINE = "marche = secondes_par_jour(position='cadran en haut', temperature=20, amplitude=280, armage='complet') " * 2
EVERYTHING = f"""Bonjour @anna, j’ai **mesuré** le spiral :

> [@anna](/cafe/p/{{quoted}}/) :
> Elle avance de deux secondes par jour.

### À plat, puis debout

1. à plat, +2 s
2. couronne en bas, −1 s

> Le temps, c’est ce qui manque.

- `28’800 A/h`, et [un lien](https://example.com/)

```
{LINE}
```

![Le boîtier, de côté](/images/{{token}})"""


def make_evening():
    """All of it; the names of the returned one are those of the tests."""
    given = make_universe()
    house = SimpleNamespace(
        anna=make_member(handle="anna", level=2, bio="Je remonte ma montre.\nTous les matins.", date_joined=_ago(400)),
        bruno=make_member(handle="bruno", level=1),
        silent=make_member(handle="carpe", level=0),
        shut=make_member(handle="huitre", level=1, activity_for="nobody"),
        loud=make_member(handle="crecelle", level=0),
        guard=make_moderator(),
        colleague=make_moderator(),
    )
    house.anna.universes.add(given)
    house.talk = make_table(name_fr="Comptoir", universe=given)
    house.questions = make_table(name_fr="Atelier", kind=Category.Kind.QUESTIONS, universe=given)
    house.empty = make_table(name_fr="Arrière-salle", universe=given)
    follow_member(house.bruno, followed_id=house.anna.pk)
    block_member(house.anna, blocked_id=house.loud.pk)
    _fill_thread(house)
    _fill_tables(house)
    _fill_magazine(house)
    _fill_desk(house)
    _plug_in(house)
    _meet(house)
    _propose(house)
    for name in ("thread", "long", "closed", "idea", "joined"):
        setattr(house, f"{name}_url", getattr(house, name).get_absolute_url())
    house.article_url = house.article.get_url()
    return house


def _ago(days):
    return clock.now() - timedelta(days=days)


def _fill_thread(house):
    """A question with posts in every state, the first read by Anna."""
    thread = house.thread = make_thread(
        0, category=house.questions, author=house.anna, title="Le spiral de ma montre avance"
    )
    first = make_post(thread, author=house.anna, source="Elle avance de deux secondes par jour.")
    picture = make_row(house.bruno, is_used=True)
    source = EVERYTHING.format(quoted=first.pk, token=picture.token)
    html = read(source).html(members={"anna"}, pictures=shown([picture.token]))
    rich = house.rich = make_post(thread, author=house.bruno, source=source, html=html, reply_to=first)
    best = make_post(thread, author=house.silent, source="C’est l’amplitude.")
    make_post(thread, author=house.bruno, state=PostState.DELETED, state_by=house.bruno, state_at=clock.now())
    house.hidden = make_post(thread, author=house.bruno, state=PostState.HIDDEN)
    make_post(thread, author=house.loud, source="Je parle quand même.")
    make_post(thread, author=None, source="Au revoir.")
    house.held = make_post(thread, author=house.bruno, state=PostState.HELD)
    for post in thread.posts.shown():
        index_post(thread, post)
    index_thread(thread)
    mark_best(best, by=house.anna)
    for member, name in ((house.anna, ReactionName.THANKS), (house.silent, ReactionName.BRAVO)):
        add_reaction(rich, name, by=member)
    house.edited = edit_post(first, by=house.anna, text="Elle avance de trois secondes par jour.", reason="Recompté")
    mark_read(thread.pk, 2, by=house.anna)
    write_post(thread, by=house.guard, text="Bonjour @anna et @bruno, **regardez** la raquette.", reply_to=first)


def _meet(house):
    """A barbecue that Bruno goes to and Anna waits for, a workshop that is over, an evening that was called off."""
    house.meeting = make_gathering(capacity=4, title="Grillades d’hiver")
    make_rsvp(house.meeting, house.bruno, guests=2, shows_name=True)
    make_rsvp(house.meeting, house.anna, guests=1, state=RsvpState.WAITING)
    house.met = make_gathering(days=-9, title="Ouvrir un calibre")
    make_rsvp(house.met, house.anna)
    called_off = {"state": GatheringState.CANCELLED, "cancelled_reason": "La bise souffle."}
    house.called_off = make_gathering(title="Une heure sans lampe", **called_off)
    reset_feed(house.anna)


def _propose(house):
    """An idea under way that Anna stands behind, one that joined it, one on sale."""
    keeper = make_keeper()
    house.idea = make_idea(title="Un cadran à trois aiguilles", supports=2, price_from=300, author=house.bruno)
    make_support(house.idea, house.anna)
    move_idea(house.idea, "studied", by=keeper, answer="Nous **regardons**.")
    house.joined = make_idea(title="Un cadran à trois aiguilles et demie", supports=1)
    merge_idea(house.joined, house.idea, by=keeper, answer="La même, à une demie près.")
    make_idea(title="Ein Zeiger genügt", language="de", state="on_sale", supports=3)
    house.joined.refresh_from_db()


def _plug_in(house):
    """Anna's devices: one that rang, one that waits for its first time, one that fell silent."""
    make_device(house.anna, label="Firefox, Linux", last_ok_at=_ago(1), rang_at=_ago(1))
    make_device(house.anna, label="Safari, iPhone")
    make_device(house.anna, label="Chrome, Android", failing_since=_ago(2), tries=4, answer=403)


def _fill_tables(house):
    """A long thread, a pinned and closed one, a muted one, one in German, one without anybody."""
    house.long = make_thread(70, category=house.talk, author=house.bruno, title="Tout ce qui avance")
    house.closed = make_thread(category=house.talk, title="Le règlement du comptoir")
    pin_thread(house.closed, by=house.guard)
    close_thread(house.closed, by=house.guard, reason="Tout est dit.")
    muted = make_thread(category=house.talk, title="Les bracelets en caoutchouc")
    set_stance(muted, Stance.MUTED, by=house.anna)
    make_thread(category=house.talk, title="Wer trägt noch Handaufzug?", language="de")
    mark_read(house.long.pk, 60, by=house.anna)


def _fill_magazine(house):
    """An article, a term, an open drop, each with its talk."""
    if not Page.objects.exists():  # a flush took what Wagtail's migrations had planted
        Locale.objects.get_or_create(language_code="fr")
        Page.add_root(title="Root", slug="root")
        Collection.objects.exists() or Collection.add_root(name="Root")
    make_term("spiral")
    house.article = make_article(title="Le spiral, ce ressort qui pense")
    house.drop = make_drop()
    for thing in (house.article, house.drop):
        write_post(thread_under(thing), by=house.colleague, text="Enfin quelqu’un qui le **dit**.")


def _fill_desk(house):
    """Something flagged twice, something held, something taken by a colleague, something decided; rules, sanctions."""
    posts = [make_post(house.closed, author=house.loud, source=f"Achetez chez moi, {n} !") for n in range(4)]
    for post in posts:
        flag_content("post", str(post.pk), by=house.anna, reason="spam", note="Encore lui.")
    flag_content("post", str(posts[0].pk), by=house.bruno, reason="other", note="Et deux.")
    hold_content("post", str(house.held.pk), author_id=house.bruno.pk, why=["fast"])
    items = [Item.objects.get(key=str(post.pk)) for post in posts]
    claim_item(items[1].pk, by=house.colleague)
    decline_item(items[2].pk, by=house.guard)
    claim_item(items[3].pk, by=house.guard)
    house.open_item, house.decided_item = items[0].pk, items[2].pk
    add_rule(by=house.guard, kind="word", pattern="achetez", effect="hold", note="Toujours lui")
    add_rule(by=house.guard, kind="link", pattern="bonnes-affaires.example", effect="refuse")
    silence_member(house.loud, by=house.guard, reason="Publicité, malgré deux rappels", days=7)
    suspend_member(make_member(handle="parti"), by=house.guard, reason="Insultes", days=None)
