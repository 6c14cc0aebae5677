"""Rotation, retirement, what doctor finds, and the sweep after a restore."""

import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from tests.factories import make_agency, make_company
from tests.model_factories import make_row
from typer.testing import CliRunner

from tasuki.adapters import key_files
from tasuki.adapters.postgres.context import bound
from tasuki.apps.keys import actions, queries
from tasuki.apps.keys.models import DataKey
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.cli import keys as command
from tasuki.core.sealing import SealingError

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    """Key files of this test's own, the first master key among them."""
    settings.KEY_FOLDER = tmp_path / "keys"
    key_files.make_master(settings.KEY_FOLDER)
    return settings.KEY_FOLDER


@pytest.fixture
def house(folder):
    """Two organisations with five persons each."""
    sides = make_company(), make_agency()
    for side in sides:
        for number in range(5):
            mail = f"{number}@example.invalid"
            make_row(TalentRecord, side, mail=mail, address="みなと市", name_key="北村花")
    return sides


def mails(side):
    with bound(side.id, None):
        return sorted(row.mail for row in TalentRecord.objects.all())


def versions(side):
    with bound(side.id, None):
        return sorted(DataKey.objects.values_list("master_version", flat=True))


def rotate():
    actions.start_rotation()
    return actions.rewrap_keys(progress=lambda done: None)


EVERYBODY = [f"{number}@example.invalid" for number in range(5)]


# --- Rotation ---------------------------------------------------------------------------------


def test_rotation_wraps_every_key_anew_and_keeps_everything_readable(house):
    count = rotate()

    assert count == 10
    assert [versions(side) for side in house] == [[2] * 5] * 2
    assert [mails(side) for side in house] == [EVERYBODY] * 2


def test_rotation_touches_no_value(house):
    with bound(house[0].id, None):
        before = [row.__dict__["mail"].blob for row in TalentRecord.objects.order_by("id")]

    rotate()

    with bound(house[0].id, None):
        after = [row.__dict__["mail"].blob for row in TalentRecord.objects.order_by("id")]
    assert after == before


def test_a_stopped_rotation_goes_on_where_it_was(house):
    """Stopped after the first batch: old and new keys stand side by side, all readable."""

    class StopError(RuntimeError):
        pass

    def stop(done):
        raise StopError

    actions.start_rotation()
    with pytest.raises(StopError):
        actions.rewrap_keys(batch_count=2, progress=stop)
    halfway = [*versions(house[0]), *versions(house[1])]
    told = []

    rest = actions.rewrap_keys(batch_count=2, progress=told.append)

    assert sorted(halfway) == [1] * 8 + [2] * 2
    assert (rest, told) == (8, [2, 3, 5, 7, 8])
    assert [mails(side) for side in house] == [EVERYBODY] * 2


def test_new_keys_are_wrapped_by_the_new_master_at_once(house):
    actions.start_rotation()

    make_row(TalentRecord, house[0], mail="new@example.invalid")

    assert versions(house[0]) == [1] * 5 + [2]


def test_an_old_master_goes_only_when_nothing_needs_it(house, folder):
    actions.start_rotation()
    with pytest.raises(SealingError, match="10 data keys are still wrapped by an older master key"):
        actions.retire_masters()
    assert list(key_files.list_masters(folder)) == [1, 2]

    actions.rewrap_keys(progress=lambda done: None)

    assert actions.retire_masters() == [1]
    assert list(key_files.list_masters(folder)) == [2]
    assert mails(house[0]) == EVERYBODY


def test_an_installation_that_lost_its_keys_gets_no_new_one(house, folder):
    (folder / "master-1.key").unlink()

    with pytest.raises(SealingError, match="no master key in"):
        actions.start_rotation()
    assert list(key_files.list_masters(folder)) == []


# --- Missing and wrong keys -------------------------------------------------------------------


def test_a_missing_master_is_an_error_that_names_it_and_not_an_empty_text(house, folder):
    rotate()
    (folder / "master-2.key").unlink()

    with pytest.raises(SealingError, match="needs master key 2, but only 1 are here"):
        mails(house[0])


def test_no_master_at_all_says_where_it_was_looked_for(house, folder):
    (folder / "master-1.key").unlink()

    with pytest.raises(SealingError, match=f"no master key in {folder}"):
        mails(house[0])


def test_another_key_under_the_same_name_is_an_error(house, folder):
    (folder / "master-1.key").unlink()
    key_files.make_master(folder)

    with pytest.raises(SealingError, match="the file holds another key"):
        mails(house[0])


def test_a_file_that_is_no_key_is_named(house, folder):
    (folder / "master-9.key").write_text("not hexadecimal", encoding="ascii")

    with pytest.raises(SealingError, match=r"master-9\.key cannot be read: ValueError"):
        mails(house[0])


