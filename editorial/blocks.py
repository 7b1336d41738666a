"""What an article's body and the home page are made of."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from community import panels

TEXT = ["bold", "italic", "link", "ol", "ul"]


class ChapterBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=capfirst(_("titre")), required=False, max_length=120)
    text = blocks.RichTextBlock(label=capfirst(_("texte")), features=TEXT)

    class Meta:
        label = _("Chapitre")
        icon = "pilcrow"
        template = "editorial/blocks/chapter.html"


class FigureBlock(blocks.StructBlock):
    """A picture with what it shows for those who do not see it (kept by the image block), and whose it is."""

    image = ImageBlock(label=capfirst(_("image")))
    caption = blocks.CharBlock(label=capfirst(_("légende")), required=False, max_length=240)
    credit = blocks.CharBlock(label=capfirst(_("crédit")), max_length=120)

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


class BodyBlock(blocks.StreamBlock):
    chapter = ChapterBlock()
    figure = FigureBlock()
    quote = QuoteBlock()
    data_sheet = DataSheetBlock()


class PanelsBlock(blocks.StreamBlock):
    """The home page's panels in the editor's order; the parts of the house register which ones there are."""

    panel = blocks.ChoiceBlock(label=_("Panneau"), icon="placeholder", choices=panels.choices)
