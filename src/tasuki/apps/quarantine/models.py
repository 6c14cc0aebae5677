"""Texts that were held back, and who decided about them."""

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import SealedTextField
from tasuki.apps.base import TenantModel
from tasuki.core.retention import SHORT_LIVED


class HeldState(models.TextChoices):
    """What became of the text; stored."""

    HELD = "held", _("held back")
    DELETED = "deleted", _("text deleted")
    APPROVED = "approved", _("approved as a special need")


class HeldText(TenantModel):
    """A passage of an imported file that touches F01-F14; nobody can use it while it is here.

    The text lives for thirty days at most and goes with the decision; who decided, when and why
    stays as long as the row.
    """

    retention = SHORT_LIVED.by("created_at", subject="talent_record_id", also_emptied=("need",))
    personal_fields = ("text",)

    talent_record_id = models.UUIDField(_("talent record"))
    application_id = models.UUIDField(_("application"))
    import_run_id = models.UUIDField(_("import"), null=True, blank=True)
    place = models.CharField(_("column or field"), max_length=120)
    codes = ArrayField(models.CharField(max_length=3), verbose_name=_("codes"))
    text = SealedTextField(_("held text"), blank=True, default="")
    state = models.CharField(
        _("state"), max_length=10, choices=HeldState.choices, default=HeldState.HELD
    )
    decided_by_id = models.BigIntegerField(_("decided by"), null=True, blank=True)
    decided_by_name = models.CharField(
        _("name of who decided"), max_length=120, blank=True, default=""
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    need = models.CharField(_("special need"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("held text")
        verbose_name_plural = _("held texts")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state="held", decided_at=None)
                | models.Q(state="deleted", decided_at__isnull=False)
                | (
                    models.Q(state="approved", decided_at__isnull=False)
                    & ~models.Q(need="")
                    & ~models.Q(decided_by_name="")
                ),
                name="held_text_is_released_by_a_named_need",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "-created_at"], name="held_text_newest"),
            models.Index(fields=["organisation", "import_run_id"], name="held_text_of_import"),
        ]

    def key_subject(self) -> UUID:
        """Return the person: the text goes unreadable with their key."""
        return self.talent_record_id
