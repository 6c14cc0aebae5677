"""The wrapped data keys; the master keys that open them are not in the database."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantModel
from tasuki.core.retention import WHILE_CUSTOMER


class DataKey(TenantModel):
    """The key under which one person's values are sealed in one organisation.

    Left out of the backup of the rows: it goes into a small file of its own that lives shortly,
    so that an old backup cannot bring an erased person back.
    """

    retention = WHILE_CUSTOMER

    subject_id = models.UUIDField(_("person or row"))
    master_version = models.PositiveIntegerField(_("version of the master key"))
    wrapped = models.BinaryField(_("wrapped key"), max_length=60)

    class Meta:
        verbose_name = _("data key")
        verbose_name_plural = _("data keys")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject_id"], name="one_key_for_a_subject"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "master_version", "id"], name="key_by_master"),
        ]
