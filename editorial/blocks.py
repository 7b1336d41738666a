"""What an article's body and the home page are made of."""

from itertools import count
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from community import panels
from editorial.embeds import embedded, is_embeddable
from realtime import clock

TEXT = ["bold", "italic", "link", "ol", "ul"]


class ChapterBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=capfirst(_("titre")), required=False, max_length=120)
    text = blocks.RichTextBlock(
        label=capfirst(_("texte")),
        features=TEXT,
        help_text=_("Un tableau y perdrait ses colonnes : colle-le dans un bloc « Tableau »."),
    )
    drop_cap = blocks.BooleanBlock(label=capfirst(_("lettrine")), required=False)

    class Meta:
        label = _("Chapitre")
        icon = "pilcrow"
        template = "editorial/blocks/chapter.html"

    def clean(self, value: Any) -> Any:
        """Refuses a table that was pasted into the text: its columns would be lost there. The form keeps every word."""
        if "\t" in value["text"].source or "<td" in value["text"].source:
            raise blocks.StructBlockValidationError(
                {
                    "text": ValidationError(
                        _(
                            "Il y a un tableau dans ce chapitre, et il y perdrait ses colonnes. Coupe-le d’ici et "
                            "colle-le dans un bloc « Tableau » ; rien de ce que tu as écrit n’est perdu."
                        )
                    )
                }
            )
        return super().clean(value)


class FigureBlock(blocks.StructBlock):
    """A picture with what it shows for those who do not see it (kept by the image block), and whose it is."""

    image = ImageBlock(label=capfirst(_("image")))
    caption = blocks.CharBlock(label=capfirst(_("légende")), required=False, max_length=240)
    credit = blocks.CharBlock(label=capfirst(_("crédit")), max_length=120)
    is_cut = blocks.BooleanBlock(
        label=capfirst(_("cadrer en 3:2")),
        required=False,
        help_text=_("Autour du point focal, qui se choisit dans la fiche de l’image."),
    )

    class Meta:
        label = _("Figure")
        icon = "image"
        template = "editorial/blocks/figure.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=capfirst(_("citation")))
    source = blocks.CharBlock(label=capfirst(_("source")), required=False, max_length=120)

    class Meta:
        label = _("Citation")
        icon = "openquote"
        template = "editorial/blocks/quote.html"


class DataRowBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=capfirst(_("intitulé")), max_length=80)
    value = blocks.CharBlock(label=capfirst(_("valeur")), max_length=200)


class DataSheetBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=capfirst(_("titre")), max_length=120)
    rows = blocks.ListBlock(DataRowBlock(), label=capfirst(_("lignes")), min_num=1)

    class Meta:
        label = _("Fiche technique")
        icon = "table"
        template = "editorial/blocks/data_sheet.html"


class TableBlock(blocks.StructBlock):
    """A table as a word processor or a spreadsheet pastes it: a line for each row, tabs between its cells."""

    title = blocks.CharBlock(label=capfirst(_("titre")), max_length=120)
    cells = blocks.TextBlock(
        label=capfirst(_("cellules")),
        help_text=_("Colle ici un tableau de n’importe quel traitement de texte. La première ligne donne les titres."),
    )

    class Meta:
        label = _("Tableau")
        icon = "table"
        template = "editorial/blocks/table.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        head, *rows = [line.split("\t") for line in value["cells"].splitlines() if line.strip()] or [[]]
        return super().get_context(value, parent_context) | {"head": head, "rows": rows}


class PointBlock(blocks.StructBlock):
    x = blocks.DecimalBlock(label=_("De gauche, en %"), min_value=0, max_value=100)
    y = blocks.DecimalBlock(label=_("D’en haut, en %"), min_value=0, max_value=100)
    label = blocks.CharBlock(label=capfirst(_("intitulé")), max_length=80)
    text = blocks.CharBlock(label=capfirst(_("texte")), required=False, max_length=300)


class NumberedBlock(blocks.StructBlock):
    """A block whose parts are named in the page; `numbers` counts them through one text."""

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        return context | {"block_id": f"bloc-{next(context.get('numbers') or count(1))}"}


class AnnotatedBlock(NumberedBlock):
    """A picture with numbered points and what they are beneath. The numbers are links: no script is needed."""

    image = ImageBlock(label=capfirst(_("image")))
    caption = blocks.CharBlock(label=capfirst(_("légende")), required=False, max_length=240)
    credit = blocks.CharBlock(label=capfirst(_("crédit")), max_length=120)
    points = blocks.ListBlock(PointBlock(), label=capfirst(_("points")), min_num=1, max_num=20)

    class Meta:
        label = _("Image annotée")
        icon = "image"
        template = "editorial/blocks/annotated.html"


