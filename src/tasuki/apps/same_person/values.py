"""What a merge writes into the surviving record, and how it is given back."""

from datetime import date, datetime
from typing import Any, Final

from tasuki.apps.people.models import TalentRecord
from tasuki.apps.same_person.models import Merge
from tasuki.apps.same_person.preview import MergePreview
from tasuki.core.identity.normalise import name_key

_DATES: Final = frozenset({"birth_date"})


def write_values(merge: Merge, preview: MergePreview) -> None:
    """Write what stays into the surviving record and keep what it replaced.

    Args:
        merge: gets both, sealed when it is saved; the caller saves it.
        preview: what stays.
    """
    survivor = preview.survivor
    values = preview.new_values
    names = [survivor.family_name, survivor.given_name]
    if {"family_name", "given_name"} & set(values):
        names = [values.get("family_name", names[0]), values.get("given_name", names[1])]
        values["name_key"] = name_key("".join(names))
    if "name_kana" in values:
        # A reading keeps the note who made it.
        values["kana_source"] = preview.absorbed.kana_source
    stops = [one for one in (survivor.stopped_at, preview.absorbed.stopped_at) if one]
    if stops and survivor.stopped_at != min(stops):
        values["stopped_at"] = min(stops)
    merge.before_values = {name: _as_json(getattr(survivor, name)) for name in values}
    merge.after_values = {name: _as_json(value) for name, value in values.items()}
    for name, value in values.items():
        setattr(survivor, name, value)
    if values:
        survivor.save(update_fields=list(values))


def restore_values(survivor: TalentRecord, merge: Merge) -> None:
    """Give the surviving record back what it said, but for what was corrected since.

    Args:
        survivor: locked.
        merge: that is taken back.
    """
    names = [
        name
        for name, after in merge.after_values.items()
        if _as_json(getattr(survivor, name)) == after
    ]
    for name in names:
        setattr(survivor, name, _from_json(name, merge.before_values[name]))
    if names:
        survivor.save(update_fields=names)


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _from_json(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _DATES:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if name == "stopped_at" else value
