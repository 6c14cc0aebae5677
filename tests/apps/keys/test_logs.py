"""Threat 25: personal values never stand in logs, reports of errors or job arguments.

The same flows run twice: once through our list, where no mark may appear, and once with the
list taken out, where marks must appear; otherwise the search would prove nothing.
"""

import ast
import io
import json
import logging
import sys

import pytest
import structlog
from django.conf import settings as django_settings
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.test import RequestFactory
from django.views.debug import ExceptionReporter, get_default_exception_reporter_filter
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.apps.relay.intake import make_relay
from tests.factories import NOW, make_company, make_member
from tests.repo.tree import SOURCE, parse, python_files
from tests.repo.world import client_of

from tasuki.adapters import logs
from tasuki.adapters.postgres.context import bound
from tasuki.apps.imports.actions import import_file
from tasuki.apps.messages.delivery import deliver_mail
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.people.models import TalentRecord
from tasuki.core.access import Role

MARK = "canarymark"
NAME = f"金糸雀{MARK}"
MAIL = f"{MARK}@example.invalid"
PHONE = "09055550142"
MARKS = (MARK, "金糸雀", PHONE)


# --- The list ---------------------------------------------------------------------------------


def test_only_listed_keys_are_written():
    line = logs.allow_only(
        None, "", {"event": "relay night", "organisation_id": 7, "mail": MAIL, "name": NAME}
    )

    assert line == {"event": "relay night", "organisation_id": 7}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (7, 7),
        (None, None),
        (True, True),
        ("company:applicants", "company:applicants"),
        (MAIL, "?"),
        ("金糸雀", "?"),
        ("two words", "?"),
        ({"sent": 3, MAIL: 1}, {"sent": 3, "?": 1}),
        (["step", NAME], ["step", "?"]),
    ],
)
def test_values_are_numbers_or_technical_words(value, written):
    assert logs.allow_only(None, "", {"event": "a", "counts": value}) == {
        "event": "a",
        "counts": written,
    }


def test_an_event_that_is_no_plain_phrase_is_hidden():
    assert logs.allow_only(None, "", {"event": f"sent to {MAIL}"}) == {"event": "?"}


def test_every_event_of_ours_is_a_constant():
    """A text put together at run time could hold a name; the list could not tell."""
    calls = [
        (path.relative_to(SOURCE), node.lineno, node.args[0])
        for path in python_files()
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"log", "_log", "logger"}
        and node.args
    ]

    assert len(calls) >= 2
    assert [call[:2] for call in calls if not isinstance(call[2], ast.Constant)] == []


