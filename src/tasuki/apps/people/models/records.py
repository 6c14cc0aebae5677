"""A person as one organisation knows them, and who looked at the record."""

from collections.abc import Iterable
from typing import Any, ClassVar, Final, Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import (
    BlindIndexField,
    SealedDateField,
    SealedManager,
    SealedQuerySet,
    SealedTextField,
)
from tasuki.apps.base import TenantModel
from tasuki.core.identity.names import full_name
from tasuki.core.retention import (
    PROVISION_RECORD,
    SELECTION_DATA,
    TALENT_POOL,
    WHILE_CUSTOMER,
    AtCeiling,
    Retention,
)
from tasuki.core.searching import search_key

_SEARCHED: Final = frozenset({"family_name", "given_name", "name_kana", "further_names"})
_NAME_KEYS: Final = ("name_key", "search_key", "further_names")


class KanaSource(models.TextChoices):
    """Where a reading comes from; stored. A guess is used for search and never shown as fact."""

    FILE = "file", _("from the file")
    PERSON = "person", _("from the person")
    GUESS = "guess", _("guessed")


class _RecordQuerySet[M: models.Model](SealedQuerySet[M]):
    """Keeps the search key in step with the names, in bulk too."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Insert rows with their search keys."""
        rows = list(objs)
        for row in rows:
            row.refresh_search_key()  # type: ignore[attr-defined]  # a talent record
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(
        self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        """Update rows; a changed name takes the search key along."""
        rows, names = list(objs), set(fields)
        if names & _SEARCHED:
            names.add("search_key")
            for row in rows:
                row.refresh_search_key()  # type: ignore[attr-defined]  # a talent record
        return super().bulk_update(rows, names, batch_size)


class _RecordManager[M: models.Model](SealedManager[M]):
    """Finds and writes talent records."""

    def get_queryset(self) -> _RecordQuerySet[M]:
        """Return records whose search keys follow their names."""
        return _RecordQuerySet(self.model, using=self._db)


class TalentRecord(TenantModel):
    """One person in one organisation; organisations never share a record."""

    retention = SELECTION_DATA.by(
        "start_of_rejected_person",
        subject="id",
        at_ceiling=AtCeiling.EMPTY,
        also_emptied=_NAME_KEYS,
    )
    further_retention: ClassVar[tuple[Retention, ...]] = (
        TALENT_POOL.by(
            "start_of_pooled_person",
            subject="id",
            at_ceiling=AtCeiling.EMPTY,
            also_emptied=_NAME_KEYS,
        ),
    )
    personal_fields = (
        "family_name",
        "given_name",
        "name_kana",
        "mail",
        "phone",
        "birth_date",
        "address",
    )

    objects: ClassVar[_RecordManager[Self]] = _RecordManager()

    number = models.CharField(_("number"), max_length=20)
    family_name = models.CharField(_("family name"), max_length=80, blank=True, default="")
    given_name = models.CharField(_("given name"), max_length=80, blank=True, default="")
    name_kana = models.CharField(_("name in kana"), max_length=160, blank=True, default="")
    name_key = models.CharField(_("search key of the name"), max_length=200, blank=True, default="")
    kana_source = models.CharField(
        _("source of the kana"), max_length=6, choices=KanaSource.choices, blank=True, default=""
    )
    # Former and business names as they are written and read, one a line; for search only.
    further_names = models.TextField(_("further names for search"), blank=True, default="")
    search_key = models.TextField(_("search key"), blank=True, default="", editable=False)
    mail = SealedTextField(
        _("mail address"), max_length=254, blank=True, default="", is_mail=True, index="mail_index"
    )
    mail_index = BlindIndexField(_("keyed hash of the mail address"), of="mail", kind="mail")
    phone = SealedTextField(_("phone"), max_length=20, blank=True, default="", index="phone_index")
    phone_index = BlindIndexField(_("keyed hash of the phone"), of="phone", kind="phone")
    birth_date = SealedDateField(_("birth date"), null=True, blank=True, index="birth_index")
    birth_index = BlindIndexField(
        _("keyed hash of the birth date"), of="birth_date", kind="birth_date"
    )
    address = SealedTextField(_("address"), max_length=200, blank=True, default="")
    language = models.CharField(_("language"), max_length=5, default="ja")
    stopped_at = models.DateTimeField(_("use stopped at"), null=True, blank=True)
    merged_into_id = models.UUIDField(_("merged into"), null=True, blank=True)

    class Meta:
        verbose_name = _("talent record")
        verbose_name_plural = _("talent records")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_record_number"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-created_at", "-id"], name="talent_newest"),
            models.Index(fields=["organisation", "mail_index"], name="talent_mail"),
            models.Index(fields=["organisation", "phone_index"], name="talent_phone"),
            GinIndex(fields=["name_key"], name="talent_name_trigram", opclasses=["gin_trgm_ops"]),
            GinIndex(
                fields=["search_key"], name="talent_search_trigram", opclasses=["gin_trgm_ops"]
            ),
            models.Index(fields=["organisation", "name_kana", "id"], name="talent_by_kana"),
            models.Index(
                fields=["merged_into_id"],
                name="talent_merged",
                condition=models.Q(merged_into_id__isnull=False),
            ),
        ]

    @property
    def full_name(self) -> str:
        """Family and given name as the person writes them, one of them where that is all."""
        return full_name(self.family_name, self.given_name)

    def refresh_search_key(self) -> None:
        """Make the search key anew from all names; saving does it whenever a name is saved."""
        self.search_key = search_key(
            [self.full_name, self.name_kana, *self.further_names.splitlines()]
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; a name takes the search key along."""
        names = kwargs.get("update_fields")
        if names is None or _SEARCHED & set(names):
            self.refresh_search_key()
            if names is not None:
                kwargs["update_fields"] = {*names, "search_key"}
        super().save(*args, **kwargs)


class NumberSeries(TenantModel):
    """The last number given out of a series, locked while the next one is taken."""

    retention = WHILE_CUSTOMER

    name = models.CharField(_("name"), max_length=30)
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_series_name"),
        ]


class RecordView(TenantModel):
    """Somebody of the organisation looked at a person's record: once a member, way and day.

    Shown to the person with organisation, role and purpose; the member's name is not.
    """

    retention = PROVISION_RECORD.by("viewed_on", subject="talent_record_id")

    class Way(models.TextChoices):
        """How it was looked at; stored."""

        OPENED = "opened", _("opened")
        EXPORTED = "exported", _("exported")
        PRINTED = "printed", _("printed")

    talent_record_id = models.UUIDField(_("talent record"))
    viewer_id = models.BigIntegerField(_("seen by"))
    role = models.CharField(_("role"), max_length=30)
    way = models.CharField(_("way"), max_length=10, choices=Way.choices, default=Way.OPENED)
    viewed_on = models.DateField(_("seen on"))
    first_at = models.DateTimeField(_("first seen at"))

    class Meta:
        verbose_name = _("view of a record")
        verbose_name_plural = _("views of records")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "talent_record_id", "viewer_id", "way", "viewed_on"],
                name="one_view_a_day",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="record_view_stays", operation=pgtrigger.Update)
        ]
