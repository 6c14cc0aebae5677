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
    "prepare_keys",
    "read_sealed",
    "sealed_fields",
    "store_sealed",
]
