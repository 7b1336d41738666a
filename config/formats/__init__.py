"""Dates as they are written in Switzerland, by language; what a language does not name here is Django's."""
