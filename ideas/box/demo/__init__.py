"""An idea box for a demo house, with those who stand behind each idea and what the house answered."""

from ideas.box.demo.make import make_demo_ideas

__all__ = ["make_demo_ideas"]
