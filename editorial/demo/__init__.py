"""What the magazine shows in a demonstration: the real glossary, twelve real articles, and a home page."""

from editorial.demo.make import make_demo_editorial

__all__ = ["make_demo_editorial"]
