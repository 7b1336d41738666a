"""What the back office says around a form, where Wagtail's French cannot know a gender and says “Le(la)”."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views import generic

REFUSED = gettext_lazy("Rien n’a été enregistré : il y a quelque chose à revoir plus bas.")


class AddView(generic.CreateView):
    success_message = gettext_lazy("« %(object)s » : c’est créé.")
    error_message = REFUSED

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *before, here = super().get_breadcrumbs_items()
        return [*before, {**here, "label": _("Nouveau")}]


class ChangeView(generic.EditView):
    success_message = gettext_lazy("« %(object)s » : c’est enregistré.")
    error_message = REFUSED


class RemoveView(generic.DeleteView):
    success_message = gettext_lazy("« %(object)s » : c’est supprimé.")

    @property
    def confirmation_message(self) -> str:
        return _("Supprimer « %(object)s » pour de bon ?") % {"object": self.object}
