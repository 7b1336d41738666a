"""The settings of a worker with a letterbox."""

from config.settings.test import *  # noqa: F403 -- a settings file extends the other

INSTALLED_APPS = ["tests.community.notices.letterbox.LetterboxConfig", *INSTALLED_APPS]  # noqa: F405 -- from test
