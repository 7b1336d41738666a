import math
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager

from community.text.folding import words_of
from community.universes.models import Universe
from editorial.blocks import BodyBlock, PanelsBlock
from editorial.forms import ArticleForm
from realtime import clock

WORDS_A_MINUTE = 220


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


class ArticlePage(Page):
    """One article."""

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
        *Page.settings_panels,
    ]
    parent_page_types: ClassVar[list[str]] = ["editorial.ArticleIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    objects: ClassVar[PageManager] = PageManager()

    class Meta:
        verbose_name = _("article")

    def save(self, *args: Any, **kwargs: Any) -> None:
        words = words_of(" ".join(self.body.stream_block.get_searchable_content(self.body)))
        self.reading_minutes = max(1, math.ceil(len(words) / WORDS_A_MINUTE))
        self.cover = next((block.value["image"] for block in self.body if block.block_type == "figure"), None)
        super().save(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from editorial import linked_data  # both read this model
        from editorial.queries.articles import article_of

        article = article_of(self)
        data = linked_data.article(article, settings.SITE_URL)
        return super().get_context(request, *args, **kwargs) | {"article": article, "data": data}
