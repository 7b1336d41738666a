"""The cards that networks show of a Qdéfi and of who stands on its podium: facts in, a JPEG out."""

from challenges.ceremonies.drawing.card import SIZE, Card, draw_card

__all__ = ["SIZE", "Card", "draw_card"]
