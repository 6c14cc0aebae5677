"""Public vocabularies, the same for everybody, and each organisation's own table of skills."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantForeignKey, TenantModel
from tasuki.core.retention import STATISTICS, WHILE_CUSTOMER


class Edition(models.Model):
    """One edition of a public vocabulary, beside earlier ones; nothing of it is deleted."""

    retention = STATISTICS
    personal_fields = ()

    class Source(models.TextChoices):
        """Whose vocabulary; stored."""

        JOBTAG = "jobtag", _("job tag")
        MUNICIPALITIES = "municipalities", _("municipalities")
        SKILLS = "skills", _("words for skills")

    id = models.BigAutoField(_("id"), primary_key=True)
    source = models.CharField(_("source"), max_length=20, choices=Source.choices)
    name = models.CharField(_("edition"), max_length=20)
    valid_from = models.DateField(_("valid from"))
    attribution = models.TextField(_("text to show"))
    file_hash = models.CharField(_("hash of the files"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded at"), null=True, blank=True)

    class Meta:
        verbose_name = _("edition of a vocabulary")
        verbose_name_plural = _("editions of vocabularies")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "name"], name="one_edition_name"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.name}"


class Term(models.Model):
    """One word of an edition: an occupation, a certificate, a municipality, a skill."""

    retention = STATISTICS
    personal_fields = ()

    class Kind(models.TextChoices):
        """What the word names; stored."""

        OCCUPATION = "occupation", _("occupation")
        CERTIFICATE = "certificate", _("certificate")
        MUNICIPALITY = "municipality", _("municipality")
        SKILL = "skill", _("skill")

    id = models.BigAutoField(_("id"), primary_key=True)
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="+", verbose_name=_("edition")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    code = models.CharField(_("code"), max_length=120)
    name = models.CharField(_("name"), max_length=200)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    # Occupation: mhlw, jsoc, url. Certificate: occupations. Municipality: prefecture, kana.
    # Skill: kind, group, english.
    details = models.JSONField(_("details"), default=dict, blank=True)
    key = models.TextField(_("search key of the name"))

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "kind", "code"], name="one_term_code"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "code"], name="term_by_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Skill(TenantModel):
    """A skill, tool, licence or certificate as the organisation names it."""

    retention = WHILE_CUSTOMER
    free_texts = ("name",)

    class Kind(models.TextChoices):
        """What sort of skill; stored."""

        SKILL = "skill", _("skill")
        TOOL = "tool", _("tool or software")
        CERTIFICATE = "certificate", _("certificate or licence")
        LANGUAGE = "language", _("language")

    name = models.CharField(_("name"), max_length=120)
    key = models.CharField(_("search key of the name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.SKILL)
    has_expiry = models.BooleanField(_("expires"), default=False)
    term_code = models.CharField(_("code"), max_length=120, blank=True, default="")
    merged_into_id = models.UUIDField(_("merged into"), null=True, blank=True)

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "key"],
                condition=models.Q(merged_into_id=None),
                name="one_skill_name",
            ),
        ]


class SkillAlias(TenantModel):
    """Another way to write a skill; what is typed this way becomes the skill."""

    retention = WHILE_CUSTOMER
    free_texts = ("name",)

    skill = TenantForeignKey(Skill, on_delete=models.CASCADE, verbose_name=_("skill"))
    name = models.CharField(_("name"), max_length=120)
    key = models.CharField(_("search key of the name"), max_length=120)

    class Meta:
        verbose_name = _("other name of a skill")
        verbose_name_plural = _("other names of skills")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "key"], name="one_alias_name"),
        ]


class SkillDecision(TenantModel):
    """What a member decided about two skills that look alike: merged, or kept apart."""

    retention = WHILE_CUSTOMER

    class Kind(models.TextChoices):
        """What was decided; stored."""

        MERGED = "merged", _("merged")
        APART = "apart", _("kept apart")

    kind = models.CharField(_("decision"), max_length=10, choices=Kind.choices)
    kept = TenantForeignKey(
        Skill, on_delete=models.CASCADE, related_name="+", verbose_name=_("skill that stays")
    )
    other = TenantForeignKey(
        Skill, on_delete=models.CASCADE, related_name="+", verbose_name=_("other skill")
    )
    # What a merge moved, for its undoing: ids only.
    moved = models.JSONField(_("moved rows"), default=dict, blank=True)
    decided_by_id = models.BigIntegerField(_("decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"))
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision about skills")
        verbose_name_plural = _("decisions about skills")