def test_key_files_are_private_and_never_written_over(folder):
    path = folder / "master-1.key"
    before = path.read_text(encoding="ascii")

    key_files.write_private(path, "0" * 64)

    assert path.read_text(encoding="ascii") == before
    assert (path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)


# --- Doctor -----------------------------------------------------------------------------------


def codes():
    return [problem.code for problem in queries.find_key_problems()]


def test_doctor_finds_nothing_on_sound_keys(house):
    assert codes() == []


@pytest.mark.parametrize(("name", "mode"), [("master-1.key", 0o640), (".", 0o755)])
def test_doctor_finds_key_files_that_others_can_reach(house, folder, name, mode):
    (folder / name).chmod(mode)

    [problem] = queries.find_key_problems()

    assert problem.code == "key_file_open"
    assert problem.remedy.startswith("chmod ")


def test_doctor_finds_keys_that_do_not_open(house, folder):
    (folder / "master-1.key").unlink()
    key_files.make_master(folder)

    problems = queries.find_key_problems()

    assert [problem.code for problem in problems] == ["key_unreadable"] * 2
    assert "5 data keys of organisation" in str(problems[0])
    assert "put the file master-1.key back" in str(problems[0])


def test_doctor_finds_a_missing_folder(house, folder):
    shutil.rmtree(folder)

    assert codes() == ["no_master_key"]


def test_doctor_finds_rows_whose_key_is_gone(house):
    with bound(house[0].id, None):
        DataKey.objects.all().delete()

    [problem] = queries.find_key_problems()

    assert problem.code == "key_missing"
    assert "5 rows of people_talentrecord" in problem.found


# --- After a restore --------------------------------------------------------------------------


def test_sweep_empties_what_is_left_of_persons_whose_key_is_gone(house):
    """個人情報保護法22条: a restore must not bring an erased person back, names included."""
    with bound(house[0].id, None):
        gone = TalentRecord.objects.get(mail="3@example.invalid")
    made = make_row(Application, house[0], talent_record=gone, note="メモ")
    with bound(house[0].id, None):
        actions.forget_key(subject_id=gone.id)

    counted = actions.sweep_forgotten_rows(dry_run=True)
    swept = actions.sweep_forgotten_rows()

    with bound(house[0].id, None):
        row = TalentRecord.objects.get(id=gone.id)
        assert (row.family_name, row.name_key, row.mail, row.address) == ("", "", "", "")
        assert Application.objects.get(id=made.id).note == ""
        assert TalentRecord.objects.filter(mail="").count() == 1
    assert counted == swept == {"people_talentrecord": 1, "people_application": 1}
    assert actions.sweep_forgotten_rows() == {}
    assert mails(house[1]) == EVERYBODY


# --- The commands -----------------------------------------------------------------------------


def run(*words):
    return CliRunner().invoke(command.app, list(words))


def test_list_says_who_wraps_how_many(house):
    actions.start_rotation()

    done = run("list", "--json")

    assert done.exit_code == 0
    assert json.loads(done.stdout) == {
        "masters": [
            {"version": 1, "is_here": True, "is_newest": False, "key_count": 10},
            {"version": 2, "is_here": True, "is_newest": True, "key_count": 0},
        ]
    }


def test_list_fails_when_a_master_is_missing(house, folder):
    rotate()
    (folder / "master-2.key").unlink()

    assert run("list").exit_code == 1


def test_rotate_makes_wraps_and_destroys(house, folder):
    done = run("rotate")

    assert done.exit_code == 0
    assert "new master key: 2" in done.stdout
    assert "data keys rewrapped: 10" in done.stdout
    assert "master keys destroyed: 1" in done.stdout
    assert list(key_files.list_masters(folder)) == [2]
    assert mails(house[0]) == EVERYBODY


def test_rotate_continues_without_a_further_master(house, folder):
    actions.start_rotation()

    done = run("rotate", "--continue", "--keep-old")

    assert done.exit_code == 0
    assert list(key_files.list_masters(folder)) == [1, 2]
    assert versions(house[0]) == [2] * 5


def test_rotate_without_keys_is_refused_with_the_reason(house, folder):
    (folder / "master-1.key").unlink()

    done = run("rotate")

    assert done.exit_code == 1
    assert "no master key in" in done.output


def test_sweep_counts_without_writing(house):
    with bound(house[0].id, None):
        DataKey.objects.all().delete()

    done = run("sweep", "--dry-run", "--json")

    assert json.loads(done.stdout) == {"is_dry_run": True, "counts": {"people_talentrecord": 5}}
    assert codes() == ["key_missing"]


def test_the_keys_are_not_where_the_database_is():
    """A copy of the database's folder alone opens nothing."""
    keys = Path(django_settings.KEY_FOLDER)
    database = Path(django_settings.DATA_FOLDER) / "postgres"

    assert not keys.is_relative_to(database)
