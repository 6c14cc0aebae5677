"""Pairs of records that may be one person, what was decided, and the merges that followed.

Nothing of a person is copied here in the clear: a pair holds ids, a probability and the names
of levels. Only an undoable merge keeps the values it replaced, sealed with the person's key.
"""

from tasuki.apps.same_person.models.merges import Merge
from tasuki.apps.same_person.models.pairs import Pair, RecordLink
from tasuki.apps.same_person.models.runs import LinkageModel, LinkageRun

__all__ = ["LinkageModel", "LinkageRun", "Merge", "Pair", "RecordLink"]
