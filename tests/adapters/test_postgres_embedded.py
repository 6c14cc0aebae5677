"""The embedded server: what it makes, what it refuses."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

import psycopg
import pytest

from tasuki.adapters.postgres.embedded import (
    EmbeddedPostgres,
    EmbeddedPostgresError,
    UnsafeFolderError,
)


@pytest.fixture
def folder():
    """A folder that the server's account can enter, with a short path."""
    made = Path(tempfile.mkdtemp(prefix="tasuki-pg-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def setting(cluster, name):
    return cluster.value(f"select current_setting('{name}')", role="tasuki_app")


def test_start_of_a_running_server_starts_nothing(cluster):
    assert cluster.server.is_running()
    assert cluster.server.start() is False


def test_data_folder_is_closed_to_others(cluster):
    found = cluster.server.data_dir.stat()

    assert stat.S_IMODE(found.st_mode) == 0o700
    assert found.st_uid != 0


def test_server_opens_no_port_and_keeps_checksums(cluster):
    assert setting(cluster, "listen_addresses") == ""
    assert setting(cluster, "data_checksums") == "on"


def test_japanese_words_are_cut_into_trigrams(cluster):
    count = cluster.value("select cardinality(show_trgm('営業部長'))", role="tasuki_app")

    assert count == 5


def test_stopped_server_starts_again_with_its_rows(folder):
    server = EmbeddedPostgres(data_dir=folder / "pg")
    with server.running(), psycopg.connect(server.address()) as connection:
        connection.execute("create table kept as select 襷 from (values (1)) v (襷)")
    was_running = server.is_running()
    with server.running(), psycopg.connect(server.address()) as connection:
        kept = connection.execute("select 襷 from kept").fetchone()

    assert not was_running
    assert kept == (1,)
    assert server.stop() is False


def test_relative_path_is_refused():
    with pytest.raises(UnsafeFolderError, match="absolute"):
        EmbeddedPostgres(data_dir=Path("pg")).start()


def test_path_too_long_for_a_socket_is_refused(folder):
    data_dir = folder / ("x" * 100)

    with pytest.raises(UnsafeFolderError, match="shorter path"):
        EmbeddedPostgres(data_dir=data_dir).start()

    assert not data_dir.exists()


def test_folder_open_to_others_is_refused_and_left_alone(folder):
    data_dir = folder / "pg"
    data_dir.mkdir()
    data_dir.chmod(0o755)

    with pytest.raises(UnsafeFolderError, match="mode 0700"):
        EmbeddedPostgres(data_dir=data_dir).start()

    assert stat.S_IMODE(data_dir.stat().st_mode) == 0o755


def owned_folder(folder):
    """A data folder of the right owner and mode that no server made."""
    data_dir = folder / "pg"
    data_dir.mkdir(mode=0o700)
    account = EmbeddedPostgres(data_dir=data_dir).account()
    os.chown(data_dir, account.pw_uid, account.pw_gid)
    return data_dir


def test_folder_with_something_else_is_refused(folder):
    data_dir = owned_folder(folder)

    with pytest.raises(UnsafeFolderError, match="no database"):
        EmbeddedPostgres(data_dir=data_dir).start()


def test_folder_of_another_version_is_refused(folder):
    data_dir = owned_folder(folder)
    (data_dir / "PG_VERSION").write_text("9\n")

    with pytest.raises(UnsafeFolderError, match="made by PostgreSQL 9"):
        EmbeddedPostgres(data_dir=data_dir).start()


def test_unknown_account_is_refused(folder):
    server = EmbeddedPostgres(data_dir=folder / "pg", run_as="nobody-of-that-name")

    with pytest.raises(EmbeddedPostgresError, match="nobody-of-that-name"):
        server.start()
