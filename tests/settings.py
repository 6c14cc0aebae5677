"""Settings of the tests: the product's own, with mail kept in memory unless a test says so."""

from tasuki.conf.settings import *  # noqa: F403 - settings are a star import by design

SECRET_KEY = "only-for-tests"
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
