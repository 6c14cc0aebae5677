"""What belongs to a person and to no organisation: passport and blocked companies.

These tables carry an account instead of an organisation and stand behind a fence of their own,
see ``tasuki.adapters.postgres.own``. An organisation reads of them what two database functions
answer: whether a company is blocked, and the items that the person opened to it.
"""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import OwnTextField, SealedManager
from tasuki.apps.orgs.models import Account
from tasuki.core.retention import Retention

OWN_NOTES = Retention(
    starts_at="the person deletes it",
    floor_days=0,
    ceiling_days=None,
    basis="design: the person's own notes, kept until the person deletes them",
)


class OwnModel(models.Model):
    """A row that belongs to one account and is invisible to everybody else."""

    retention: ClassVar[Retention] = OWN_NOTES
    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(_("id"), primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("account")
    )
    created_at = models.DateTimeField(_("created at"), db_default=Now(), editable=False)

    objects: ClassVar[SealedManager[Self]] = SealedManager()

    class Meta:
        """Columns for subclasses; no table of its own."""

        abstract = True


class OwnKey(OwnModel):
    """The key under which the notes of one account are sealed; it goes with the last of them.

    Left out of the backup of the rows, like the keys of organisations.
    """

    # No constraint: today's keys are restored beside yesterday's accounts.
    account = models.ForeignKey(
        Account,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        verbose_name=_("account"),
    )
    master_version = models.PositiveIntegerField(_("version of the master key"))
    wrapped = models.BinaryField(_("wrapped key"), max_length=60)

    class Meta:
        verbose_name = _("data key")
        verbose_name_plural = _("data keys")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account"], name="one_key_for_an_account"),
        ]


class CompanyBlock(OwnModel):
    """A company to which the person is never proposed: a registered one, or a typed name."""

    personal_fields = ("name", "name_index")

    company_id = models.BigIntegerField(_("company"), null=True, blank=True)
    name = OwnTextField(_("name"), max_length=120)
    name_index = models.BinaryField(_("search key of the name"), max_length=16)
    is_employer = models.BooleanField(_("present employer"), default=False)

    class Meta:
        verbose_name = _("blocked company")
        verbose_name_plural = _("blocked companies")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "name_index"], name="one_block_for_a_name"),
        ]


class PassportItem(OwnModel):
    """One entry of a passport. A proposed one was read out of a text and waits for a yes."""

    personal_fields = ("title", "place", "text")

    class Kind(models.TextChoices):
        """What the entry is; stored."""

        CAREER = "career", _("career")
        SKILL = "skill", _("skill")
        CERTIFICATE = "certificate", _("certificate")
        LANGUAGE = "language", _("language skill")
        WISH = "wish", _("wish")
        LEARNING = "learning", _("learning from a move")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title = OwnTextField(_("title"), max_length=120)
    place = OwnTextField(_("company or place"), max_length=120, blank=True, default="")
    text = OwnTextField(_("text"), blank=True, default="")
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    is_proposed = models.BooleanField(_("waits for a yes"), default=False)
    updated_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("passport entry")
        verbose_name_plural = _("passport entries")
        indexes: ClassVar = [models.Index(fields=["account", "kind"], name="passport_of_account")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="passport_entry_period",
            ),
        ]


class PassportGrant(OwnModel):
    """One entry that the person opened to one organisation; proposed entries never are."""

    item = models.ForeignKey(PassportItem, on_delete=models.CASCADE, verbose_name=_("entry"))
    reader_id = models.BigIntegerField(_("organisation that may read it"))

    class Meta:
        verbose_name = _("opened passport entry")
        verbose_name_plural = _("opened passport entries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "reader_id"], name="one_grant_for_a_reader"),
        ]
