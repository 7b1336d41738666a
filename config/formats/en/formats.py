# Django's English is American: "Nov. 26, 2026, 10:10 a.m.", weeks from Sunday.
DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"
FIRST_DAY_OF_WEEK = 1