class GalleryBlock(blocks.StructBlock):
    pictures = blocks.ListBlock(FigureBlock(), label=capfirst(_("images")), min_num=2, max_num=24)

    class Meta:
        label = _("Galerie")
        icon = "image"
        template = "editorial/blocks/gallery.html"


class MomentBlock(blocks.StructBlock):
    when = blocks.CharBlock(label=capfirst(_("quand")), max_length=40)
    text = blocks.CharBlock(label=capfirst(_("quoi")), max_length=300)


class TimelineBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=capfirst(_("titre")), max_length=120)
    rows = blocks.ListBlock(MomentBlock(), label=capfirst(_("moments")), min_num=2)

    class Meta:
        label = _("Chronologie")
        icon = "history"
        template = "editorial/blocks/timeline.html"


PACES = [(18_000, "18’000"), (21_600, "21’600"), (28_800, "28’800"), (36_000, "36’000")]  # beats an hour


class BeatBlock(NumberedBlock):
    """How fast a movement beats, to hear and to see; it sounds and moves when somebody presses, never by itself."""

    vph = blocks.ChoiceBlock(label=capfirst(_("alternances par heure")), choices=PACES, default=28_800)
    caption = blocks.CharBlock(label=capfirst(_("légende")), required=False, max_length=240)

    class Meta:
        label = _("Battement")
        icon = "media"
        template = "editorial/blocks/beat.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        paces = [(vph, name, vph // 3600, str(vph) == str(value["vph"])) for vph, name in PACES]
        return super().get_context(value, parent_context) | {"paces": paces}


class WornBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=capfirst(_("montre")), max_length=60)
    diameter = blocks.DecimalBlock(label=_("Diamètre, en mm"), min_value=15, max_value=60)
    lug_to_lug = blocks.DecimalBlock(label=_("De corne à corne, en mm"), min_value=15, max_value=75)


class WristBlock(blocks.StructBlock):
    """Watches drawn to scale on the reader's own wrist; a table of their measures where no script runs."""

    watches = blocks.ListBlock(WornBlock(), label=capfirst(_("montres")), min_num=1, max_num=8)

    class Meta:
        label = _("Au poignet")
        icon = "resubmit"
        template = "editorial/blocks/wrist.html"


class QuestionBlock(blocks.StructBlock):
    """Asks the readers something. Who answers or asks back opens a question under the article."""

    text = blocks.CharBlock(label=capfirst(_("question")), max_length=200)

    class Meta:
        label = _("Question aux lecteurs")
        icon = "help"
        template = "editorial/blocks/question.html"


class SourceBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=capfirst(_("source")), max_length=300)
    url = blocks.URLBlock(label=capfirst(_("adresse")), required=False)


class SourcesBlock(blocks.StructBlock):
    rows = blocks.ListBlock(SourceBlock(), label=capfirst(_("sources")), min_num=1)

    class Meta:
        label = _("Sources")
        icon = "list-ul"
        template = "editorial/blocks/sources.html"


class EmbedBlock(blocks.StructBlock):
    """Something of another part, by its page's address, as each reader may see it (`embeds.py`)."""

    address = blocks.CharBlock(
        label=capfirst(_("adresse")),
        max_length=300,
        help_text=_("L’adresse de la page d’une idée, d’un vote, d’un Qdéfi, d’un drop ou d’un sujet du café."),
    )

    class Meta:
        label = _("Renvoi")
        icon = "link"
        template = "editorial/blocks/embed.html"

    def clean(self, value: Any) -> Any:
        """Refuses an address of no kind; whether anything is there it does not say, since a drop may be a secret."""
        cleaned = super().clean(value)
        if not is_embeddable(cleaned["address"]):
            raise blocks.StructBlockValidationError(
                {
                    "address": ValidationError(
                        _(
                            "Cette adresse ne mène ni à une idée, ni à un vote, ni à un Qdéfi, ni à un drop, ni à un "
                            "sujet du café. Ouvre la page voulue et copie son adresse ; le reste de l’article est "
                            "intact."
                        )
                    )
                }
            )
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        viewer, now = context.get("viewer") or AnonymousUser(), context.get("now") or clock.now()
        return context | {"shown": embedded(value["address"], viewer, now)}


class BodyBlock(blocks.StreamBlock):
    chapter = ChapterBlock()
    figure = FigureBlock()
    annotated = AnnotatedBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    data_sheet = DataSheetBlock()
    table = TableBlock()
    timeline = TimelineBlock()
    beat = BeatBlock()
    wrist = WristBlock()
    embed = EmbedBlock()
    question = QuestionBlock()
    sources = SourcesBlock()


class PanelsBlock(blocks.StreamBlock):
    """The home page's panels in the editor's order; the parts of the house register which ones there are."""

    panel = blocks.ChoiceBlock(label=_("Panneau"), icon="placeholder", choices=panels.choices)
