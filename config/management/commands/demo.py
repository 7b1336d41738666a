"""`make demo`: people, brands, watches, drops, articles and a café to look at."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from challenges.ceremonies.demo import make_demo_qdefis
from community.discussions.demo import make_demo_cafe
from community.gatherings.demo import make_demo_gatherings
from community.members.demo import make_demo_members
from community.recognition.demo import make_demo_recognition
from drops.demo import make_demo_drops, make_demo_lineage, make_demo_questions
from drops.drawing.snapshots import photos
from editorial.demo import make_demo_editorial
from ideas.box.demo import make_demo_ideas
from ideas.creations.demo import make_demo_creations
from realtime import clock


class Command(BaseCommand):
    help = "Load the demo content, or what is missing of it. Needs DEMO."

    def handle(self, **options: Any) -> None:
        make_demo_members()
        make_demo_editorial()
        make_demo_drops(clock.now())
        make_demo_cafe(clock.now())
        make_demo_questions(clock.now())
        make_demo_gatherings(clock.now())
        make_demo_ideas(clock.now())
        make_demo_creations(clock.now())
        make_demo_qdefis(clock.now(), photos)
        make_demo_lineage()
        make_demo_recognition(clock.now())
        call_command("reindex", verbosity=0)
