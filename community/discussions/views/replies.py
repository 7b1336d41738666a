"""How the café's pages answer: what was typed comes back with every refusal, and each refusal has its status."""

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers

from community.discussions.actions.composing import picture_line
from community.discussions.rules import TalkRefused
from community.members.models import Member
from community.pictures.actions import take_picture
from community.pictures.door import PictureRefused

STATUS = {
    "login_required": 403,
    "email_unconfirmed": 403,
    "silenced": 403,
    "not_yours": 403,
    "news_only": 403,
    "too_late": 403,
    "closed": 409,
    "gone": 409,
    "nothing_shown": 409,
    "too_soon": 429,
    "threads_a_day": 429,
    "posts_a_day": 429,
    "edits_a_day": 429,
    "renames_a_day": 429,
}


def status_of(refusal: TalkRefused) -> int:
    """The HTTP status that says the same as a refusal."""
    return STATUS.get(refusal.code, 400)


def wants_fragment(request: HttpRequest) -> bool:
    """Whether a script asks for a part of a page."""
    return bool(request.htmx)  # type: ignore[attr-defined]  # set by django-htmx


def answer(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page of the café: kept by nobody who reads it signed in, asked for again by everybody else."""
    response = render(request, template, dict(context), status=status)
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, no_cache=True)
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    return response


def refuse(form: Form, refusal: TalkRefused) -> int:
    """Write a refusal beside what was typed; returns the status."""
    form.add_error("title" if refusal.code == "title" and "title" in form.fields else "text", refusal.message)
    return status_of(refusal)


def text_with_picture(form: Form, by: Member) -> str:
    """The typed text; a picture that came with the plain form stands at its end.

    Refuses (`TalkRefused`) the picture that the door refuses. A picture taken is in the text from then on, so that a
    later refusal does not lose it.
    """
    text: str = form.cleaned_data["text"]
    upload = form.cleaned_data.get("picture")
    if not upload:
        return text
    try:
        picture = take_picture(by, upload)
    except PictureRefused as refusal:
        raise TalkRefused(refusal.code, refusal.message) from refusal
    line = picture_line(picture.token, form.cleaned_data["description"])
    text = f"{text.rstrip()}\n\n{line}\n".lstrip()
    form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, which copies into one that may change
    form.data["text"] = text  # type: ignore[index]  # the copy
    return text
