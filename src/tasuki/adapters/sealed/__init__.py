"""Fields encrypted at rest; see ``fields`` for what they are and ``rows`` for their models."""

from tasuki.adapters.sealed.checks import find_unreadable, find_used_keys
from tasuki.adapters.sealed.fields import (
    BlindIndexField,
    SealedDateField,
    SealedField,
    SealedJsonField,
    SealedTextField,
)
from tasuki.adapters.sealed.files import SealedFileField, read_sealed, store_sealed
from tasuki.adapters.sealed.keybox import ForgottenError, KeyBox, box_of, current_box
from tasuki.adapters.sealed.own import (
    OwnTextField,
    list_own_keys,
    open_own,
    own_index,
    rewrap_own_keys,
    share_box,
    sweep_own_rows,
    unwrap_own,
)
from tasuki.adapters.sealed.rows import (
    SealedManager,
    SealedQuerySet,
    SealedRows,
    index_fields,
    prepare_keys,
    sealed_fields,
)

__all__ = [
    "BlindIndexField",
    "ForgottenError",
    "KeyBox",
    "OwnTextField",
    "SealedDateField",
    "SealedField",
    "SealedFileField",
    "SealedJsonField",
    "SealedManager",
    "SealedQuerySet",
    "SealedRows",
    "SealedTextField",
    "box_of",
    "current_box",
    "find_unreadable",
    "find_used_keys",
    "index_fields",
    "list_own_keys",
    "open_own",
    "own_index",
    "prepare_keys",
    "read_sealed",
    "rewrap_own_keys",
    "sealed_fields",
    "share_box",
    "store_sealed",
    "sweep_own_rows",
    "unwrap_own",
]
