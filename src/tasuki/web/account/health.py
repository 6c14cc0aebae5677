"""Whether the process lives and whether it can serve; for machines, without a sign-in."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def livez(request: HttpRequest) -> JsonResponse:
    """Answer; touches nothing."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer whether database, Japanese search, and the fences around all rows are in order."""
    checks = {"database": False, "search": False, "role": False, "fences": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("select true, show_trgm('営業') <> '{}'")
            checks["database"], checks["search"] = cursor.fetchone()
            cursor.execute(
                "select not (rolsuper or rolbypassrls) from pg_roles where rolname = current_user"
            )
            (checks["role"],) = cursor.fetchone()
            cursor.execute("select count(*) = 0 from tasuki.unfenced")
            (checks["fences"],) = cursor.fetchone()
    except DatabaseError:
        pass  # the checks that did not run stay false
    is_ready = all(checks.values())
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"status": "ok" if is_ready else "not ready", **checks}, status=status)
