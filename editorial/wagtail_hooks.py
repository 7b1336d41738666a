"""What editors find in the back office beside pages and images."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from community.said import AddView, ChangeView, RemoveView
from editorial.models import Series, Term
from editorial.worklists import may_work, urlpatterns


class NewTermView(AddView):
    """A new term; a word from the list of candidates is its name already."""

    def get_initial(self) -> dict[str, Any]:
        return {"name_fr": self.request.GET.get("name_fr", "")[:80]}


class TermViewSet(ModelViewSet):
    """The glossary, as its editors keep it."""

    model = Term
    name = "terms"
    url_prefix = "glossaire"
    icon = "openquote"
    menu_label = _("Glossaire")
    menu_order = 250
    add_to_admin_menu = True
    add_view_class = NewTermView
    edit_view_class = ChangeView
    delete_view_class = RemoveView
    list_display = ["name_fr", "name_de", "name_en", "category", "updated_at"]
    list_filter = ["category"]
    search_fields = ["name_fr", "name_de", "name_en", "short_fr"]
    search_backend_name = None  # plain look-ups over so few words; readers have their own search
    ordering = ["sort_key"]
    panels = [
        MultiFieldPanel(
            [FieldPanel("name_fr"), FieldPanel("slug"), FieldPanel("category"), FieldPanel("drawing")],
            heading=_("Terme"),
        ),
        FieldPanel("short_fr"),
        FieldPanel("long_fr"),
        FieldPanel("synonyms"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_en")]),
                FieldPanel("short_de"),
                FieldPanel("short_en"),
            ],
            heading=_("Autres langues"),
        ),
        FieldPanel("related", widget=forms.CheckboxSelectMultiple),
    ]


class SeriesViewSet(ModelViewSet):
    """Series of articles; which belong to one, and in what order, is said in the articles."""

    model = Series
    name = "series"
    url_prefix = "series"
    icon = "list-ol"
    menu_label = _("Séries")
    menu_order = 251
    add_to_admin_menu = True
    add_view_class = AddView
    edit_view_class = ChangeView
    delete_view_class = RemoveView
    list_display = ["title", "slug"]
    panels = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("lede"),
        FieldRowPanel([FieldPanel("title_de"), FieldPanel("title_en")]),
    ]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ModelViewSet]:
    return [TermViewSet(), SeriesViewSet()]


class ListMenuItem(MenuItem):
    """For those who keep the glossary; nobody else sees it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_work(request.user)


@hooks.register("register_admin_urls")
def register_worklists() -> list[URLPattern]:
    return urlpatterns()


@hooks.register("register_reports_menu_item")
def register_undefined() -> MenuItem:
    return ListMenuItem(_("Mots à définir"), reverse("undefined_words"), icon_name="openquote", order=710)


@hooks.register("register_reports_menu_item")
def register_recurring() -> MenuItem:
    return ListMenuItem(_("Questions qui reviennent"), reverse("recurring_questions"), icon_name="help", order=720)
