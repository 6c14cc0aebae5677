"""The WSGI application that a server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tasuki.conf.settings")
application = get_wsgi_application()


def _refuse_unsafe() -> None:
    """Do not serve a single request as a role that sees past the policies."""
    from django.db import connection

    from tasuki.adapters.postgres.bootstrap import find_problems

    if problems := find_problems(connection):
        raise SystemExit("\n".join(str(problem) for problem in problems))
    connection.close()


_refuse_unsafe()
