"""The café for machines: what its pages show, as JSON. Bodies are HTML as the pages carry it; writing is for people."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from community.discussions.access import category_or_404, post_or_404, thread_or_404
from community.discussions.models import Thread
from community.discussions.queries.posts import PostView, ThreadView, one_post, thread_page
from community.discussions.queries.threads import CategoryLine, ThreadLine, cafe_threads, categories
from community.members.queries import Person
from realtime import clock
from realtime.clock import to_ms

MOMENT = "Milliseconds since 1970, by the database's clock."
ORDERS = {"open": "ouvertes", "asked": "demandees"}  # as machines and as pages call them
MISSING = OpenApiResponse(description="No such thing, as far as you may know.")


class TableSerializer(serializers.Serializer[Any]):
    """A table of the café."""

    id = serializers.IntegerField()
    slug = serializers.SlugField()
    name = serializers.CharField()
    description = serializers.CharField()
    universe = serializers.CharField()


class TablesSerializer(serializers.Serializer[Any]):
    """All tables, in their order."""

    tables = TableSerializer(many=True)


class ThreadSerializer(serializers.Serializer[Any]):
    """A thread; `table` is its table's slug, null under a subject."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    url = serializers.CharField()
    language = serializers.CharField()
    table = serializers.SlugField(allow_null=True)
    author = serializers.CharField(allow_null=True, help_text="A handle; null when the account is gone.")
    posts = serializers.IntegerField()
    kind = serializers.ChoiceField(["talk", "question"])
    asked = serializers.IntegerField(help_text="How many others have this question, too.")
    is_answered = serializers.BooleanField(help_text="A question with its best answer.")
    is_closed = serializers.BooleanField()
    is_pinned = serializers.BooleanField()


class ListedThreadSerializer(ThreadSerializer):
    """A thread in a list."""

    last_at = serializers.IntegerField(help_text=MOMENT)


class ThreadsSerializer(serializers.Serializer[Any]):
    """One page of threads, the newest talk first; `next` asks for what follows, empty at the end."""

    threads = ListedThreadSerializer(many=True)
    next = serializers.CharField(allow_blank=True)


class VoiceSerializer(serializers.Serializer[Any]):
    """For whom somebody speaks: the house, a brand, or as an owner who lets it be seen."""

    voice = serializers.CharField()
    words = serializers.CharField()


class PostSerializer(serializers.Serializer[Any]):
    """A post; `html` is empty when its words are not yours to read, `state` says why."""

    id = serializers.IntegerField()
    number = serializers.IntegerField(allow_null=True)
    author = serializers.CharField(allow_null=True)
    html = serializers.CharField(allow_blank=True)
    at = serializers.IntegerField(help_text=MOMENT)
    edited_at = serializers.IntegerField(allow_null=True, help_text=MOMENT)
    state = serializers.CharField()
    reply_to = serializers.IntegerField(allow_null=True, help_text="The number of the post it answers.")
    reactions = serializers.DictField(child=serializers.IntegerField())
    is_best = serializers.BooleanField()
    voices = VoiceSerializer(many=True, help_text="As what its author answers a question.")
    url = serializers.CharField()


class ThreadPageSerializer(serializers.Serializer[Any]):
    """A thread and one page of its posts, by number; `after` is where the next page begins."""

    thread = ThreadSerializer()
    posts = PostSerializer(many=True)
    after = serializers.IntegerField(allow_null=True)


class TablesView(APIView):
    """The tables of the café."""

    @extend_schema(operation_id="cafe_tables", responses=TablesSerializer)
    def get(self, request: Request) -> Response:
        """All of them."""
        return _answer({"tables": [_table(each) for each in categories(request.user)]})


class ThreadsView(APIView):
    """Threads, the newest talk first."""

    @extend_schema(
        operation_id="cafe_threads",
        parameters=[
            OpenApiParameter("table", str, description="The slug of a table."),
            OpenApiParameter("language", str, enum=["fr", "de", "en"]),
            OpenApiParameter("kind", str, enum=["talk", "question"]),
            OpenApiParameter("order", str, enum=list(ORDERS), description="Unanswered, or most asked first."),
            OpenApiParameter("after", str, description="`next` of the page before."),
        ],
        responses={200: ThreadsSerializer, 404: MISSING},
    )
    def get(self, request: Request) -> Response:
        """One page of them."""
        asked = request.query_params
        table = category_or_404(asked["table"]).slug if asked.get("table") else ""
        found = cafe_threads(
            request.user,
            clock.now(),
            category=table,
            language=asked.get("language", ""),
            kind=asked.get("kind", "") if asked.get("kind") in Thread.Kind.values else "",
            order=ORDERS.get(asked.get("order", ""), ""),
            after=asked.get("after", ""),
        )
        rows = [
            _thread(line, line.category) | {"last_at": to_ms(line.last_at)} for line in (*found.pinned, *found.lines)
        ]
        return _answer({"threads": rows, "next": found.cursor})


class ThreadDetailView(APIView):
    """A thread."""

    @extend_schema(
        operation_id="cafe_thread",
        parameters=[OpenApiParameter("n", int, description="The number of the first post wanted; 1 without it.")],
        responses={200: ThreadPageSerializer, 404: MISSING},
    )
    def get(self, request: Request, pk: int) -> Response:
        """The thread and up to fifty of its posts."""
        now = clock.now()
        thread = thread_or_404(pk, request.user, now)
        asked = request.query_params.get("n", "")
        start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
        page = thread_page(thread, request.user, now, start=start)
        body = {
            "thread": _thread(page.thread, page.thread.category),
            "posts": [_post(post) for post in page.posts],
            "after": page.after,
        }
        return _answer(body)


class PostDetailView(APIView):
    """A post."""

    @extend_schema(operation_id="cafe_post", responses={200: PostSerializer, 404: MISSING})
    def get(self, request: Request, pk: int) -> Response:
        """One post as you may read it."""
        now = clock.now()
        return _answer(_post(one_post(post_or_404(pk, request.user, now), request.user, now)))


def _answer(body: dict[str, Any]) -> Response:
    """Never stored: what may be shown depends on who asks."""
    return Response(body, headers={"Cache-Control": "no-store"})


def _table(line: CategoryLine) -> dict[str, Any]:
    named = {name: getattr(line, name) for name in ("slug", "name", "description", "universe")}
    return {"id": line.pk} | named


def _thread(line: ThreadLine | ThreadView, category: CategoryLine | None) -> dict[str, Any]:
    return {
        "id": line.pk,
        "title": line.title,
        "url": line.url,
        "language": line.language,
        "table": category.slug if category else None,
        "author": _handle(line.author),
        "posts": line.posts,
        "kind": "question" if line.is_question else "talk",
        "asked": line.asked,
        "is_answered": line.is_settled,
        "is_closed": line.is_closed,
        "is_pinned": line.is_pinned,
    }


def _post(view: PostView) -> dict[str, Any]:
    return {
        "id": view.pk,
        "number": view.number,
        "author": _handle(view.author),
        "html": str(view.html),
        "at": to_ms(view.at),
        "edited_at": _moment(view.edited_at),
        "state": view.state,
        "reply_to": view.reply_to,
        "reactions": {line.name: line.count for line in view.reactions if line.count},
        "is_best": view.is_best,
        "voices": [{"voice": badge.voice, "words": badge.words} for badge in view.voices],
        "url": view.url,
    }


def _handle(person: Person | None) -> str | None:
    return person.handle if person else None


def _moment(at: datetime | None) -> int | None:
    return None if at is None else to_ms(at)
