"""What else is known of a person: names, ways to write, employment, career, skills."""

from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import (
    BlindIndexField,
    SealedManager,
    SealedQuerySet,
    SealedTextField,
)
from tasuki.apps.base import TenantForeignKey, TenantModel
from tasuki.apps.people.models.records import KanaSource, TalentRecord
from tasuki.core.identity.names import full_name
from tasuki.core.retention import LABOUR_PAPER, SELECTION_DATA, TALENT_POOL, AtCeiling, Retention

MONTH_OR_DAY = r"^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$"


def person_part(name: str) -> tuple[Retention, tuple[Retention, ...]]:
    """Return the rules of a table whose rows go with their person; ``name`` names the clocks."""
    subject = "talent_record_id"
    return (
        SELECTION_DATA.by(f"start_of_{name}", subject=subject),
        (TALENT_POOL.by(f"start_of_pooled_{name}", subject=subject),),
    )


class PersonPart(TenantModel):
    """A row that says something about one person and is sealed with that person's key."""

    talent_record = TenantForeignKey(
        TalentRecord, on_delete=models.CASCADE, verbose_name=_("talent record")
    )

    class Meta:
        """Columns for subclasses; no table of its own."""

        abstract = True

    def key_subject(self) -> UUID:
        """Return the person."""
        return self.talent_record_id


class _LiveManager[M: models.Model](SealedManager[M]):
    """Finds the rows that nobody removed."""

    def get_queryset(self) -> SealedQuerySet[M]:
        """Return the rows that are there for members."""
        return super().get_queryset().filter(removed_at=None)  # type: ignore[return-value]  # of it


class RemovablePart(PersonPart):
    """A row that a member can remove; it can come back for seven days, then it is deleted.

    Members see ``objects``. Keys, ceilings and the person who asks what is kept see
    ``everything``, which is the default: a removed row is still held.
    """

    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    everything: ClassVar[SealedManager[Self]] = SealedManager()
    objects: ClassVar[_LiveManager[Self]] = _LiveManager()

    class Meta:
        """Columns for subclasses; no table of its own."""

        abstract = True


class PersonName(RemovablePart):
    """Another name of a person; the legal one stands on the record and on every paper."""

    retention, further_retention = person_part("person_name")
    personal_fields = ("family_name", "given_name", "family_kana", "given_kana")

    class Kind(models.TextChoices):
        """What sort of name; stored."""

        FORMER = "former", _("former name")
        BUSINESS = "business", _("business name")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    family_name = SealedTextField(_("family name"), max_length=80, blank=True, default="")
    given_name = SealedTextField(_("given name"), max_length=80, blank=True, default="")
    family_kana = SealedTextField(_("family name in kana"), max_length=80, blank=True, default="")
    given_kana = SealedTextField(_("given name in kana"), max_length=80, blank=True, default="")
    kana_source = models.CharField(
        _("source of the kana"), max_length=6, choices=KanaSource.choices, blank=True, default=""
    )

    class Meta:
        verbose_name = _("further name")
        verbose_name_plural = _("further names")

    @property
    def full_name(self) -> str:
        """The name as the person writes it."""
        return full_name(self.family_name, self.given_name)

    @property
    def full_kana(self) -> str:
        """The reading with a half-width space."""
        return f"{self.family_kana} {self.given_kana}".strip()


