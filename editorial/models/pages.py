import math
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager

from community.text.folding import words_of
from community.universes.models import Universe
from editorial.blocks import BodyBlock, PanelsBlock
from editorial.forms import ArticleForm
from realtime import clock

WORDS_A_MINUTE = 220
PICTURED = {"figure", "annotated"}


class HomePage(Page):
    """The front door: panels in the order an editor gave them."""

    tagline = models.CharField(_("devise"), max_length=200, blank=True)
    panels = StreamField(PanelsBlock(), verbose_name=_("panneaux"), blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("tagline"), FieldPanel("panels")]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["editorial.ArticleIndexPage"]
    max_count = 1

    class Meta:
        verbose_name = _("accueil")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from editorial.queries.home import panels_of  # the query reads this model

        return super().get_context(request, *args, **kwargs) | {"panels": panels_of(self, request, clock.now())}


class ArticleIndexPage(Page):
    """Everything that was written, newest first."""

    lede = models.CharField(_("chapeau"), max_length=300, blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("lede")]
    parent_page_types: ClassVar[list[str]] = ["editorial.HomePage"]
    subpage_types: ClassVar[list[str]] = ["editorial.ArticlePage"]
    max_count = 1

    class Meta:
        verbose_name = _("magazine")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from editorial.queries.articles import article_list  # the query reads this model

        context = super().get_context(request, *args, **kwargs)
        return context | {"articles": article_list(request.GET.get("page", "1"), universe=request.GET.get("univers"))}


class Series(models.Model):
    """Articles that belong together, in the order of their places: a list, and no circle can be made of one."""

    slug = models.SlugField(_("adresse"), max_length=60, unique=True)
    title = models.CharField(_("titre"), max_length=120)
    title_de = models.CharField(_("titre allemand"), max_length=120, blank=True)
    title_en = models.CharField(_("titre anglais"), max_length=120, blank=True)
    lede = models.CharField(_("chapeau"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("série")
        verbose_name_plural = _("séries")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def spoken_title(self) -> str:
        """Its title in the active language, or in French."""
        return getattr(self, f"title_{get_language()}", "") or self.title


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey("editorial.ArticlePage", on_delete=models.CASCADE, related_name="tagged_items")


class ArticlePage(Page):
    """One article, French first. Its translations hang in their own trees and are read at the French one's address."""

    lede = models.CharField(_("chapeau"), max_length=300, help_text=_("Deux phrases qui donnent envie de lire."))
    body = StreamField(BodyBlock(), verbose_name=_("texte"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("auteur"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    universe = models.ForeignKey(Universe, verbose_name=_("univers"), on_delete=models.PROTECT, related_name="+")
    date = models.DateField(_("date"), default=timezone.localdate)
    series = models.ForeignKey(
        Series, verbose_name=_("série"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    place = models.PositiveSmallIntegerField(
        _("rang dans la série"), default=1, help_text=_("Les articles se suivent par rang ; un trou ne gêne personne.")
    )
    tags = ClusterTaggableManager(verbose_name=_("thèmes"), through=ArticleTag, blank=True)
    terms = ArrayField(models.CharField(max_length=60), default=list, editable=False)  # slugs, by first use
    reading_minutes = models.PositiveSmallIntegerField(editable=False, default=1)
    cover = models.ForeignKey(
        "wagtailimages.Image", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )  # its first figure, for lists

    base_form_class = ArticleForm
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("lede"),
        FieldPanel("body"),
    ]
    settings_panels: ClassVar[list[Any]] = [
        FieldPanel("author"),
        FieldPanel("universe"),
        FieldPanel("date"),
        FieldPanel("tags"),
        MultiFieldPanel([FieldPanel("series"), FieldPanel("place")], heading=_("Série")),
        *Page.settings_panels,
    ]
    parent_page_types: ClassVar[list[str]] = ["editorial.ArticleIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    objects: ClassVar[PageManager] = PageManager()

    class Meta:
        verbose_name = _("article")

    def save(self, *args: Any, **kwargs: Any) -> None:
        from editorial.explaining import current_matcher, explain  # it reads the terms beside this model

        text = " ".join(self.body.stream_block.get_searchable_content(self.body))
        self.reading_minutes = max(1, math.ceil(len(words_of(text)) / WORDS_A_MINUTE))
        self.terms = [term.slug for term in explain(text, current_matcher()).terms]
        self.cover = next((block.value["image"] for block in self.body if block.block_type in PICTURED), None)
        super().save(*args, **kwargs)

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """French comes first: elsewhere an article begins as the translation of one."""
        return super().can_create_at(parent) and parent.locale.language_code == settings.LANGUAGE_CODE

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The article in the active language once its translation is published, in French until then."""
        shown = self if get_language() == settings.LANGUAGE_CODE else self.localized
        return Page.serve(shown, request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from editorial import linked_data  # both read this model
        from editorial.queries.articles import article_of

        article = article_of(self, request.user, clock.now())
        data = linked_data.article(article, settings.SITE_URL)
        return super().get_context(request, *args, **kwargs) | {"article": article, "data": data}
