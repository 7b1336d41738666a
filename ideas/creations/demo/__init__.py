"""Creations for a demo house: one finished, with four kinds of ballots, and one in its second stage."""

from ideas.creations.demo.make import make_demo_creations

__all__ = ["make_demo_creations"]
