"""The Atom feed of articles. Feeds carry nothing of drops."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from editorial.queries.articles import ArticleCard, index_url, latest_articles

LENGTH = 20


class ArticleFeed(Feed[ArticleCard, None]):
    """The newest articles, oldest clients included: title, lede, address, date."""

    feed_type = Atom1Feed
    title = _("Qlock, le magazine")
    subtitle = _("Ce qui s’écrit ici sur l’horlogerie.")
    language = "fr-CH"

    def link(self) -> str:
        return settings.SITE_URL + index_url()

    def items(self) -> list[ArticleCard]:
        return latest_articles(LENGTH)

    def item_title(self, item: ArticleCard) -> str:
        return item.title

    def item_description(self, item: ArticleCard) -> str:
        return item.lede

    def item_link(self, item: ArticleCard) -> str:
        return settings.SITE_URL + item.url

    def item_author_name(self, item: ArticleCard) -> str:
        return item.author

    def item_pubdate(self, item: ArticleCard) -> datetime:
        return datetime.combine(item.date, time(), ZoneInfo(settings.TIME_ZONE))
