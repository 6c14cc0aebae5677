"""Addresses of people and of their skills."""

from django.urls import URLPattern, path

from tasuki.web.company import people, people_bulk, person, skills
from tasuki.web.company.person_parts import (
    PARTS,
    REMOVED,
    AddPart,
    EditPart,
    EditRecord,
    PreferContact,
    RemovePart,
    RemoveTag,
    RestorePart,
)

# Places in addresses are called after the tables whose rows they name.
_PLACES = {
    "name": "person_name_id",
    "contact": "person_contact_id",
    "employment": "employment_id",
    "career": "career_id",
    "skill": "person_skill_id",
    "note": "person_note_id",
    "document": "person_document_id",
}
_ADDED = [
    path(
        f"people/<uuid:record_id>/{part}/add/",
        AddPart.as_view(),
        {"part": part},
        name=f"person_{part}_add",
    )
    for part in PARTS
]
_EDITED = [
    path(
        f"people/{part}/<uuid:{_PLACES[part]}>/edit/",
        EditPart.as_view(),
        {"part": part},
        name=f"person_{part}_edit",
    )
    for part, about in PARTS.items()
    if about.model is not None
]
_REMOVED = [
    path(
        f"people/{part}/<uuid:{_PLACES[part]}>/remove/",
        RemovePart.as_view(),
        {"part": part},
        name=f"person_{part}_remove",
    )
    for part in REMOVED
]

PEOPLE: list[URLPattern] = [
    path("people/", people.PeopleList.as_view(), name="people"),
    path(
        "people/tagging/<uuid:bulk_run_id>/undo/",
        people_bulk.UndoBulk.as_view(),
        name="people_tagging_undo",
    ),
    path("people/acts/<uuid:bulk_run_id>/", people_bulk.BulkRunPage.as_view(), name="people_bulk"),
    path(
        "people/acts/<uuid:bulk_run_id>/file/",
        people_bulk.BulkFile.as_view(),
        name="people_bulk_file",
    ),
    path("people/due/<uuid:tag_id>/", people.DuePeople.as_view(), name="people_due"),
    path("people/<uuid:record_id>/", person.PersonPage.as_view(), name="person"),
    path("people/<uuid:record_id>/print/", person.PersonPrint.as_view(), name="person_print"),
    path(
        "people/<uuid:record_id>/timeline/",
        person.PersonTimeline.as_view(),
        name="person_timeline",
    ),
    path("people/<uuid:record_id>/edit/", EditRecord.as_view(), name="person_edit"),
    *_ADDED,
    *_EDITED,
    *_REMOVED,
    path(
        "people/removed/<uuid:removed_part_id>/restore/",
        RestorePart.as_view(),
        name="person_part_restore",
    ),
    path(
        "people/contact/<uuid:person_contact_id>/prefer/",
        PreferContact.as_view(),
        {"part": "contact"},
        name="person_contact_prefer",
    ),
    path("people/tag/<uuid:person_tag_id>/remove/", RemoveTag.as_view(), name="person_tag_remove"),
    path(
        "people/document/<uuid:person_document_id>/",
        person.DocumentFile.as_view(),
        name="person_document",
    ),
    path("people/skills/", skills.SkillList.as_view(), name="skills"),
    path("people/skills/alias/add/", skills.AddAlias.as_view(), name="skill_alias_add"),
    path("people/skills/doubles/", skills.DoublesPage.as_view(), name="skill_doubles"),
    path(
        "people/skills/<uuid:skill_id>/merge/<uuid:other_skill_id>/",
        skills.MergeSkills.as_view(),
        name="skill_merge",
    ),
    path(
        "people/skills/<uuid:skill_id>/apart/<uuid:other_skill_id>/",
        skills.KeepSkillsApart.as_view(),
        name="skill_apart",
    ),
    path(
        "people/skills/decisions/<uuid:skill_decision_id>/undo/",
        skills.PartSkills.as_view(),
        name="skill_part",
    ),
]
