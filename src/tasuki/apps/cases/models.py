"""One case of one kind of move."""

from typing import Any, ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import BlindIndexField, SealedTextField
from tasuki.apps.base import TenantModel
from tasuki.apps.cases.guard import case_guard
from tasuki.core.cases.field import Value
from tasuki.core.cases.kind import AnyKind, Standing
from tasuki.core.cases.kinds import KINDS
from tasuki.core.cases.kinds.referral import EMPLOYEE, REWARDED
from tasuki.core.retention import Retention

CASE_RECORD: Final = Retention(
    starts_at="the case ended",
    ceiling_days=1096,
    basis="design: three years after the end, as records of employment are kept",
)
_FIELD, _PART = "\x1e", "\x1f"
_KINDS: Final = [(code, code) for code in KINDS]


class MoveCase(TenantModel):
    """A case and what is known of it; which state may follow is held by the database too.

    ``facts`` holds what is not personal by the code of its field, ``words`` the personal texts.
    """

    retention = CASE_RECORD.by(
        "ended_on", subject="talent_record_id", also_emptied=("person_mail", "words")
    )
    personal_fields = ("person_name",)

    number = models.CharField(_("number"), max_length=20)
    kind = models.CharField(_("kind"), max_length=30, choices=_KINDS)
    state = models.CharField(_("state"), max_length=30)
    person_name = models.CharField(_("person's name"), max_length=160, blank=True, default="")
    person_mail = SealedTextField(
        _("person's mail address"),
        max_length=254,
        blank=True,
        default="",
        is_mail=True,
        index="person_mail_index",
    )
    person_mail_index = BlindIndexField(
        _("keyed hash of the mail address"), of="person_mail", kind="mail"
    )
    talent_record_id = models.UUIDField(_("talent record"), null=True, blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    words = SealedTextField(_("words about the person"), max_length=9000, blank=True, default="")
    opened_on = models.DateField(_("opened on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("case of a move")
        verbose_name_plural = _("cases of moves")
        triggers: ClassVar = [case_guard()]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_move_case_number"),
            models.CheckConstraint(
                condition=~models.Q(kind="referral", state__in=list(REWARDED))
                | models.Q(facts__relation=EMPLOYEE),
                name="h4_reward_for_employees_only",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-created_at", "-id"], name="move_case_newest"),
        ]

    @property
    def declaration(self) -> AnyKind:
        """The kind of this case."""
        return KINDS[self.kind]

    @property
    def values(self) -> dict[str, Value]:
        """What is known, by the code of its field."""
        known = {one.code: one for one in self.declaration.fields}
        found = {code: known[code].load(kept) for code, kept in self.facts.items() if code in known}
        for part in self.words.split(_FIELD):
            code, mark, text = part.partition(_PART)
            if mark and code in known:
                found[code] = text
        return found

    @property
    def standing(self) -> Standing[Any]:
        """How the case stands, as the rules read it."""
        state = type(self.declaration.machine.initial)(self.state)
        return Standing(state=state, values=self.values)

    @property
    def subject(self) -> str:
        """The person, or what a case without one is about."""
        if self.person_name:
            return self.person_name
        kind = self.declaration
        first = kind.steps[kind.opening].asks[:1]
        return str(self.facts.get(first[0], self.number)) if first else self.number

    def keep(self, standing: Standing[Any]) -> None:
        """Take over how a case stands now; it is not saved."""
        fields = {one.code: one for one in self.declaration.fields}
        self.state = str(standing.state)
        self.facts = {
            code: fields[code].store(value)
            for code, value in standing.values.items()
            if not fields[code].is_personal
        }
        self.words = _FIELD.join(
            f"{code}{_PART}{value}"
            for code, value in standing.values.items()
            if fields[code].is_personal
        )
