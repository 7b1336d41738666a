"""For pytest: the same PostgreSQL, nothing that talks to the outside."""

from config import embedded, env, logs

embedded.provide_database()  # before the base settings read DATABASE_URL

from config.settings.base import *  # noqa: E402, F403 -- a settings file extends the other

SECRET_KEY = "test-only"
DESIGN_PAGE = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES["default"]["TEST"] = {  # noqa: F405 -- from base
    "NAME": env.text("TEST_DATABASE", "test_qommunity"),
    "TEMPLATE": env.text("TEST_TEMPLATE", "template0"),
}
DATABASES["default"]["OPTIONS"]["pool"] |= {"max_size": 20, "timeout": 60}  # noqa: F405 -- races share it with the test
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING = logs.setup("lines", "WARNING")
STAFF_SECOND_FACTOR = False  # the tests of the door turn it on
VAPID_PRIVATE_KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"
VAPID_SUBJECT = "mailto:bonjour@test.example"
API_REQUESTS_A_MINUTE = 100_000  # nobody waits for whom another test was; those of the limit set their own
