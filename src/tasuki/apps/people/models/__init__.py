"""Tables of the area: records, applications, what is known of a person, what members add."""

from tasuki.apps.people.models.applications import Application, ApplicationStep
from tasuki.apps.people.models.bulk import BulkRun
from tasuki.apps.people.models.marks import PersonDocument, PersonNote, PersonTag, Tag
from tasuki.apps.people.models.parts import (
    Career,
    Employment,
    PersonContact,
    PersonName,
    PersonPart,
    PersonSkill,
    RemovablePart,
)
from tasuki.apps.people.models.records import KanaSource, NumberSeries, RecordView, TalentRecord

__all__ = [
    "Application",
    "ApplicationStep",
    "BulkRun",
    "Career",
    "Employment",
    "KanaSource",
    "NumberSeries",
    "PersonContact",
    "PersonDocument",
    "PersonName",
    "PersonNote",
    "PersonPart",
    "PersonSkill",
    "PersonTag",
    "RecordView",
    "RemovablePart",
    "Tag",
    "TalentRecord",
]
