"""Settings of the tests: the product's own, on a database server of the tests' own."""

import hashlib
import os
import tempfile
from pathlib import Path

_MARK = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:8]
# A short path (socket names are limited) that the server's own account can reach.
os.environ.setdefault(
    "TASUKI_DATA", str(Path(tempfile.gettempdir()) / f"tasuki-test-{os.getuid()}-{_MARK}")
)
for _name in ("DATABASE_URL", "TASUKI_DEMO", "TASUKI_MAIL_HOST"):
    os.environ.pop(_name, None)  # a developer's own settings change no test

from tasuki.adapters.key_files import list_masters, make_master  # noqa: E402
from tasuki.conf.settings import *  # noqa: E402, F403 - settings are a star import by design

if not list_masters(KEY_FOLDER):  # noqa: F405
    make_master(KEY_FOLDER)  # noqa: F405
SECRET_KEY = "only-for-tests"
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
