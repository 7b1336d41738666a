"""Qdéfis: challenges with entries, a jury and community votes."""