class PersonContact(RemovablePart):
    """A further mail address, phone or postal address; the preferred one is on the record."""

    retention, further_retention = person_part("person_contact")
    personal_fields = ("mail", "phone", "address")

    class Kind(models.TextChoices):
        """How a person is reached; stored."""

        MAIL = "mail", _("mail address")
        PHONE = "phone", _("phone")
        ADDRESS = "address", _("address")

    class Label(models.TextChoices):
        """Whose or where it is; stored."""

        HOME = "home", _("home")
        MOBILE = "mobile", _("mobile")
        WORK = "work", _("work")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    label = models.CharField(_("label"), max_length=10, choices=Label.choices, default=Label.OTHER)
    mail = SealedTextField(
        _("mail address"), max_length=254, blank=True, default="", is_mail=True, index="mail_index"
    )
    mail_index = BlindIndexField(_("keyed hash of the mail address"), of="mail", kind="mail")
    phone = SealedTextField(_("phone"), max_length=20, blank=True, default="", index="phone_index")
    phone_index = BlindIndexField(_("keyed hash of the phone"), of="phone", kind="phone")
    address = SealedTextField(_("address"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("further contact")
        verbose_name_plural = _("further contacts")
        indexes: ClassVar = [
            models.Index(fields=["organisation", "mail_index"], name="contact_mail"),
            models.Index(fields=["organisation", "phone_index"], name="contact_phone"),
        ]

    @property
    def value(self) -> str:
        """The address or number that this contact is."""
        found: str = getattr(self, self.kind)
        return found


class Employment(PersonPart):
    """A person's employment with the organisation; left or not."""

    retention = LABOUR_PAPER.by("left_on", subject="talent_record_id", at_ceiling=AtCeiling.EMPTY)
    personal_fields = ("number", "department", "position", "employment_type", "left_reason")

    class State(models.TextChoices):
        """Whether the person works here; stored."""

        ACTIVE = "active", _("employed")
        LEAVE = "leave", _("on leave")
        LEFT = "left", _("left the company")

    number = models.CharField(_("employee number"), max_length=40, blank=True, default="")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE)
    department = models.CharField(_("department"), max_length=120, blank=True, default="")
    position = models.CharField(_("position"), max_length=120, blank=True, default="")
    employment_type = models.CharField(_("employment type"), max_length=60, blank=True, default="")
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_reason = SealedTextField(_("reason for leaving"), max_length=300, blank=True, default="")
    import_run_id = models.UUIDField(_("import"), null=True, blank=True)

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                condition=~models.Q(number=""),
                name="one_employee_number",
            ),
            models.CheckConstraint(
                condition=models.Q(left_on=None)
                | models.Q(joined_on=None)
                | models.Q(left_on__gte=models.F("joined_on")),
                name="left_after_joining",
            ),
            models.CheckConstraint(
                condition=models.Q(left_on=None) | models.Q(state="left"),
                name="who_left_is_marked",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state"], name="employment_by_state"),
        ]


class Career(RemovablePart):
    """One post in a person's working life; a month stays a month."""

    retention, further_retention = person_part("career")
    personal_fields = ("company", "department", "position", "text")

    company = SealedTextField(_("company"), max_length=120, blank=True, default="")
    department = SealedTextField(_("department"), max_length=120, blank=True, default="")
    position = SealedTextField(_("position"), max_length=120, blank=True, default="")
    started = models.CharField(_("from"), max_length=10, blank=True, default="")
    ended = models.CharField(_("until"), max_length=10, blank=True, default="")
    is_current = models.BooleanField(_("present post"), default=False)
    occupation_code = models.CharField(_("occupation"), max_length=20, blank=True, default="")
    mhlw_code = models.CharField(
        _("code of the occupation classification"), max_length=20, blank=True, default=""
    )
    text = SealedTextField(_("what the person did"), max_length=2000, blank=True, default="")

    class Meta:
        verbose_name = _("career entry")
        verbose_name_plural = _("career entries")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(models.Q(started="") | models.Q(started__regex=MONTH_OR_DAY))
                & (models.Q(ended="") | models.Q(ended__regex=MONTH_OR_DAY)),
                name="career_in_months_or_days",
            ),
        ]


class PersonSkill(RemovablePart):
    """A skill or certificate of a person; own statement and assessment are rows apart."""

    retention, further_retention = person_part("person_skill")
    personal_fields = ("evidence",)

    class Source(models.TextChoices):
        """Who says so; stored. An assessment never leaves the company."""

        STATEMENT = "statement", _("own statement")
        ASSESSMENT = "assessment", _("assessment by the company")

    class Level(models.IntegerChoices):
        """How well; stored."""

        BASIC = 1, _("has learnt it")
        GUIDED = 2, _("does it with guidance")
        ALONE = 3, _("does it alone")
        TEACHES = 4, _("teaches it")

    skill = TenantForeignKey("vocab.Skill", verbose_name=_("skill"))
    source = models.CharField(
        _("source"), max_length=10, choices=Source.choices, default=Source.STATEMENT
    )
    level = models.PositiveSmallIntegerField(
        _("level"), choices=Level.choices, null=True, blank=True
    )
    evidence = SealedTextField(_("evidence"), max_length=200, blank=True, default="")
    as_of = models.DateField(_("as of"))
    obtained_on = models.DateField(_("obtained on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)

    class Meta:
        verbose_name = _("skill of a person")
        verbose_name_plural = _("skills of persons")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["talent_record", "skill", "source"],
                condition=models.Q(removed_at=None),
                name="one_skill_a_source",
            ),
            models.CheckConstraint(
                condition=models.Q(level=None) | models.Q(level__range=(1, 4)),
                name="skill_level_1_to_4",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "skill"], name="people_of_skill"),
        ]