def ask_nonsense():
    """A statement whose error quotes the value that it was asked with."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select %s::text::integer", [f"{NAME} {MAIL} {PHONE}"])


def test_of_an_error_class_state_and_places_are_written(db):
    with pytest.raises(DatabaseError) as raised:
        ask_nonsense()

    line = logs.allow_only(None, "", {"event": "a", "exc_info": raised.value})

    assert marks_in(str(raised.value)) == sorted(MARKS)  # the server's message quotes it
    assert (line["error"], line["sqlstate"]) == ("django.db.utils.DataError", "22P02")
    assert line["frames"][-1].startswith("psycopg.")
    assert marks_in(json.dumps(line, ensure_ascii=False)) == []


def test_an_error_inside_a_fenced_table_does_not_quote_the_row(db):
    """PostgreSQL leaves the row out of the message where row-level security is on."""
    company = make_company()
    with bound(company.id, None), pytest.raises(DatabaseError) as raised, transaction.atomic():
        TalentRecord.objects.create(organisation=company, family_name=NAME, language=None)

    assert marks_in(str(raised.value)) == []


# --- End to end -------------------------------------------------------------------------------


class Ears:
    """Everything that the process writes while the flows run."""

    def __init__(self, formatter):
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(formatter)

    def __enter__(self):
        self.root = logging.getLogger()
        self.level = self.root.level
        self.root.addHandler(self.handler)
        self.root.setLevel(logging.INFO)
        self.config = structlog.get_config()
        structlog.configure(
            processors=self.processors(),
            logger_factory=structlog.PrintLoggerFactory(self.stream),
        )
        return self

    def __exit__(self, *_):
        self.root.removeHandler(self.handler)
        self.root.setLevel(self.level)
        structlog.configure(**self.config)

    def processors(self):
        is_ours = isinstance(self.handler.formatter, logs.LineFormatter)
        own = self.config["processors"]
        return own if is_ours else [one for one in own if one is not logs.allow_only]

    @property
    def heard(self):
        return self.stream.getvalue()


def marks_in(text):
    return sorted({mark for mark in MARKS if mark in text})


def run_flows(monkeypatch):
    """A company imports and searches, a person registers, mails leave, pages fail."""
    company = make_company()
    hr = make_member(company, Role.COMPANY_OWNER)
    good, bad = f"{NAME},{MAIL},{PHONE},経理", f"壊れた,{MARK}＠＠,{PHONE},営業"
    data = f"氏名,メールアドレス,電話番号,職種\n{good}\n{bad}\n"
    import_file(actor=hr, data=data.encode(), file_name=f"{NAME}.csv", now=NOW)
    relay = make_relay()
    relay.register(mail=MAIL, family_name=NAME, given_name="花", phone=PHONE)
    with bound(relay.agency.id, None):
        for mail in OutboxMail.objects.all():
            deliver_mail(mail_id=mail.id, now=NOW)
    return [*visit_pages(hr, monkeypatch), *log_by_hand()]


def visit_pages(hr, monkeypatch):
    browser = client_of(hr)
    browser.raise_request_exception = False
    browser.handler.enforce_csrf_checks = True
    answers = [
        browser.get(f"/company/{NAME}/", {"mail": MAIL}),
        browser.get(f"/r/{MARK}/"),
        browser.post("/company/imports/file/", {"name": NAME, "mail": MAIL}),
    ]

    monkeypatch.setattr("tasuki.apps.people.queries.list_applications", lambda **_: ask_nonsense())
    answers.append(browser.get("/company/applicants/", {"q": MAIL}))
    assert answers[-1].status_code == 500
    # What a person typed may stand in the answer to that person only where nothing failed.
    return [answer.content.decode() for answer in answers[2:]]


def log_by_hand():
    """What a careless line would write."""
    structlog.get_logger().warning("sent", mail=MAIL, name=NAME, phone=PHONE)
    logging.getLogger("some.library").warning("cannot reach %s (%s)", MAIL, NAME)
    return []


@pytest.fixture
def quiet(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.django_db
def test_no_personal_value_is_logged_shown_in_an_error_or_handed_to_a_job(
    monkeypatch, quiet, capfd
):
    with Ears(logs.LineFormatter()) as ears:
        pages = run_flows(monkeypatch)
    jobs = "".join(
        json.dumps([job.args, job.lock, job.queueing_lock], ensure_ascii=False)
        for job in ProcrastinateJob.objects.all()
    )
    written = capfd.readouterr()

    assert len(ears.heard.splitlines()) >= 4  # it did listen
    assert "django.db.utils.DataError" in ears.heard
    assert marks_in(ears.heard) == []
    assert [marks_in(page) for page in pages] == [[]] * len(pages)
    assert jobs != ""
    assert marks_in(jobs) == []
    assert marks_in(written.out + written.err) == []


@pytest.mark.django_db
def test_control_without_the_list_the_same_flows_leak(monkeypatch, quiet):
    """Else the search above could not find anything."""
    with Ears(logging.Formatter("%(message)s")) as ears:
        run_flows(monkeypatch)

    assert marks_in(ears.heard) == sorted(MARKS)


# --- Reports and the server's own log ---------------------------------------------------------


def report(reporter):
    """The report of a failed write with the person's data all around it."""
    request = RequestFactory().post(f"/company/?q={MAIL}", {"name": NAME, "phone": PHONE})
    request.COOKIES["last"] = MARK
    try:
        ask_nonsense()
    except DatabaseError:
        return reporter(request, *sys.exc_info())
    raise AssertionError


