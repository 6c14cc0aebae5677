"""The importer meets broken files in every run; ten minutes of it: ``tests.fuzz.importer``."""

from tests.fuzz import importer


def test_broken_files_are_refused_or_read_and_no_row_is_lost(request):
    seed = int(request.config.getoption("randomly_seed", 0) or 0)
    print(f"seed {seed}")

    results = importer.run(seed=seed, files=60, minutes=None)

    assert sum(results.values()) == 60
