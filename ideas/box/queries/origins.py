"""Where a product comes from, for the line of descent."""

from dataclasses import dataclass

from ideas.box.models import Idea


@dataclass(frozen=True, slots=True)
class Origin:
    """An idea as the products that came of it name it; `author` is a handle, empty when the account is gone."""

    number: int
    title: str
    url: str
    language: str
    author: str
    supports: int
    state: str


def origin_of(idea_id: int) -> Origin | None:
    """The idea of that number, or the one it became part of; None for one that is not seen. One query."""
    found = Idea.objects.select_related("author", "merged_into__author").filter(pk=idea_id).first()
    idea = found and (found.merged_into or found)
    if idea is None or not idea.is_shown:
        return None
    author = idea.author if idea.author and idea.author.is_active else None
    return Origin(
        number=idea.pk,
        title=idea.title,
        url=idea.get_absolute_url(),
        language=idea.language,
        author=author.handle if author else "",
        supports=idea.supports,
        state=idea.state,
    )
