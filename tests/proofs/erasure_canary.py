"""T20: a person is erased; no row, file, log line, task or backup brings the person back.

A canary goes the whole way by the product's own actions: import and result at a company,
registration, acceptance, release and provision at an agency, mails, notes, a passport, a request
to the desk, and a browser that waits for a code. The search shares no code with the erasure: it
reads every column of every table as the server's administrator, and opens what sessions hold.
"""

import io
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connections
from django.db.models.fields.files import FieldFile
from django.test import Client
from psycopg import sql
from tests.apps.relay.counting_world import World
from tests.apps.relay.intake import Relay
from tests.factories import NOW
from tests.proofs.own_database import own_database
from tests.proofs.registry import Order, Outcome, Proof

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.postgres.own import owned
from tasuki.adapters.postgres.settings import embedded_server
from tasuki.adapters.sealed import current_box, sealed_fields
from tasuki.adapters.sealed.fields import Sealed
from tasuki.apps.audit import actions as audit
from tasuki.apps.imports.actions import import_file
from tasuki.apps.messages.actions import notify
from tasuki.apps.messages.delivery import deliver_mail
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Account, AccountLink
from tasuki.apps.passport.actions import save_item
from tasuki.apps.passport.entry import open_account
from tasuki.apps.passport.models import PassportItem
from tasuki.apps.people.actions import decide_result
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.relay import actions as relay_actions
from tasuki.apps.relay.actions import releases
from tasuki.apps.relay.actions.own_registration import add_proof
from tasuki.apps.relay.ledger_check import verify_all
from tasuki.apps.relay.models import Registration
from tasuki.apps.rights import erasing
from tasuki.apps.rights.actions.filing import file_request, withdraw_request
from tasuki.apps.rights.models import RightsRequest
from tasuki.apps.upkeep import declarations, erasure
from tasuki.cli import operate
from tasuki.core.sealing import SealingError

FAMILY, GIVEN, KANA = "金糸雀", "鳴子", "カナリア ナルコ"
MAIL, PHONE = "kanaria.naruko@canary.example", "080-5511-9977"
NEEDLES = (f"{FAMILY} {GIVEN}", f"{FAMILY}{GIVEN}", FAMILY, KANA, MAIL, PHONE, "08055119977")
SEALED_NEEDLES = (MAIL, PHONE)
"""What a backup of the rows must not hold in clear; names stay readable for search."""
LOGIN_TABLES = frozenset({"public.orgs_account", "public.account_emailaddress"})
"""A login is found by its address before anything is known of the one who signs in."""

SEALED_TABLES = frozenset(
    {
        "people.TalentRecord",
        "people.Application",
        "relay.Registration",
        "rights.RightsRequest",
        "passport.PassportItem",
    }
)
"""Where sealed words of the canary must lie before the erasure, or the search is blind."""

CSV = (
    "応募者ID,氏名,メールアドレス,電話番号,応募職種,応募日,選考結果,備考\r\n"
    f"C-1,{FAMILY} {GIVEN},{MAIL},{PHONE},生産管理,2026/10/01,不採用,{FAMILY}さんは明るい\r\n"
    f"C-2,{FAMILY} {GIVEN},こわれたメール,,生産管理,2026/99/99,不採用,\r\n"
)


@dataclass
class Way:
    """Where the canary left traces."""

    world: World
    registration: Registration
    account: Account
    record_ids: dict[int, Any] = field(default_factory=dict)


