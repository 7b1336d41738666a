"""The idea box, and creations with their ballots (product votes)."""
