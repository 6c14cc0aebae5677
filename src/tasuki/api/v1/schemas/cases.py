"""Cases of moves: what an organisation reads and sends."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from ninja import Schema

from tasuki.api.v1.schemas.common import Given, Note, Page, Short, Wording
from tasuki.core.cases.field import FieldType
from tasuki.core.cases.kind import Party
from tasuki.core.cases.kinds import KINDS

CaseKind = StrEnum("CaseKind", {code.upper(): code for code in KINDS})
CaseKind.__doc__ = "The kinds of move that are kept as cases."


class CaseFieldOut(Schema):
    """One field that a step asks."""

    code: str
    words: Wording
    type: FieldType
    is_required: bool
    choices: list[str]


class CaseStepOut(Schema):
    """One step: from which state to which, whose decision it is, and what it asks."""

    event: str
    words: Wording
    party: Party
    from_state: str | None
    to_state: str
    fields: list[CaseFieldOut]


class CaseKindOut(Schema):
    """One kind of move as it is declared."""

    code: CaseKind
    words: Wording
    has_person: bool
    source: str
    steps: list[CaseStepOut]


class CaseKindList(Schema):
    """The kinds that the organisation keeps."""

    items: list[CaseKindOut]


class CaseFactOut(Schema):
    """One thing known."""

    code: str
    words: Wording
    value: Wording


class MoveCaseOut(Schema):
    """One case, without its facts."""

    id: UUID
    number: str
    kind: CaseKind
    state: str
    person_name: str
    opened_on: date
    ended_on: date | None


class MoveCaseDetailOut(MoveCaseOut):
    """One case with what is known and the steps that may follow."""

    facts: list[CaseFactOut]
    events: list[str]


class MoveCasePage(Page):
    """A page of cases."""

    items: list[MoveCaseOut]


class MoveCaseQuery(Given):
    """Which cases."""

    kind: CaseKind | None = None
    state: Short = ""
    text: Short = ""


class MoveCaseIn(Given):
    """A new case: its kind, the person, and the fields of the opening step by code."""

    kind: CaseKind
    person_name: Short = ""
    person_mail: Short = ""
    typed: dict[str, Note] = {}


class MoveCaseStepIn(Given):
    """One step and its fields by code."""

    event: Short
    typed: dict[str, Note] = {}
