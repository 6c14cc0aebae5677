"""Logs by allow-list: what is not listed here is not written, whoever logs it.

A line is one JSON object. Every key is on the list, and every value is a number or a technical
word; a mail address, a name or a path with somebody's key in it has neither a key here nor the
shape of one. Of an error only its class, its SQL state and the places in the code are kept, for
messages of errors quote the rows they are about.

Messages of other people's libraries may quote anything. Such a line says which function of
which library spoke, and nothing of what it said.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import ItemsView, Mapping, MutableMapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final

import structlog
from django.http import HttpRequest
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

ALLOWED: Final = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "logger",
        "at",
        "route",
        "method",
        "status",
        "task",
        "job_id",
        "queue",
        "action",
        "attempt",
        "organisation_id",
        "account_id",
        "counts",
        "refused",
        "error",
        "sqlstate",
        "constraint",
        "frames",
        "problem",
        "seconds",
    }
)
"""Every key that may stand in a line."""

HIDDEN: Final = "?"
_OURS: Final = "tasuki"
_WORD: Final = re.compile(r"[A-Za-z0-9_.:<>/+-]{1,120}")
_EVENT: Final = re.compile(r"[A-Za-z][A-Za-z0-9_ .:-]{0,79}")
_FRAMES_MAX: Final = 12

type ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def allow_only(logger: Any, name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop what is not on the list; the processor before a line is rendered."""
    if error := _exc_info(line.pop("exc_info", None)):
        line.update(describe_error(error[1]))
    kept = {key: _safe(value) for key, value in line.items() if key in ALLOWED - {"event"}}
    event = str(line.get("event", ""))
    return {"event": event if _EVENT.fullmatch(event) else HIDDEN} | kept


def _exc_info(value: Any) -> ExcInfo | None:
    if isinstance(value, BaseException):
        return type(value), value, value.__traceback__
    found: Any = sys.exc_info() if value is True else value
    return found if isinstance(found, tuple) and found[0] is not None else None


def _safe(value: Any) -> Any:
    """Return numbers and technical words as they are, collections of them, and else a mark."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(_safe(key)): _safe(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_safe(one) for one in value]
    text = str(value)
    return text if _WORD.fullmatch(text) else HIDDEN


def describe_error(error: BaseException) -> dict[str, Any]:
    """Return class, SQL state, constraint and places of an error; never its message."""
    found: dict[str, Any] = {
        "error": f"{type(error).__module__}.{type(error).__qualname__}",
        "frames": [
            f"{frame.f_globals.get('__name__', HIDDEN)}:{number}"
            for frame, number in list(traceback.walk_tb(error.__traceback__))[-_FRAMES_MAX:]
        ],
    }
    cause = error.__cause__ or error
    diagnosis = getattr(cause, "diag", None)
    if diagnosis is not None:
        found["sqlstate"] = diagnosis.sqlstate
        found["constraint"] = diagnosis.constraint_name
    return {key: value for key, value in found.items() if value is not None}


class LineFormatter(logging.Formatter):
    """Writes a record of the standard library as a line by allow-list."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line of JSON."""
        is_ours = record.name.partition(".")[0] == _OURS
        event = str(record.msg) if is_ours else f"{record.name}.{record.funcName}"
        line: dict[str, Any] = {
            "event": event.replace("<", "").replace(">", ""),
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "logger": record.name,
            "at": f"{record.module}:{record.lineno}",
            "exc_info": record.exc_info,
            **_of_request(getattr(record, "request", None)),
            **_of_job(getattr(record, "job", None)),
        }
        for key, attribute in (("status", "status_code"), ("action", "action")):
            if hasattr(record, attribute):
                line[key] = getattr(record, attribute)
        return json.dumps(allow_only(None, "", line), ensure_ascii=False)


def _of_request(request: Any) -> dict[str, Any]:
    """Return method and name of the route; the path holds keys of persons."""
    if not isinstance(request, HttpRequest):
        return {}
    match = request.resolver_match
    return {"method": request.method, "route": match.view_name if match else "none"}


def _of_job(job: Any) -> dict[str, Any]:
    """Return number, task and queue of a job, without its arguments' text."""
    if not isinstance(job, Mapping):
        return {}
    return {"job_id": job.get("id"), "task": job.get("task_name"), "queue": job.get("queue")}


class PersonalDataFilter(SafeExceptionReporterFilter):
    """Hides what was sent and every local variable in reports of errors, in debug mode too."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """Say yes: no report shows what somebody typed."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """Return the names of the fields only."""
        sent = request.POST if request is not None else {}
        return dict.fromkeys(sent, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> ItemsView[str, Any]:
        """Return the names of the variables only."""
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()


class PersonalDataReporter(ExceptionReporter):
    """Leaves out of a report what quotes rows, paths and what the browser sent."""

    def get_traceback_data(self) -> dict[str, Any]:
        """Return the report without values."""
        found: dict[str, Any] = super().get_traceback_data()
        if self.exc_value is not None:
            found["exception_value"] = describe_error(self.exc_value)["error"]
        for frame in found["frames"]:
            if frame.get("exc_cause"):
                frame["exc_cause"] = describe_error(frame["exc_cause"])["error"]
        found |= {"exception_notes": "", "request_GET_items": [], "request_COOKIES_items": []}
        found |= {"request_meta": {}, "request_insecure_uri": "", "user_str": HIDDEN}
        found["request"] = None
        return found


def configure() -> None:
    """Send every line of the process to stderr through the list."""
    handler = logging.StreamHandler()
    handler.setFormatter(LineFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in (_OURS, "procrastinate.worker"):
        logging.getLogger(name).setLevel(logging.INFO)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            allow_only,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
