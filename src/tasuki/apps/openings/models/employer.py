"""Employers whose orders an agency takes (求人者)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantModel
from tasuki.core.retention import PLACEMENT_BOOK


class Employer(TenantModel):
    """A client company of an agency, with its word about breaches of labour law (自己申告)."""

    retention = PLACEMENT_BOOK.by("start_of_employer")

    class Answer(models.TextChoices):
        """What it declared; stored."""

        CLEAR = "clear", _("none stands against it")
        LISTED = "listed", _("one stands against it")
        DECLINED = "declined", _("declined to answer")

    name = models.CharField(_("name"), max_length=120)
    corporate_number = models.CharField(
        _("corporate number"), max_length=13, blank=True, default=""
    )
    address = models.CharField(_("address"), max_length=200, blank=True, default="")
    office = models.CharField(
        _("office that applies and selects"), max_length=200, blank=True, default=""
    )
    contact_name = models.CharField(_("person in charge"), max_length=80, blank=True, default="")
    contact_mail = models.EmailField(_("contact mail"), blank=True, default="")
    phone = models.CharField(_("phone"), max_length=20, blank=True, default="")
    website = models.URLField(_("website"), blank=True, default="")
    company_id = models.BigIntegerField(_("company on the platform"), null=True, blank=True)
    declaration = models.CharField(
        _("self-declaration"), max_length=10, choices=Answer.choices, blank=True, default=""
    )
    declared_on = models.DateField(_("declared on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("employer")
        verbose_name_plural = _("employers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "company_id"], name="one_employer_for_a_company"
            ),
            models.CheckConstraint(
                condition=models.Q(corporate_number__regex=r"^(\d{13})?$"),
                name="employer_corporate_number",
            ),
            models.CheckConstraint(
                condition=models.Q(declaration="", declared_on=None)
                | (~models.Q(declaration="") & models.Q(declared_on__isnull=False)),
                name="employer_declaration_has_a_day",
            ),
        ]

    @property
    def contact(self) -> str:
        """Who is in charge and how to reach them, in one line, as the book keeps it."""
        return " / ".join(
            part for part in (self.contact_name, self.phone, self.contact_mail) if part
        )
