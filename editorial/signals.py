"""What Wagtail's back office saves and deletes, it does by itself: the search index hears of it here."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from drops.models import Brand
from editorial import search
from editorial.models import ArticlePage, Term


@receiver([page_published, page_unpublished], sender=ArticlePage)
def follow_article(instance: ArticlePage, **kwargs: Any) -> None:
    search.index_article(instance)


@receiver(post_delete, sender=ArticlePage)
def lose_article(instance: ArticlePage, **kwargs: Any) -> None:
    search.forget_article(instance)


@receiver(post_save, sender=Term)
def follow_term(instance: Term, **kwargs: Any) -> None:
    search.index_term(instance)


@receiver(post_delete, sender=Term)
def lose_term(instance: Term, **kwargs: Any) -> None:
    search.forget_term(instance)


@receiver(post_save, sender=Brand)
def follow_brand(instance: Brand, **kwargs: Any) -> None:
    search.index_brand(instance)


@receiver(post_delete, sender=Brand)
def lose_brand(instance: Brand, **kwargs: Any) -> None:
    search.forget_brand(instance)
