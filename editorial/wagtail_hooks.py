"""What editors find in the back office beside pages and images."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from community.said import AddView, ChangeView, RemoveView
from editorial.models import Series, Term


class TermViewSet(ModelViewSet):
    """The glossary, as its editors keep it."""

    model = Term
    name = "terms"
    url_prefix = "glossaire"
    icon = "openquote"
    menu_label = _("Glossaire")
    menu_order = 250
    add_to_admin_menu = True
    add_view_class = AddView
    edit_view_class = ChangeView
    delete_view_class = RemoveView
    list_display = ["name_fr", "name_de", "name_en", "category", "updated_at"]
    list_filter = ["category"]
    search_fields = ["name_fr", "name_de", "name_en", "short_fr"]
    search_backend_name = None  # plain look-ups over forty words; readers have their own search
    ordering = ["sort_key"]
    panels = [
        MultiFieldPanel([FieldPanel("name_fr"), FieldPanel("slug"), FieldPanel("category")], heading=_("Terme")),
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
