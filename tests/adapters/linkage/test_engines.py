"""The engines: lazily loaded, leaving nothing behind, one set of conditions for both."""

import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import pytest
import sqlglot

from tasuki.adapters.linkage.engines import EngineError, EngineKind, open_engine
from tasuki.core.linkage.comparisons import COMPARISONS

CONDITIONS = [
    (f"{comparison.name}-{name}", condition)
    for comparison in COMPARISONS
    for name, condition in [
        ("missing", comparison.missing),
        *((level.name, level.condition) for level in comparison.levels[:-1]),
    ]
]


@pytest.mark.parametrize(("_case", "condition"), CONDITIONS, ids=[case for case, _ in CONDITIONS])
def test_a_condition_means_the_same_to_both_engines(_case, condition):
    for_duckdb = sqlglot.parse_one(condition, dialect="duckdb")
    for_spark = sqlglot.parse_one(condition, dialect="spark")

    assert for_duckdb == for_spark


def test_engines_are_not_loaded_with_the_product():
    program = (
        "import sys, tasuki.adapters.linkage; "
        "heavy = {'splink', 'duckdb', 'pyarrow', 'pyspark'}; print(heavy & set(sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "set()"


def test_duckdb_leaves_no_folder_and_fetches_nothing():
    before = set(Path(tempfile.gettempdir()).glob("tasuki-link-*"))
    with open_engine(EngineKind.DUCKDB) as api:
        connection = api.duckdb_con
        settings = dict(
            connection.sql(
                "select name, value from duckdb_settings() where name like '%known_extensions'"
            ).fetchall()
        )
        opened = set(Path(tempfile.gettempdir()).glob("tasuki-link-*")) - before

    assert set(settings.values()) == {"false"}
    assert opened
    assert set(Path(tempfile.gettempdir()).glob("tasuki-link-*")) & opened == set()


def test_spark_that_is_not_installed_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)

    with (
        pytest.raises(EngineError, match=r"requirements/spark\.lock"),
        open_engine(EngineKind.SPARK),
    ):
        raise AssertionError("opened")


def test_spark_without_a_java_machine_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark", ModuleType("pyspark"))
    spark = ModuleType("pyspark.sql")
    spark.SparkSession = None
    monkeypatch.setitem(sys.modules, "pyspark.sql", spark)
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(EngineError, match="Java"), open_engine(EngineKind.SPARK):
        raise AssertionError("opened")
