from typing import Any

from django.db.models import Q
from wagtail.admin.forms import WagtailAdminPageForm

from community.members.models import Member
from community.universes.models import Universe


class ArticleForm(WagtailAdminPageForm):
    """An article in the back office. A new one is its writer's and in the first universe, before anybody chooses."""

    def __init__(self, *args: Any, instance: Any, for_user: Member, **kwargs: Any) -> None:
        if instance.pk is None:
            kwargs["initial"] = {"author": for_user, "universe": Universe.objects.order_by("pk").first()}
        super().__init__(*args, instance=instance, for_user=for_user, **kwargs)
        known = Q(pk__in=[instance.author_id, for_user.pk])  # whoever signed it stays, in the team or not
        self.fields["author"].queryset = Member.objects.filter(Q(is_staff=True) | known).order_by("handle")