def run(order: Order) -> Outcome:
    """Let the canary go its way, erase it, and look for it everywhere."""
    kinds = "rows files sessions log_lines opened_from_backup clear_in_backup chain"
    damage = dict.fromkeys(kinds.split(), 0)
    with own_database(), _log_lines() as lines, tempfile.TemporaryDirectory() as folder:
        kept = set(_list_files())
        way = _go(order.size)
        old = [*_sealed_values(way), *_sealed_notes(way)]
        sessions = _count_sessions()
        tables = {type(row)._meta.label for _, row, _ in old}
        dump = _back_up(Path(folder))
        _note(way)
        before, files = _find_rows(), set(_list_files()) - kept
        with _broken(order.sabotage):
            _erase(way)
        _send_all(way)
        found = _find_rows()
        damage["rows"] = sum(found.values())
        damage["files"] = len(files & set(_list_files()))
        damage["sessions"] = _count_sessions()
        damage["log_lines"] = sum(needle in line for line in lines for needle in NEEDLES)
        damage["opened_from_backup"] = sum(_opens(one) for one in old)
        damage["clear_in_backup"] = len(_tables_in_clear(dump))
        damage["chain"] = len(verify_all(alias="backup").findings)
    figures = {"rows before": sum(before.values()), "sealed before": len(old), "lines": len(lines)}
    figures["sessions before"] = sessions
    # A search that found nothing before it proves nothing after it.
    is_seen = before and files and sessions and tables >= SEALED_TABLES
    damage["blind"] = int(not (is_seen and b"people_talentrecord" in dump))
    for table, count in found.items():
        damage[table] = count
    return Outcome(figures=figures, damage=damage)


def _go(people: int) -> Way:
    world = World()
    world.show_slots(10)
    relay = Relay(*[world.company, world.agency, world.hr, world.hr], *[world.owner] * 3)
    relay.contract = world.contract
    relay.link = relay_actions.issue_link(actor=world.owner, contract_id=world.contract.id, now=NOW)
    form = {"family_name": FAMILY, "given_name": GIVEN, "name_kana": KANA, "phone": PHONE}
    form["wishes"] = {"occupation": "生産管理", "place": "横浜市", "note": f"{FAMILY}です"}
    registration = relay.register(mail=MAIL, **form)
    person = relay.person_of(registration)
    picture = ContentFile(b"\x89PNG\r\n\x1a\n" + MAIL.encode() * 4, name=f"{FAMILY}.png")
    add_proof(actor=person, registration_id=registration.id, file=picture, now=NOW)
    relay.accept(registration)
    for _ in range(people):
        relay.register()
    world.request(1)
    release, _ = world.ask(
        1, registration=relay.reload(registration), fields=["name", "name_kana", "mail", "phone"]
    )
    releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=NOW)
    releases.present_candidate(
        actor=world.owner, slot_id=world.slot(1).id, release_id=release.id, now=NOW
    )
    account = _enter(relay, registration)
    person = relay.person_of(relay.reload(registration))
    request = file_request(
        actor=person,
        kind="disclosure",
        talent_record_id=person.talent_record_id,
        scope=f"{FAMILY} {GIVEN}（{PHONE}）の記録",
        now=NOW,
    )
    # One that waits keeps the name until the person was told (35条7項); this one is over.
    withdraw_request(actor=person, request_id=request.id, now=NOW)
    import_file(actor=world.hr, data=CSV.encode(), file_name="応募者.csv", now=NOW)
    way = Way(world, relay.reload(registration), account)
    with world.at_company():
        record = next(one for one in TalentRecord.objects.all() if one.family_name == FAMILY)
        application = Application.objects.get(talent_record=record)
    decide_result(
        actor=world.hr,
        application_id=application.id,
        outcome="not_selected",
        reason=f"{FAMILY}さんは経験年数が不足",
        now=NOW,
    )
    way.record_ids = {
        world.company.id: record.id,
        world.agency.id: way.registration.talent_record_id,
    }
    return way


def _enter(way: Relay, registration: Registration) -> Account:
    """Let the canary enter by the own address, keep a passport, and begin once more elsewhere."""
    account = open_account(mail=MAIL, language="ja", now=NOW)
    with bound(way.agency.id, None):
        AccountLink.objects.get_or_create(
            organisation_id=way.agency.id,
            talent_record_id=way.reload(registration).talent_record_id,
            defaults={"account_id": account.pk},
        )
    values = {"kind": "career", "title": f"{FAMILY}工業", "text": f"{GIVEN} {MAIL} {PHONE}"}
    save_item(account_id=account.pk, values=values, now=NOW)
    answer = Client().post("/me/enter/", {"mail": MAIL})
    assert answer.status_code == HTTPStatus.FOUND, answer.content
    return account


