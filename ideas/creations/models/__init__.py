"""Products designed with the members, their stages, and who wants to hear of them."""

from ideas.creations.models.creations import Creation, CreationQuerySet, CreationState
from ideas.creations.models.followings import Following
from ideas.creations.models.stages import Phase, Stage, StagePicture, StageQuerySet

__all__ = [
    "Creation",
    "CreationQuerySet",
    "CreationState",
    "Following",
    "Phase",
    "Stage",
    "StagePicture",
    "StageQuerySet",
]
