"""The pieces of a letter. Each is set by `mail/_<piece>.html` in the HTML and by `mail/_<piece>.txt` in the text."""

import re
from datetime import datetime

from django import template
from django.utils.safestring import mark_safe

from community.mail.look import LOOK

register = template.Library()

_BLANKS = re.compile(r"[ \t\r\n]+")  # not the ones that do not break


@register.simple_block_tag(takes_context=True)
def paragraph(context: template.Context, content: str) -> str:
    """A paragraph; how its lines are broken in the template means nothing."""
    return _piece(context, "paragraph", words=_one_line(content))


@register.simple_block_tag(takes_context=True)
def note(context: template.Context, content: str) -> str:
    """A paragraph in small: what the letter says about itself."""
    return _piece(context, "note", words=_one_line(content))


@register.simple_tag(takes_context=True)
def code(context: template.Context, value: str) -> str:
    """A code to copy, alone in its line."""
    return _piece(context, "code", value=value)


@register.simple_tag(takes_context=True)
def button(context: template.Context, url: str, label: str) -> str:
    """What the letter is for; in the text the address stands alone in its line."""
    return _piece(context, "button", url=url, label=label)


@register.simple_tag(takes_context=True)
def footlink(context: template.Context, url: str, label: str) -> str:
    """An address at the foot of the letter, and what is to be done there."""
    return _piece(context, "footlink", url=url, label=label)


@register.simple_tag(takes_context=True)
def entry(context: template.Context, words: str, url: str, at: datetime) -> str:
    """One of several things: a sentence that leads to its page, and its hour."""
    return _piece(context, "entry", words=words, url=url, at=at)


def _one_line(content: str) -> str:
    return mark_safe(_BLANKS.sub(" ", content).strip())  # noqa: S308 -- escaped already, as it was rendered


def _piece(context: template.Context, name: str, **values: object) -> str:
    ending = "html" if context.autoescape else "txt"
    piece = template.Engine.get_default().get_template(f"mail/_{name}.{ending}")
    return piece.render(template.Context({**LOOK, **values}, autoescape=context.autoescape))
