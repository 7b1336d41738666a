"""What search engines may find: articles, terms, brands that are no secret any more, gatherings, ideas, café."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from challenges.qdefis.models import Qdefi
from community.discussions.models import Category, Thread
from community.gatherings.models import Gathering
from editorial.models import Term
from editorial.queries.articles import public_articles
from editorial.queries.brands import revealed_brands
from ideas.box.models import Idea, IdeaState
from ideas.creations.models import Creation
from realtime import clock

Entry = tuple[str, str]  # the name of a route, and what stands in its place


class MagazineSitemap(Sitemap):
    """Addresses under `SITE_URL`, whatever name the crawler called us by, in every language of the house."""

    i18n = True
    alternates = True
    x_default = True
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:  # noqa: ARG002 -- the signature of its base
        return urlsplit(settings.SITE_URL).netloc

    def items(self) -> list[Entry]:
        return [
            *(("wagtail_serve", path) for path in ("", "articles/")),
            *(("wagtail_serve", f"articles/{slug}/") for slug in public_articles().values_list("slug", flat=True)),
            ("discussions:cafe", ""),
            *(("discussions:category", slug) for slug in Category.objects.values_list("slug", flat=True)),
            ("box:box", ""),
            ("box:roadmap", ""),
            ("gatherings:gatherings", ""),
            *(("gatherings:gathering", slug) for slug in Gathering.objects.public().values_list("slug", flat=True)),
            ("creations:creations", ""),
            *(("creations:creation", slug) for slug in Creation.objects.public().values_list("slug", flat=True)),
            ("qdefis:qdefis", ""),
            *(("qdefis:qdefi", slug) for slug in Qdefi.objects.public().values_list("slug", flat=True)),
            ("glossary", ""),
            *(("term", slug) for slug in Term.objects.values_list("slug", flat=True)),
            *(("brand", slug) for slug in revealed_brands(None, clock.now())),
        ]

    def location(self, item: Entry) -> str:
        route, place = item
        return reverse(route, args=[place] if place or route == "wagtail_serve" else [])


LATEST = 5_000  # threads or ideas; older ones are found through their lists


class CafeSitemap(Sitemap):
    """Threads of the café, those with the newest post first; each in the one language it is held in."""

    protocol = MagazineSitemap.protocol

    def get_domain(self, site: object = None) -> str:  # noqa: ARG002 -- the signature of its base
        return urlsplit(settings.SITE_URL).netloc

    def items(self) -> QuerySet[Thread]:
        return Thread.objects.in_cafe().order_by("-last_at", "-pk")[:LATEST]

    def lastmod(self, item: Thread) -> datetime:
        return item.last_at


class IdeaSitemap(Sitemap):
    """Ideas that everybody sees, the newest first; each in the one language it was proposed in."""

    protocol = MagazineSitemap.protocol

    def get_domain(self, site: object = None) -> str:  # noqa: ARG002 -- the signature of its base
        return urlsplit(settings.SITE_URL).netloc

    def items(self) -> QuerySet[Idea]:
        return Idea.objects.shown().exclude(state=IdeaState.MERGED).order_by("-pk")[:LATEST]

    def lastmod(self, item: Idea) -> datetime:
        return item.answered_at or item.proposed_at
