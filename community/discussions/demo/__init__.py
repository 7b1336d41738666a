"""The café of a demonstration: sixty people, forty threads, and everything they say there is invented."""

from community.discussions.demo.make import make_demo_cafe

__all__ = ["make_demo_cafe"]
