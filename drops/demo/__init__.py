"""What the shop window of a demonstration shows: invented houses, drawn watches, sales of the past weeks."""

from drops.demo.lineage import make_demo_lineage
from drops.demo.make import make_demo_drops
from drops.demo.questions import make_demo_questions

__all__ = ["make_demo_drops", "make_demo_lineage", "make_demo_questions"]
