"""What members add to a person: tags with a day to come back to, notes, documents."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import SealedFileField, SealedTextField
from tasuki.apps.base import TenantForeignKey, TenantModel
from tasuki.apps.people.models.parts import PersonPart, RemovablePart, person_part
from tasuki.core.retention import SELECTION_NOTES, WHILE_CUSTOMER


class Tag(TenantModel):
    """A word under which people are found again; never a merit or a protected trait."""

    retention = WHILE_CUSTOMER
    free_texts = ("name",)

    name = models.CharField(_("name"), max_length=40)
    key = models.CharField(_("search key of the name"), max_length=40)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "key"], name="one_tag_name"),
        ]


class PersonTag(PersonPart):
    """A tag on a person, with a day on which to think of it; removed ones can come back.

    ``batch_id`` names the act that set it and ``removed_batch_id`` the one that took it off:
    undoing an act finds its rows by them.
    """

    retention, further_retention = person_part("person_tag")
    personal_fields = ("remind_on",)

    tag = TenantForeignKey(Tag, verbose_name=_("tag"))
    added_by_id = models.BigIntegerField(_("added by"), null=True, blank=True)
    remind_on = models.DateField(_("reminder on"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    batch_id = models.UUIDField(_("act that added it"), null=True, blank=True)
    removed_batch_id = models.UUIDField(_("act that removed it"), null=True, blank=True)

    class Meta:
        verbose_name = _("tag of a person")
        verbose_name_plural = _("tags of persons")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["talent_record", "tag"],
                condition=models.Q(removed_batch_id=None),
                name="one_tag_a_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "remind_on"],
                condition=models.Q(reminded_at=None, removed_batch_id=None),
                name="tag_reminders",
            ),
            models.Index(fields=["organisation", "tag"], name="people_of_tag"),
        ]


class PersonNote(RemovablePart):
    """What a member wrote about a person; six months at most, even with a consent."""

    retention = SELECTION_NOTES.by("start_of_person_note", subject="talent_record_id")
    personal_fields = ("text",)

    text = SealedTextField(_("note"), max_length=2000)
    author_id = models.BigIntegerField(_("written by"), null=True, blank=True)
    batch_id = models.UUIDField(_("act that added it"), null=True, blank=True)

    class Meta:
        verbose_name = _("note about a person")
        verbose_name_plural = _("notes about persons")


class PersonDocument(RemovablePart):
    """A file about a person; its content is sealed with the person's key."""

    retention, further_retention = person_part("person_document")
    personal_fields = ("title", "file", "file_name")

    class Kind(models.TextChoices):
        """What paper it is; stored."""

        RESUME = "resume", _("resume")
        CAREER_SHEET = "career_sheet", _("career sheet")
        CERTIFICATE = "certificate", _("certificate")
        CONTRACT = "contract", _("contract")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title = SealedTextField(_("title"), max_length=120, blank=True, default="")
    file = SealedFileField(_("file"), upload_to="people/documents/")
    file_name = SealedTextField(_("name of the file"), max_length=200, blank=True, default="")
    content_type = models.CharField(_("content type"), max_length=100)
    byte_count = models.PositiveIntegerField(_("bytes"), default=0)
    added_by_id = models.BigIntegerField(_("added by"), null=True, blank=True)

    class Meta:
        verbose_name = _("document about a person")
        verbose_name_plural = _("documents about persons")
