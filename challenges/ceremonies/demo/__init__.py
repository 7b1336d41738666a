"""What the demo house plays: four Qdéfis, one of each phase."""

from challenges.ceremonies.demo.make import make_demo_qdefis

__all__ = ["make_demo_qdefis"]
