"""What the magazine and Wagtail's back office keep of the people who work there. It is theirs alone: no visitor's."""

from django.utils.translation import gettext_lazy as _

from community.personal.registry import Erasure, register_impersonal, register_personal
from editorial.actions import mask_labels

_DESK = _("pour qui travaille à l’atelier")
_HOUSE = _("c’est le travail de la maison ; il n’en reste qu’un pseudo vide")
_WHEN = _("quand tu y as travaillé")
# A model of Wagtail's, the way to who worked, and a date that it keeps.
_KEPT = (
    ("wagtailcore.Page", "owner", "first_published_at"),
    ("wagtailcore.Page", "locked_by", "locked_at"),
    ("wagtailcore.Revision", "user", "created_at"),
    ("wagtailcore.WorkflowState", "requested_by", "created_at"),
    ("wagtailcore.TaskState", "finished_by", "finished_at"),
    ("wagtailcore.PageLogEntry", "user", "timestamp"),
    ("wagtailcore.Comment", "resolved_by", "resolved_at"),
    ("wagtaildocs.Document", "uploaded_by_user", "created_at"),
    ("wagtailimages.Image", "uploaded_by_user", "created_at"),
)
_KEYS = {
    "wagtailcore.Page": (
        "path", "title", "draft_title", "slug", "url_path", "seo_title", "search_description",
    ),
    "wagtailcore.Revision": ("object_id", "object_str", "content"),
    "wagtailcore.WorkflowState": ("object_id",),
    "wagtailcore.TaskState": ("comment",),
    "wagtailcore.PageLogEntry": ("label", "action", "data"),
    "wagtaildocs.Document": ("title", "file", "file_hash"),
    "wagtailimages.Image": ("title", "file", "description", "file_hash"),
}  # fmt: skip
# What is deleted with who made it.
_OWN = {
    "wagtailusers.UserProfile": (
        "user",
        {"preferred_language": _("la langue de l’atelier"), "avatar": _("ton portrait à l’atelier")},
        ("current_time_zone", "dismissibles"),
    ),
    "wagtailadmin.EditingSession": ("user", {"last_seen_at": _WHEN}, ("object_id",)),
    "wagtailadmin.FormState": ("user", {"data": _("un brouillon")}, ("object_id", "parent_object_id")),
    "wagtailcore.APIToken": ("user", {"name": _("le nom d’une clé")}, ("key_hash", "prefix")),
    "wagtailcore.UploadedFile": ("uploaded_by_user", {"file": _("un fichier en attente")}, ()),
    "wagtailcore.Comment": ("user", {"text": _("une remarque à l’atelier")}, ("contentpath", "position")),
    "wagtailcore.CommentReply": ("user", {"text": _("une réponse à l’atelier")}, ()),
    "wagtailcore.PageSubscription": ("user", {"page__title": _("une page que tu suis à l’atelier")}, ()),
}
_TITLES = {
    "wagtailusers.UserProfile": _("réglages de l’atelier"),
    "wagtailadmin.EditingSession": _("pages ouvertes à l’atelier"),
    "wagtailadmin.FormState": _("brouillons de formulaires"),
    "wagtailcore.APIToken": _("clés pour les machines"),
    "wagtailcore.UploadedFile": _("fichiers en attente"),
    "wagtailcore.Comment": _("remarques"),
    "wagtailcore.CommentReply": _("réponses aux remarques"),
    "wagtailcore.PageSubscription": _("pages suivies"),
}


def register() -> None:
    """Register what the back office keeps, and the magazine's own tables."""
    for label, path, date in _KEPT:
        register_personal(
            label,
            of=path,
            export=False,
            fields={date: _WHEN},
            impersonal=_KEYS.get(label, ()),
            on_erasure=Erasure.KEEP(_HOUSE),
        )
    for label, (path, fields, keys) in _OWN.items():
        register_personal(
            label,
            of=path,
            fields=fields,
            impersonal=keys,
            on_erasure=Erasure.DELETE,
            title=_TITLES[label],
            chapter=_DESK,
        )
    register_personal(
        "wagtailcore.ModelLogEntry",
        of="user",
        export=False,
        fields={"label": _("ce que tu as modifié à l’atelier"), "data": _("les détails"), "timestamp": _WHEN},
        impersonal=("action", "object_id"),
        on_erasure=mask_labels,
        title=_("journal de l’atelier"),
        chapter=_DESK,
        erased=_("la ligne reste, sans nom"),
    )
    register_personal(
        "editorial.ArticlePage",
        of="author",
        fields={"title": _("un article que tu as signé"), "date": _("quand il a paru")},
        impersonal=("lede", "body", "terms"),
        on_erasure=Erasure.KEEP(_HOUSE),
        chapter=_DESK,
    )
    register_personal(
        "editorial.PlainReader",
        of="member",
        fields={"member": _("que tu lis sans mots soulignés")},
        on_erasure=Erasure.DELETE,
        title=_("lecture sans explications"),
    )
    for name in ("HomePage", "ArticleIndexPage", "ArticleTag", "Series", "Term", "GlossaryVersion", "SetAside"):
        register_impersonal(f"editorial.{name}", "It is the magazine's.")
