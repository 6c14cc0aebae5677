"""Organisations, the people who act for them, and the doors through which people come in."""

from typing import ClassVar
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import SealedTextField
from tasuki.apps.base import TenantModel
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.retention import (
    EVIDENCE,
    SHORT_LIVED,
    WHILE_CUSTOMER,
    AtCeiling,
    Retention,
)
from tasuki.core.sealing import ORGANISATION_SUBJECT


class OrganisationManager(models.Manager["Organisation"]):
    """Finds organisations."""


class Organisation(models.Model):
    """A tenant. Holds nothing personal, so it is readable by all (a public directory)."""

    retention: ClassVar[Retention] = WHILE_CUSTOMER
    personal_fields: ClassVar[tuple[str, ...]] = ()

    class Theme(models.TextChoices):
        """Key colours whose contrast was measured."""

        TEAL = "teal", _("Teal")
        BLUE = "blue", _("Official blue")

    id = models.BigAutoField(_("id"), primary_key=True)
    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=[(kind.value, kind.name.title()) for kind in OrganisationKind],
    )
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True, default="")
    postal_code = models.CharField(_("postal code"), max_length=8, blank=True, default="")
    address = models.CharField(_("address"), max_length=200, blank=True, default="")
    representative = models.CharField(_("representative"), max_length=120, blank=True, default="")
    phone = models.CharField(_("phone"), max_length=20, blank=True, default="")
    contact_mail = models.EmailField(_("contact mail"), blank=True, default="")
    complaint_contact = models.CharField(
        _("complaint contact"), max_length=200, blank=True, default=""
    )
    handled_range = models.TextField(_("handled range"), blank=True, default="")
    mail_domains = models.JSONField(_("mail domains"), default=list, blank=True)
    corporate_number = models.CharField(
        _("corporate number"), max_length=13, blank=True, default=""
    )
    theme = models.CharField(
        _("colour theme"), max_length=10, choices=Theme.choices, default=Theme.TEAL
    )
    key_colour = models.CharField(_("key colour"), max_length=7, blank=True, default="")
    is_synthetic = models.BooleanField(_("sample data"), default=False)
    created_at = models.DateTimeField(_("created at"), db_default=Now(), editable=False)

    objects = OrganisationManager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; mail addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **extra: object) -> "Account":
        """Make an account; without a password it signs in by mail code or passkey only."""
        account = self.model(email=email.strip().lower(), **extra)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(
        self, email: str, password: str | None = None, **extra: object
    ) -> "Account":
        """Make an account that may use the operators' admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class Account(AbstractBaseUser, PermissionsMixin):
    """A human's login: staff of organisations, subject of talent records, or both."""

    retention: ClassVar[Retention] = WHILE_CUSTOMER.by(
        "start_of_account", at_ceiling=AtCeiling.EMPTY
    )
    personal_fields: ClassVar[tuple[str, ...]] = ("email", "name")

    id = models.BigAutoField(_("id"), primary_key=True)
    email = models.EmailField(_("mail address"), unique=True)
    name = models.CharField(_("name"), max_length=80, blank=True, default="")
    language = models.CharField(_("language"), max_length=5, default="ja")
    shortcuts_enabled = models.BooleanField(_("keyboard shortcuts"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("operator"), default=False)
    is_demo = models.BooleanField(_("sample persona"), default=False)
    date_joined = models.DateTimeField(_("created at"), db_default=Now(), editable=False)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __repr__(self) -> str:
        return f"<Account {self.pk}>"

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return the name as the person wrote it."""
        return self.name

    def get_short_name(self) -> str:
        """Return the name as the person wrote it."""
        return self.name


class Membership(TenantModel):
    """A person acts for an organisation in one role."""

    retention = WHILE_CUSTOMER

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("account")
    )
    role = models.CharField(_("role"), max_length=30, choices=[(r.value, r.name) for r in Role])
    title = models.CharField(_("job title"), max_length=60, blank=True, default="")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "account"],
                condition=models.Q(ended_at=None),
                name="one_live_membership",
            ),
        ]


class Invitation(TenantModel):
    """A mailed invitation to become a member; the link is a ``Door``."""

    retention = SHORT_LIVED.by("start_of_invitation")
    personal_fields = ("email",)

    email = models.EmailField(_("mail address"))
    role = models.CharField(_("role"), max_length=30, choices=[(r.value, r.name) for r in Role])
    invited_by_id = models.BigIntegerField(_("invited by"))
    expires_at = models.DateTimeField(_("expires at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")


class Licence(TenantModel):
    """Permission or notification under the Employment Security Act (職業安定法 30条, 29条)."""

    retention = EVIDENCE

    number = models.CharField(_("licence number"), max_length=30)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))
    responsible_person = models.CharField(
        _("responsible person"), max_length=80, blank=True, default=""
    )
    lecture_on = models.DateField(_("lecture of the responsible person"), null=True, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")), name="licence_period"
            ),
            # The number of an information service (募) lets nobody place people.
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^\d{2}-[ユム特地]-\d{3,7}$"),
                name="licence_to_place",
            ),
        ]


class Door(TenantModel):
    """A way in from outside without a sign-in: only the hash of its key is stored.

    ``kind`` binds the key to one purpose, ``subject`` to one row; whoever holds a key reaches
    that row of that organisation and nothing else (trust: threat 8).
    """

    retention = SHORT_LIVED.by("start_of_door", subject="subject")

    class Kind(models.TextChoices):
        """What the key opens; stored."""

        RELAY_CODE = "relay_code", _("registration link")
        CONFIRM_MAIL = "confirm_mail", _("mail confirmation")
        REGISTRATION = "registration", _("own registration")
        INVITATION = "invitation", _("staff invitation")
        STOP_NOTICES = "stop_notices", _("stop notices")
        RELEASE = "release", _("answer to a company")
        API_TOKEN = "api_token", _("API key")
        RESULT = "result", _("result page")
        CONSENT = "consent", _("renewal of a consent")
        RIGHTS_ANSWER = "rights_answer", _("answer to a request")
        CASE_ANSWER = "case_answer", _("answer to a move")
        TERMS = "terms", _("terms of service")
        JOB_PAGE = "job_page", _("public page of a job")
        SEPARATION = "separation", _("answer to the check after six months")
        CALENDAR = "calendar", _("private calendar")
        ROUND = "round", _("list of a round")
        POOL = "pool", _("answer of a pool member")
        ALUMNI = "alumni", _("own page of an alumni member")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    digest = models.BinaryField(_("key hash"), max_length=32)
    subject = models.UUIDField(_("subject"))
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    class Meta:
        verbose_name = _("door")
        verbose_name_plural = _("doors")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "digest"], name="one_door_for_a_key"),
        ]


class AccountLink(TenantModel):
    """An account is the subject of a talent record: the person's own side."""

    retention = WHILE_CUSTOMER

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("account")
    )
    talent_record_id = models.UUIDField(_("talent record"))

    class Meta:
        verbose_name = _("account link")
        verbose_name_plural = _("account links")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "talent_record_id"], name="one_account_for_a_record"
            ),
        ]


