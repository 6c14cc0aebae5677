"""Where Splink runs: DuckDB inside this process, or Spark on many machines.

The engines are imported when one is opened: start-up of the product must not wait for them.
"""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tasuki.core.linkage.population import Columns

if TYPE_CHECKING:
    import pyarrow

DUCKDB_MEMORY_MB = 4_096
"""Memory DuckDB may take before it writes to its folder."""
SPARK_PARTITIONS = 8
_NUMBERS = frozenset(
    {
        "unique_id",
        "first_id",
        "second_id",
        "birth_year_from",
        "birth_year_to",
        "phone_persons",
        "mail_persons",
        "home_persons",
    }
)


class EngineKind(StrEnum):
    """The engines on which a linkage runs."""

    DUCKDB = "duckdb"
    SPARK = "spark"


class EngineError(RuntimeError):
    """An engine, or the Java machine that it runs on, is not installed."""


def as_arrow(columns: Columns) -> "pyarrow.Table":
    """Return columns as a table both engines read; numbers by name, all else text."""
    import pyarrow

    kinds = {name: pyarrow.int64() if name in _NUMBERS else pyarrow.string() for name in columns}
    return pyarrow.table(
        {name: pyarrow.array(values, type=kinds[name]) for name, values in columns.items()}
    )


def lookup_table(column: str, frequencies: Mapping[str, float]) -> "pyarrow.Table":
    """Return the frequencies of the values of one column as Splink looks them up."""
    import pyarrow

    values = pyarrow.array(list(frequencies), type=pyarrow.string())
    shares = pyarrow.array(list(frequencies.values()), type=pyarrow.float64())
    return pyarrow.table({column: values, f"tf_{column}": shares})


def query_tables(query: str, **tables: "pyarrow.Table") -> list[tuple[Any, ...]]:
    """Return the rows of one statement over tables, on DuckDB in memory.

    Args:
        query: names the tables; no value stands in it.
        tables: by name.
    """
    import duckdb

    with duckdb.connect(":memory:", config={"threads": "1"}) as connection:
        for name, table in tables.items():
            connection.register(name, table)
        return connection.execute(query).fetchall()


@contextmanager
def open_engine(kind: EngineKind) -> Iterator[Any]:
    """Give Splink's interface to an engine and close it afterwards.

    Raises:
        EngineError: Spark is asked for, and it or its Java machine is not installed.
    """
    opened = _open_duckdb() if kind is EngineKind.DUCKDB else _open_spark()
    with opened as api:
        # Splink tells each step and sets its own level; what counts is said by us.
        logging.getLogger("splink.internals").setLevel(logging.ERROR)
        yield api


@contextmanager
def _open_duckdb() -> Iterator[Any]:
    import duckdb
    from splink import DuckDBAPI

    with tempfile.TemporaryDirectory(prefix="tasuki-link-") as folder:
        connection = duckdb.connect(
            ":memory:",
            config={
                "temp_directory": folder,
                "memory_limit": f"{DUCKDB_MEMORY_MB}MB",
                # Nothing is fetched from a network.
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )
        try:
            yield DuckDBAPI(connection)
        finally:
            connection.close()


@contextmanager
def _open_spark() -> Iterator[Any]:
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise EngineError("pip install -r requirements/spark.lock") from error
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise EngineError("Spark needs a Java machine (17 or 21): java is not on the path")
    from splink import SparkAPI

    with tempfile.TemporaryDirectory(prefix="tasuki-link-") as folder:
        session = (
            SparkSession.builder.appName("tasuki-resolve")
            .config("spark.sql.shuffle.partitions", SPARK_PARTITIONS)
            .config("spark.sql.warehouse.dir", folder)
            .config("spark.ui.enabled", "false")
            .getOrCreate()
        )
        try:
            # A cluster needs a folder that all machines see; its settings name one.
            if not session.conf.get("spark.checkpoint.dir", None):
                session.sparkContext.setCheckpointDir(folder)
            # Our conditions use what Spark has; Splink's own functions are not needed.
            make: Any = SparkAPI
            yield make(spark_session=session, register_udfs_automatically=False)
        finally:
            session.stop()
