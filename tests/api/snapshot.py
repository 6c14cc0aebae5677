"""The description of the API as it is kept beside the documentation.

python -m tests.api.snapshot            says whether it is up to date (exit 1 if not)
python -m tests.api.snapshot --update   writes it
"""

import os
import sys
from pathlib import Path

SNAPSHOT = Path(__file__).resolve().parents[2] / "docs" / "api" / "openapi.json"


def main(arguments: list[str]) -> int:
    """Compare or write."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from tasuki.api.document import document_text
    from tasuki.api.v1.routes import api

    text = document_text(api)
    if "--update" in arguments:
        SNAPSHOT.parent.mkdir(parents=True, exist_ok=True)
        SNAPSHOT.write_text(text, encoding="utf-8")
        return 0
    return 0 if SNAPSHOT.exists() and SNAPSHOT.read_text(encoding="utf-8") == text else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
