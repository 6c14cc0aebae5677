"""Which tests one process runs together when several run: those that share something costly.

The unit is a file, so that what a file makes is made once (a browser, an installation).  The
``xdist_group`` mark says the same for single tests, but pytest from 9.2 on ignores it without
a word.
"""

from fnmatch import fnmatch

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

REGION_FILES = (
    "tests/e2e/test_every_page.py",
    "tests/e2e/test_screenshots.py",
    "tests/e2e/test_keys_and_ime.py",
)
# The longest come first, so that no process is left alone with one of them at the end.
LONGEST_FIRST = (
    "tests/proofs/*",
    *REGION_FILES,
    "tests/cli/*",
    "tests/e2e/*",
    "tests/repo/*",
    "tests/apps/upkeep/*",
    "tests/web/*",
)
# Files that share more than a file: the told region, the installation with the story.
TOGETHER = {
    **dict.fromkeys(REGION_FILES, "region"),
    "tests/cli/*": "installations",
}


def rank(node_id: str) -> int:
    """Return the place of a test's file in the order of work."""
    found = (place for place, form in enumerate(LONGEST_FIRST) if fnmatch(_file_of(node_id), form))
    return next(found, len(LONGEST_FIRST))


def unit_of(node_id: str) -> str:
    """Return the name that all tests share which one process runs one after another."""
    file = _file_of(node_id)
    return next((name for form, name in TOGETHER.items() if fnmatch(file, form)), file)


def _file_of(node_id: str) -> str:
    return node_id.partition("::")[0]


class ByFile(LoadScopeScheduling):
    """Gives a process file after file, in the order of collection."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        config.option.loadscopereorder = False  # the longest file is not that with the most tests
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)
