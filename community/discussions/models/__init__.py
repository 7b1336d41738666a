from community.discussions.models.categories import Category
from community.discussions.models.posts import Post, PostQuerySet, PostState, Reaction, ReactionName, Revision
from community.discussions.models.questions import SharedQuestion
from community.discussions.models.reading import CategoryStance, Reading, Stance
from community.discussions.models.threads import Thread, ThreadQuerySet

__all__ = [
    "Category",
    "CategoryStance",
    "Post",
    "PostQuerySet",
    "PostState",
    "Reaction",
    "ReactionName",
    "Reading",
    "Revision",
    "SharedQuestion",
    "Stance",
    "Thread",
    "ThreadQuerySet",
]
