"""Rows and keys in two files, and an erased person who does not come back with an old backup."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.programs import Installation, new_installation

from tasuki.adapters.postgres.embedded import find_programs

FILL = """
import django
django.setup()
from tasuki.adapters.postgres.context import bound
from django.utils import timezone
from tasuki.apps.orgs.models import Account, Organisation
from tasuki.apps.passport.actions import save_item
from tasuki.apps.people.models import TalentRecord
company = Organisation.objects.create(slug="minato", kind="company", name="みなと精機")
with bound(company.id, None):
    for number in range(3):
        TalentRecord.objects.create(
            organisation=company, number=f"T-{number}", family_name="北村",
            mail=f"canary{number}@example.invalid")
account = Account.objects.create(email="person@example.invalid", password="!")
save_item(account_id=account.pk, now=timezone.now(),
          values={"kind": "career", "title": "canary works", "text": "canary"})
"""


@pytest.fixture(scope="module")
def small() -> Iterator[Installation]:
    """An installation with one company and three persons."""
    with new_installation() as found:
        made = found.run("migrate")
        assert made.returncode == 0, made.stdout + made.stderr
        filled = found.python(FILL)
        assert filled.returncode == 0, filled.stderr
        yield found


@pytest.fixture
def dump(small, tmp_path) -> Path:
    return tmp_path / "rows.dump"


def keys_of(path: Path) -> Path:
    """The file of data keys beside a file of rows."""
    return path.with_name(f"{path.name}.keys")


def test_rows_and_keys_are_kept_in_two_files(small, dump):
    saved = small.run("backup", str(dump))

    assert saved.returncode == 0, saved.stderr
    assert keys_of(dump).stat().st_mode & 0o777 == 0o600
    assert list_data(dump, "keys_datakey") == 0
    assert list_data(dump, "people_talentrecord") == 3
    assert list_data(keys_of(dump), "keys_datakey") == 3
    assert (list_data(dump, "passport_ownkey"), list_data(dump, "passport_passportitem")) == (0, 1)
    assert list_data(keys_of(dump), "passport_ownkey") == 1
    assert list_data(keys_of(dump), "people_talentrecord") == 0
    assert b"canary" not in dump.read_bytes() + keys_of(dump).read_bytes()
    assert "canary" not in text_of(dump)


def text_of(file: Path, *options: str) -> str:
    """The statements that a file holds, unpacked."""
    program = [str(find_programs() / "pg_restore"), *options, "-f-", str(file)]
    return subprocess.run(program, check=True, capture_output=True, text=True).stdout


def list_data(file: Path, table: str) -> int:
    """How many rows of a table a file holds."""
    text = text_of(file, "--data-only", f"--table={table}")
    _, _, copied = text.partition(f"COPY public.{table} ")
    return len(copied.partition("\n\\.")[0].splitlines()[1:])


FORGET = """
import django
django.setup()
from tasuki.adapters.postgres.context import bound
from tasuki.apps.keys.actions import forget_key
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.models import TalentRecord
with bound(Organisation.objects.get(slug="minato").id, None):
    person = TalentRecord.objects.exclude(mail="").order_by("id").first()
    print(person.id, person.mail)
    forget_key(subject_id=person.id)
"""
READ = """
import django
django.setup()
from tasuki.adapters.postgres.context import bound
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.models import TalentRecord
with bound(Organisation.objects.get(slug="minato").id, None):
    print(repr(TalentRecord.objects.get(id="{id}").mail))
"""


def test_t20_yesterdays_rows_with_todays_keys_cannot_show_an_erased_person(small, dump):
    """個人情報保護法22条: erased is erased in the backup too; the control restores the old keys."""
    before = dump.with_name(f"{dump.name}.before")
    assert small.run("backup", str(dump), "--keys", str(before)).returncode == 0
    person_id, mail = small.python(FORGET).stdout.split()
    today = dump.with_name(f"{dump.name}.today")
    assert small.run("backup", str(today)).returncode == 0
    newest = keys_of(today)

    restored = small.run("restore", str(dump), "--replace", "--keys", str(newest))
    erased = small.python(READ.format(id=person_id))
    doctor = small.run("doctor")
    small.json("keys", "sweep")
    after = small.python(READ.format(id=person_id))
    control = small.run("restore", str(dump), "--replace", "--keys", str(before))
    shown = small.python(READ.format(id=person_id))

    assert restored.returncode == 0, restored.stderr
    assert "have no data key" in restored.stdout.replace("\n", " ")
    assert erased.returncode == 1
    assert "the person was erased" in erased.stderr
    assert mail not in erased.stdout + erased.stderr
    assert doctor.returncode == 1
    assert "data key that is gone" in doctor.stdout.replace("\n", " ")
    assert after.stdout == "''\n"
    assert control.returncode == 0, control.stderr
    assert shown.stdout == f"'{mail}'\n"  # the keys were what was missing


def test_a_restore_without_the_file_of_keys_is_refused(small, dump):
    assert small.run("backup", str(dump)).returncode == 0
    keys_of(dump).unlink()

    refused = small.run("restore", str(dump), "--replace")

    assert refused.returncode == 2
    assert "--keys names the file of data keys" in refused.stderr.replace("\n", " ")


def test_a_start_without_master_keys_is_refused_while_rows_need_them(small):
    [path] = (small.data / "keys").glob("master-*.key")
    hidden = path.rename(path.with_suffix(".away"))

    refused = small.run("migrate")
    doctor = small.run("doctor")

    hidden.rename(path)
    assert refused.returncode == 1
    assert "put the files back" in refused.stderr.replace("\n", " ")
    assert doctor.returncode == 1
    assert "no master key" in doctor.stdout.replace("\n", " ")
    assert small.json("doctor") == {"problems": []}


def test_keys_are_rotated_and_everything_stays_readable(small):
    [before] = small.json("keys", "list")["masters"]
    done = small.run("keys", "rotate")

    masters = small.json("keys", "list")["masters"]
    assert done.returncode == 0, done.stderr
    assert [(one["version"], one["key_count"]) for one in masters] == [(2, before["key_count"])]
    assert before["key_count"] >= 3
    assert small.json("doctor") == {"problems": []}
