from editorial.models.glossary import GlossaryVersion, PlainReader, SetAside, Term
from editorial.models.pages import ArticleIndexPage, ArticlePage, HomePage

__all__ = ["ArticleIndexPage", "ArticlePage", "GlossaryVersion", "HomePage", "PlainReader", "SetAside", "Term"]
