"""What is written outside the back office: the pages every house begins with, and what its editors may do."""

import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, ModelLogEntry, Page, Site

from community.members.groups import EDITORS
from community.members.models import Member
from community.personal.actions import rewrite_mentions
from community.personal.registry import Leaving
from community.pictures.storage import rendition_path
from community.text.folding import fold
from community.universes.models import Universe
from editorial.models import ArticleIndexPage, ArticlePage, HomePage, PlainReader, SetAside

PAGE_RIGHTS = ["add_page", "change_page", "publish_page"]
IMAGE_RIGHTS = ["add_image", "change_image", "choose_image"]
TERM_RIGHTS = [f"{verb}_{model}" for model in ("term", "series") for verb in ("add", "change", "delete", "view")]
PANELS = ["dial", "qdefi", "gathering", "idea", "cafe", "articles", "term"]


@transaction.atomic
def found_magazine() -> ArticleIndexPage:
    """Make sure of the home page, the article index, the site and the editors' rights; what is there is left alone."""
    root = Page.get_first_root_node()
    home = HomePage.objects.first() or _move_in(root)
    index = ArticleIndexPage.objects.first()
    if index is None:
        index = home.add_child(instance=ArticleIndexPage(title="Magazine", slug="articles"))
        index.save_revision().publish()  # the editor's desk counts from a first version
    _empower_editors(home)
    return index


@transaction.atomic
def found_translations(index: ArticleIndexPage) -> None:
    """Make sure of a place for what is translated: the magazine's rooms in each other language.

    They are never published themselves: their words would come from the French ones anyhow (docs/decisions/0025).
    """
    for code, _name in settings.LANGUAGES:
        locale, _ = Locale.objects.get_or_create(language_code=code)
        if not index.has_translation(locale) and locale != index.locale:
            room = index.copy_for_translation(locale, copy_parents=True)
            _empower_editors(room.get_parent())


def _move_in(root: Page) -> HomePage:
    """Put our home page in the place of the one Wagtail welcomes with."""
    home = root.add_child(
        instance=HomePage(
            title="Qlock",
            slug="qlock",
            panels=[("panel", name) for name in PANELS],
        )
    )
    home.save_revision().publish()
    address = urlsplit(settings.SITE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname,
            "port": address.port or (443 if address.scheme == "https" else 80),
            "site_name": "Qlock",
            "root_page": home,
        },
    )
    for welcome in root.get_children().exclude(pk=home.pk).filter(depth=2, slug="home"):
        welcome.delete()
    return home


def _empower_editors(home: Page) -> None:
    """Editors write, illustrate and publish; they see nothing of drops and nobody's account."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="editorial", codename__in=TERM_RIGHTS),
        *Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin"),
        *Permission.objects.filter(content_type__app_label="simple_translation", codename="submit_translation"),
    )
    for right in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS):
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=right)
    for right in Permission.objects.filter(content_type__app_label="wagtailimages", codename__in=IMAGE_RIGHTS):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=right
        )


@transaction.atomic
def mask_labels(leaving: Leaving) -> None:
    """Take a member's name out of what the back office noted when somebody worked on their account."""
    accounts = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Member))
    accounts.filter(object_id=str(leaving.member_id)).update(label=leaving.tombstone)
    for column in ("label", "data"):
        rewrite_mentions(ModelLogEntry, column, leaving)


def read_plainly(member: Member) -> None:
    """From now on no word of the glossary is linked for this member."""
    PlainReader.objects.get_or_create(member=member)


def read_explained(member: Member) -> None:
    """Link the glossary's words again."""
    PlainReader.objects.filter(member=member).delete()


def set_aside(word: str) -> None:
    """Offer this word to editors no more."""
    SetAside.objects.get_or_create(word=fold(word))


@transaction.atomic
def draft_article(
    *, title: str, lede: str, universe: Universe, body: list[tuple[str, Any]], pictures: Mapping[str, str], by: Any
) -> ArticlePage:
    """An article that nobody sees but the house. `pictures`: members' pictures by token with what they show.

    A figure of `body` names its picture by token; one whose file is gone is left out.
    """
    images = {token: image for token, alt in pictures.items() if (image := _image_of(token, alt, by)) is not None}
    page = ArticlePage(
        title=title,
        lede=lede,
        universe=universe,
        author=by,
        live=False,
        owner=by,
        body=[_with_image(block, images) for block in body if block[0] != "figure" or block[1]["image"] in images],
    )
    found_magazine().add_child(instance=page)
    page.save_revision(user=by)
    return page


def _image_of(token: str, alt: str, by: Any) -> Image | None:
    """A member's picture among the magazine's own, as the one door had drawn it."""
    path = rendition_path(token, "1440.jpg")
    if not path.is_file():
        return None
    file = ImageFile(io.BytesIO(path.read_bytes()), name=f"{token[:12]}.jpg")
    image: Image = Image.objects.create(title=alt[:255] or token, file=file, description=alt[:255], uploaded_by_user=by)
    return image


def _with_image(block: tuple[str, Any], images: Mapping[str, Image]) -> tuple[str, Any]:
    kind, value = block
    if kind != "figure":
        return block
    image = images[value["image"]]
    return kind, value | {"image": {"image": image, "alt_text": image.description}}
