"""What the house does with its creations: publish, revise, illustrate, forget a draft."""

from typing import Any

from django.db import transaction

from community.members.models import Member
from community.pictures.actions import forget_pictures, take_picture, use_pictures
from ideas.creations.models import Creation, Stage, StagePicture
from ideas.creations.rules import CreationRefused, check_publishable
from ideas.creations.search import index_creation
from realtime import clock

FIXED_ONCE_PUBLIC = frozenset({"slug", "universe"})


def lock_creation(pk: int) -> Creation:
    """The creation, until the end of the transaction: whatever changes it or its stages waits here."""
    return Creation.objects.select_for_update(of=("self",), no_key=True).select_related("universe").get(pk=pk)


def stages_under(creation: Creation) -> list[Stage]:
    """The stages of a locked creation, in their order."""
    stages = list(creation.stages.select_related("ballot").order_by("n"))
    for stage in stages:
        stage.creation = creation
    return stages


@transaction.atomic
def publish_creation(creation: Creation) -> Creation:
    """Show a draft with its stages to everybody.

    Refuses (`CreationRefused`) what is public already, what has no stage, and a stage that would have opened unseen.
    """
    creation, now = lock_creation(creation.pk), clock.now()
    check_publishable(creation, stages_under(creation), now)
    creation.state, creation.published_at = Creation.State.PUBLISHED, now
    creation.save(update_fields=["state", "published_at"])
    index_creation(creation)
    return creation


@transaction.atomic
def revise_creation(creation: Creation, changes: dict[str, Any]) -> Creation:
    """Change some facts. Refuses (`CreationRefused`) another address or universe for what is public."""
    creation = lock_creation(creation.pk)
    if FIXED_ONCE_PUBLIC & changes.keys() and not creation.is_draft:
        raise CreationRefused("public")
    for name, value in changes.items():
        setattr(creation, name, value)
    creation.save(update_fields=list(changes))
    index_creation(creation)
    return creation


@transaction.atomic
def delete_draft(creation: Creation) -> None:
    """Forget a creation that nobody ever saw, its stages and pictures too. Refuses (`CreationRefused`) a public one."""
    creation = lock_creation(creation.pk)
    if not creation.is_draft:
        raise CreationRefused("public")
    of_stages = StagePicture.objects.filter(stage__creation=creation)
    tokens = [*of_stages.values_list("picture__token", flat=True)]
    if creation.picture:
        tokens.append(creation.picture.token)
    creation.delete()
    forget_pictures(tokens)


def illustrate_creation(creation: Creation, upload: Any, *, by: Member) -> None:
    """Give a creation its picture through the one door; the former one is forgotten.

    Refuses (`PictureRefused`) what the door refuses. It takes seconds: not inside a transaction.
    """
    picture = take_picture(by, upload)
    with transaction.atomic():
        creation = lock_creation(creation.pk)
        former, creation.picture = creation.picture, picture
        use_pictures(by, [picture.token])
        creation.save(update_fields=["picture"])
        if former:
            forget_pictures([former.token])
