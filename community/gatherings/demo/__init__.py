"""Gatherings for a demo house, with those who come and what they said afterwards."""

from community.gatherings.demo.make import make_demo_gatherings

__all__ = ["make_demo_gatherings"]
