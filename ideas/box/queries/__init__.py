"""What is read of ideas. `origin_of` is for the other parts of the house."""

from ideas.box.queries.origins import Origin, origin_of

__all__ = ["Origin", "origin_of"]
