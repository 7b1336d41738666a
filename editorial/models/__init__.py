from editorial.models.glossary import GlossaryVersion, Term
from editorial.models.pages import ArticleIndexPage, ArticlePage, ArticleTag, HomePage, Series

__all__ = ["ArticleIndexPage", "ArticlePage", "ArticleTag", "GlossaryVersion", "HomePage", "Series", "Term"]