@pytest.fixture(autouse=True)
def _filter_of_the_settings():
    """The framework keeps the filter that it asked for first, whatever the settings say then."""
    get_default_exception_reporter_filter.cache_clear()
    yield
    get_default_exception_reporter_filter.cache_clear()


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["get_traceback_html", "get_traceback_text"])
def test_report_of_an_error_shows_no_person_in_debug_mode_either(settings, form):
    settings.DEBUG = True

    ours = getattr(report(logs.PersonalDataReporter), form)()

    assert [line for line in ours.splitlines() if marks_in(line)] == []
    assert "DataError" in ours


@pytest.mark.django_db
def test_control_the_framework_s_own_report_leaks(settings):
    settings.DEBUG = True
    settings.DEFAULT_EXCEPTION_REPORTER_FILTER = "django.views.debug.SafeExceptionReporterFilter"

    theirs = report(ExceptionReporter)

    assert MARK in theirs.get_traceback_html()


def test_our_reports_are_the_ones_in_force():
    assert django_settings.DEFAULT_EXCEPTION_REPORTER == "tasuki.adapters.logs.PersonalDataReporter"
    assert (
        django_settings.DEFAULT_EXCEPTION_REPORTER_FILTER
        == "tasuki.adapters.logs.PersonalDataFilter"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("log_error_verbosity", "terse"),
        ("log_min_error_statement", "panic"),
        ("log_parameter_max_length", "0"),
        ("log_parameter_max_length_on_error", "0"),
    ],
)
def test_embedded_server_logs_no_rows_and_no_statements(setting, value):
    with connection.cursor() as cursor:
        cursor.execute("select setting from pg_settings where name = %s", [setting])
        assert cursor.fetchone() == (value,)


# --- Objects ----------------------------------------------------------------------------------

_PERSONAL = {"mail", "mails", "phone", "address", "to_address", "birth_date", "person_name"}
_PERSONAL |= {"family_name", "given_name", "full_name", "name_kana", "wishes"}
_ACCEPTED = {
    "SamplePerson": "invented people",
    "Person": "invented people",
    "Home": "invented people",
    "Shell": "the name of the member who looks at the page",
    "Weights": "how much the wishes count, a number of the organisation",
}


def shown_fields(node):
    """Fields of a dataclass whose repr would show a person."""
    if any(
        "dataclass" in (said := ast.unparse(one)) and "repr=False" not in said
        for one in node.decorator_list
    ):
        return {
            one.target.id
            for one in node.body
            if isinstance(one, ast.AnnAssign)
            and isinstance(one.target, ast.Name)
            and one.target.id in _PERSONAL
            and "repr=False" not in ast.unparse(one)
        }
    return set()


def test_no_dataclass_shows_a_person_when_it_is_printed():
    found = {
        node.name: shown_fields(node)
        for path in python_files()
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ClassDef) and shown_fields(node)
    }

    assert {name: fields for name, fields in found.items() if name not in _ACCEPTED} == {}
    assert set(_ACCEPTED) <= set(found)


def test_a_dataclass_that_would_show_a_person_is_found():
    tree = ast.parse("@dataclass(frozen=True)\nclass Visit:\n    mail: str\n    count: int\n")

    assert shown_fields(tree.body[0]) == {"mail"}


@pytest.mark.django_db
def test_printed_rows_and_actors_name_nobody():
    company = make_company()
    hr = make_member(company, Role.COMPANY_OWNER)
    with bound(company.id, None):
        person = TalentRecord.objects.create(
            organisation=company, number="1", family_name=NAME, mail=MAIL
        )

    assert hr.name not in repr(hr)
    assert marks_in(repr(person) + repr([person]) + f"{person!r}") == []
