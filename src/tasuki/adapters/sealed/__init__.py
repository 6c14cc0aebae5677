"""Fields encrypted at rest; see ``fields`` for what they are and ``rows`` for their models."""

from tasuki.adapters.sealed.fields import (
    BlindIndexField,
    SealedDateField,
    SealedField,
    SealedJsonField,
    SealedTextField,
)
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
    "SealedJsonField",
    "SealedManager",
    "SealedQuerySet",
    "SealedRows",
    "SealedTextField",
    "box_of",
    "current_box",
    "index_fields",
    "prepare_keys",
    "sealed_fields",
]
