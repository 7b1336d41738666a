"""Talk under anything: `{% discussion "article" page %}`."""

from typing import Any

from django import template
from django.urls import reverse

from community.discussions.forms import PostForm
from community.discussions.models import Stance, Thread
from community.discussions.queries.posts import thread_page
from community.discussions.queries.threads import questions_under
from community.discussions.subjects import subject_called
from realtime import clock

register = template.Library()


@register.inclusion_tag("discussions/_discussion.html", takes_context=True)
def discussion(context: template.Context, name: str, key: object) -> dict[str, Any]:
    """The first page of what is said under a thing of the subject `name`, and the place to answer.

    `key` is the thing, or what its address says. Nothing at all for who may not read it. While nobody has said
    anything, one query for the thread, one for the thing when the page has not got it, one for what was asked about
    it where its subject takes questions.
    """
    request, now = context["request"], clock.now()
    subject = subject_called(name)
    thing = None if subject is None or subject.is_closed_to(request.user) else subject.find(key)
    if subject is None or thing is None or not subject.may_read(thing, request.user, now):
        return {"is_readable": False}
    rows = Thread.objects.select_related("category", "author", "best")
    thread = rows.filter(subject=name, subject_id=thing.pk, kind=Thread.Kind.TALK).first()
    key = getattr(thing, subject.field)
    asking: dict[str, Any] = {}
    if subject.takes_questions:
        lines = questions_under(thing, request.user, now)
        asking = {"questions": lines, "ask_url": reverse("discussions:ask", args=[name, key])}
    return asking | {
        "is_readable": True,
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "page": thread_page(thread, request.user, now) if thread else None,
        "form": PostForm(),
        "action": reverse("discussions:under_subject", args=[name, key]),
        "back": subject.url(thing),
        "stances": Stance.choices,
    }