def _note(way: Way) -> None:
    """Write what members write: notices and reasons with name, address and phone in words.

    On the row of the person and on others, with the full name and with the family name alone,
    in the chain of the agency and in that of the company.
    """
    world = way.world
    with world.at_agency():
        notify(
            actor=world.owner,
            text=f"{FAMILY} {GIVEN}さんから電話",
            text_en=f"call of {MAIL}",
            url=f"/agency/queue/?q={PHONE}",
        )
        audit.record(
            actor=world.owner,
            kind="registration.note",
            object_kind="registration",
            object_id=way.registration.id,
            reason=f"{FAMILY} {GIVEN}（{PHONE}）に確認",
            now=NOW,
        )
    for inside in (world.at_agency, world.at_company):
        with inside():
            audit.record(
                actor=world.owner,
                kind="slot.note",
                object_kind="slot",
                object_id=world.slot(1).id,
                reason=f"{FAMILY}さんの件で電話",
                now=NOW,
            )


def _erase(way: Way) -> None:
    for actor in (way.world.owner, way.world.hr):
        erasure.erase_person(
            actor=actor,
            talent_record_id=way.record_ids[actor.organisation_id],
            ground="request",
            now=NOW + timedelta(days=1),
        )
    erasing.erase_mine(
        account=way.account,
        record_ids=[],
        is_everything=True,
        language="ja",
        now=NOW + timedelta(days=1),
    )


def _send_all(way: Way) -> None:
    """Deliver what waits: the receipts leave, and the rows forget their address."""
    for organisation in (way.world.agency, way.world.company):
        with bound(organisation.id, None):
            waiting = list(OutboxMail.objects.filter(state="queued").values_list("id", flat=True))
            for mail_id in waiting:
                deliver_mail(mail_id=mail_id, now=NOW + timedelta(days=2))


def _find_rows() -> dict[str, int]:
    """Return the tables in which any column holds one of the words, as text or as bytes."""
    server = embedded_server(Path(os.environ["TASUKI_DATA"]))
    name = str(connections["default"].settings_dict["NAME"])
    words = [*NEEDLES, *(needle.encode().hex() for needle in NEEDLES)]
    found = {}
    with psycopg.connect(server.address(dbname=name)) as administrator:
        tables = administrator.execute(
            "select n.nspname, c.relname from pg_class c join pg_namespace n"
            " on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'm')"
            " and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')"
        ).fetchall()
        for schema, table in tables:
            query = sql.SQL("select count(*) from {} t where t::text like any (%s)").format(
                sql.Identifier(schema, table)
            )
            [count] = administrator.execute(query, [[f"%{word}%" for word in words]]).fetchone()
            if count:
                found[f"{schema}.{table}"] = count
    return found


