"""What search engines read of a thread: Schema.org data as plain dictionaries. `site` is the house's origin."""

from html import unescape
from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags

from community.discussions.models import PostState
from community.discussions.queries.posts import PostView, ThreadPage
from community.members.queries import Person


def posting(page: ThreadPage, site: str) -> dict[str, Any]:
    """A thread as a posting in a forum, with the answers of this page that everybody may see."""
    thread = page.thread
    data: dict[str, Any] = {
        "@type": "DiscussionForumPosting",
        "headline": thread.title,
        "url": site + thread.url,
        "inLanguage": f"{thread.language}-CH",
        "datePublished": thread.started_at.isoformat(),
        "commentCount": max(0, thread.posts - 1),
    }
    return data | _by(thread.author, site)


def question(page: ThreadPage, site: str) -> dict[str, Any]:
    """A question with its answers of this page that everybody may see; the best one is the accepted one."""
    thread = page.thread
    shown = [post for post in page.posts if post.state == PostState.SHOWN]
    asked: dict[str, Any] = {
        "@type": "Question",
        "name": thread.title,
        "url": site + thread.url,
        "inLanguage": f"{thread.language}-CH",
        "datePublished": thread.started_at.isoformat(),
        "answerCount": max(0, thread.posts - 1),
        "upvoteCount": thread.asked,
    } | _by(thread.author, site)
    if first := next((post for post in shown if post.number == 1), None):
        asked["text"] = _text(first)
    answers = [post for post in shown if post.number != 1]
    if best := next((post for post in answers if post.is_best), None):
        asked["acceptedAnswer"] = _answer(best, site)
    asked["suggestedAnswer"] = [_answer(post, site) for post in answers if not post.is_best]
    return {"@type": "QAPage", "mainEntity": asked}


def _answer(post: PostView, site: str) -> dict[str, Any]:
    return {
        "@type": "Answer",
        "text": _text(post),
        "url": site + post.url,
        "datePublished": post.at.isoformat(),
        "upvoteCount": sum(line.count for line in post.reactions),
    } | _by(post.author, site)


def _text(post: PostView) -> str:
    return unescape(strip_tags(post.html)).strip()


def _by(author: Person | None, site: str) -> dict[str, Any]:
    """Who wrote; who is kept out, or has left, has no page."""
    if author is None:
        return {}
    person = {"@type": "Person", "name": author.handle}
    if author.is_active:
        person["url"] = site + reverse("members:card", args=[author.handle])
    return {"author": person}
