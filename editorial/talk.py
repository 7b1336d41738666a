"""What readers say under an article."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from community.discussions.subjects import Subject
from editorial.models import ArticlePage
from editorial.queries.articles import url_of


def _is_live(page: ArticlePage, viewer: Any, now: datetime) -> bool:
    return page.live


ARTICLE = Subject(
    name="article",
    label=_("Article"),
    model=ArticlePage,
    title=lambda page: page.title,
    url=url_of,
    may_read=_is_live,
    takes_questions=True,
)
