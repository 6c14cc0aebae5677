"""Verify an outcome in a process of its own, which shares nothing with the one that cleared.

Texts go in on its input and a report comes out; it has no database and no key.
"""

import json
import subprocess
import sys
from typing import Any

from tasuki.adapters.solvers import open_solver
from tasuki.core.rounds.clearing import verify_texts

GRACE_SECONDS = 120.0
_ERROR_CHARACTERS_MAX = 300


class CheckerError(Exception):
    """The process ended without a report; says nothing about the outcome."""


def verify_apart(
    *, instance: str, outcome: str, secret: str, published: str, seconds: float
) -> dict[str, dict[str, Any]]:
    """Return the report that another process wrote; see ``verify_texts``.

    Args:
        instance: the locked input.
        outcome: what is proposed.
        secret: what the operator committed to.
        published: the commitment as it was published.
        seconds: > 0, limit of a solver; the process itself gets two minutes more.

    Raises:
        CheckerError: it took too long or ended without a report.
    """
    given = {
        "instance": instance,
        "outcome": outcome,
        "secret": secret,
        "published": published,
        "seconds": seconds,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tasuki.adapters.round_checker"],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            timeout=seconds + GRACE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CheckerError("the verification took too long") from error
    if done.returncode:
        raise CheckerError(done.stderr.strip()[-_ERROR_CHARACTERS_MAX:])
    report: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return report


def main() -> None:
    """Read what is to be verified, write the report."""
    given = json.load(sys.stdin)
    with open_solver() as solve:
        report = verify_texts(
            given["instance"],
            given["outcome"],
            secret=given["secret"],
            published=given["published"],
            solve=solve,
            seconds=given["seconds"],
        )
    json.dump(report, sys.stdout, ensure_ascii=False, default=str)


if __name__ == "__main__":
    main()
