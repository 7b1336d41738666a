from editorial.models.glossary import GlossaryVersion, PlainReader, SetAside, Term
from editorial.models.pages import ArticleIndexPage, ArticlePage, ArticleTag, HomePage, Series

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "ArticleTag",
    "GlossaryVersion",
    "HomePage",
    "PlainReader",
    "Series",
    "SetAside",
    "Term",
]
