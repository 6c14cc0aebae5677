"""Whether the database can serve: it answers, finds Japanese, and its fences stand."""

from django.db import DatabaseError, connection, transaction


def check_readiness() -> dict[str, bool]:
    """Return each check by name; what could not be asked is false.

    ``database``: it answers; ``search``: Japanese text is cut for the search; ``role``: the role
    cannot read past the fences; ``fences``: every table that needs one has one.
    """
    checks = {"database": False, "search": False, "role": False, "fences": False}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
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
    return checks
