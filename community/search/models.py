from functools import reduce
from operator import add

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, F, When
from django.db.models.functions import Now

NEWEST = F("at").desc(nulls_last=True)
CONFIGS = {"fr": "french", "de": "german", "en": "english"}


def _vector(*configs: str) -> SearchVector:
    """Title and body, read by each configuration; the title weighs A, the body C."""
    each = [
        SearchVector(column, config=config, weight=weight)
        for config in ("simple", *configs)
        for column, weight in (("folded_title", "A"), ("folded_body", "C"))
    ]
    return reduce(add, each)


def _words() -> Case:
    """The words as they stand, for names, beginnings and phrases, and their stems in the language of the text."""
    by_language = [When(language=language, then=_vector(config)) for language, config in CONFIGS.items()]
    return Case(*by_language, default=_vector(*CONFIGS.values()))


class IndexEntry(models.Model):
    """One thing that can be found, of whatever part; `kinds.Entry` says what the columns mean."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    audience = models.CharField(max_length=100)
    author_id = models.BigIntegerField(null=True)
    place = models.CharField(max_length=80)
    at = models.DateTimeField(null=True)
    weight = models.FloatField()
    title = models.TextField()
    body = models.TextField()
    folded_title = models.TextField()
    folded_body = models.TextField()
    trigrams = ArrayField(models.TextField())
    words = models.GeneratedField(expression=_words(), output_field=SearchVectorField(), db_persist=True)
    indexed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_kind_key")]
        indexes = [
            # A long list of what is not yet sorted in would be read through by every question.
            GinIndex(fields=["words", "trigrams"], name="search_words", gin_pending_list_limit=256),
            models.Index("kind", NEWEST, name="search_kind_newest"),
            models.Index("author_id", NEWEST, name="search_author_newest"),
            models.Index("place", NEWEST, name="search_place_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