def _list_files(folder: str = "") -> list[str]:
    """Return the stored files; their content is sealed, so their being there is counted."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    inner = [name for one in folders for name in _list_files(f"{folder}/{one}".lstrip("/"))]
    return inner + [f"{folder}/{name}".lstrip("/") for name in files]


def _tables_in_clear(dump: bytes) -> list[str]:
    """Return the tables in which a dump of the rows says an address or a phone in clear."""
    table, found = "", []
    for line in dump.decode().splitlines():
        if line.startswith("COPY "):
            table = line.split()[1]
        elif table not in LOGIN_TABLES and any(needle in line for needle in SEALED_NEEDLES):
            found.append(table)
    return found


def _sealed_values(way: Way) -> Iterator[tuple[int, Any, Any]]:
    """Yield the ciphertexts about the canary as a dump of the rows holds them."""
    for organisation_id, record_id in way.record_ids.items():
        with bound(organisation_id, None):
            rows = [
                *TalentRecord.objects.filter(id=record_id),
                *Application.objects.filter(talent_record_id=record_id),
                *Registration.objects.filter(talent_record_id=record_id),
                *OutboxMail.objects.filter(person_id=record_id),
                *RightsRequest.objects.filter(talent_record_id=record_id),
            ]
            for row in rows:
                for sealed in sealed_fields(type(row)):
                    stored = row.__dict__[sealed.attname]
                    if isinstance(stored, Sealed):
                        yield organisation_id, row, (sealed, stored.blob)


def _sealed_notes(way: Way) -> Iterator[tuple[int, Any, Any]]:
    """Yield the ciphertexts of the canary's own notes, which belong to no organisation."""
    with owned(way.account.pk):
        for row in PassportItem.objects.all():
            for sealed in sealed_fields(PassportItem):
                stored = row.__dict__[sealed.attname]
                if isinstance(stored, Sealed) and stored.blob:
                    # A row of its own: one that was opened keeps the key.
                    again = PassportItem(pk=row.pk, account_id=row.account_id)
                    yield 0, again, (sealed, stored.blob)


def _count_sessions() -> int:
    """Return the sessions that hold one of the words; their column is packed and signed."""
    kept = [str(one.get_decoded()) for one in Session.objects.all()]
    return sum(any(needle in text for needle in NEEDLES) for text in kept)


def _opens(old: tuple[int, Any, Any]) -> bool:
    """Whether a value of yesterday's backup opens with the keys of today."""
    organisation_id, row, (sealed, blob) = old
    frame = bound(organisation_id, None) if organisation_id else owned(row.account_id)
    with frame:
        try:
            sealed.open(Sealed(blob, current_box() if organisation_id else None), row)
        except (SealingError, KeyError):
            return False
    return True


def _back_up(folder: Path) -> bytes:
    """Return the backup of the rows, written by the command, as text."""
    file = folder / "rows.dump"
    operate.backup(file)
    program = operate.find_programs() / "pg_restore"
    done = operate.subprocess.run(
        [str(program), "--file=-", str(file)], check=True, capture_output=True
    )
    return bytes(done.stdout)


@contextmanager
def _log_lines() -> Iterator[list[str]]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    lines: list[str] = []
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        lines += stream.getvalue().splitlines()


@contextmanager
def _broken(sabotage: str | None) -> Iterator[None]:
    """Leave out one step of the erasure."""
    rules = declarations.list_rules()
    without = [rule for rule in rules if rule.model is not TalentRecord]
    no_requests = [rule for rule in rules if rule.model is not RightsRequest]
    patches = {
        "keep-passport": mock.patch.object(erasing, "erase_own", return_value=0),
        "keep-requests": mock.patch.object(erasure, "list_rules", return_value=no_requests),
        "keep-key": mock.patch.object(erasure, "forget_keys", return_value=0),
        "skip-table": mock.patch.object(erasure, "list_rules", return_value=without),
        "keep-files": mock.patch.object(FieldFile, "delete"),
        "skip-texts": mock.patch.object(erasure, "sweep_texts", return_value=0),
    }
    if sabotage is None:
        yield
        return
    if sabotage == "keep-sessions":
        with (
            mock.patch.object(erasure, "forget_waiting_codes", return_value=0),
            mock.patch.object(erasing, "forget_waiting_codes", return_value=0),
        ):
            yield
        return
    with patches[sabotage]:
        yield


PROOF = Proof(
    name="T20",
    promise="an erased person is in no row, file, log line, task or backup; the chains verify",
    unit="other people",
    sizes=(2, 20, 1),
    sabotages={
        "keep-key": 1,
        "skip-table": 1,
        "skip-texts": 1,
        "keep-files": 1,
        "keep-passport": 1,
        "keep-requests": 1,
        "keep-sessions": 1,
    },
    run=run,
)