class SavedFilter(TenantModel):
    """A list page's query string under a name, private or for the team."""

    retention = WHILE_CUSTOMER
    free_texts = ("name", "query")

    account_id = models.BigIntegerField(_("account"), null=True, blank=True)
    page = models.CharField(_("page"), max_length=60)
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(_("conditions"), max_length=500)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")


class ApiToken(TenantModel):
    """A key for machines. Acts for the member who made it, with fewer rights or the same.

    Only the hash of the key is stored, in the ``Door`` whose subject is this row.
    """

    retention = WHILE_CUSTOMER

    name = models.CharField(_("name"), max_length=60)
    key_end = models.CharField(_("end of the key"), max_length=4)
    scopes = models.JSONField(_("rights"), default=list)
    role = models.CharField(
        _("highest role"), max_length=30, choices=[(r.value, r.name) for r in Role]
    )
    created_by_id = models.BigIntegerField(_("made by"))
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")


class ApiCall(TenantModel):
    """The answer to one call that came with an Idempotency-Key; a repeat gets the same.

    Written in the transaction of the call itself: there is no answer without its effect, no
    effect without its answer, and a call that died leaves no row behind.
    """

    retention = SHORT_LIVED
    personal_fields = ("body",)
    free_texts = ("body",)

    key = models.CharField(_("idempotency key"), max_length=100)
    route = models.CharField(_("route"), max_length=200)
    fingerprint = models.CharField(_("hash of the call"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"))
    content_type = models.CharField(_("kind of content"), max_length=60)
    body = SealedTextField(_("answer"), blank=True, default="")

    class Meta:
        verbose_name = _("API call")
        verbose_name_plural = _("API calls")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "key"], name="one_answer_for_a_key"),
        ]

    def key_subject(self) -> UUID:
        """Return the organisation: an answer may be about many persons and lives for 30 days."""
        return ORGANISATION_SUBJECT
