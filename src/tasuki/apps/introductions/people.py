"""Who is introduced: what the agency knows of the person, and what the person released.

A person who registered by the relay has a registration; one who came directly has the record
alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.passport.queries import list_shared_items
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.people.queries import list_record_ids
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.relay.actions.releases import SERVED_STATES
from tasuki.apps.relay.asking import Addressee
from tasuki.apps.relay.candidates import released_values
from tasuki.apps.relay.models import Registration

_OF_THE_RECORD: Final = ("name_kana", "mail", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduced:
    """A person whom the agency introduces.

    Attributes:
        seeker: the row of the book of job seekers.
        record: the person's record.
        registration: the newest one that is served; None for somebody who came directly.
    """

    seeker: JobSeeker
    record: TalentRecord
    registration: Registration | None

    @property
    def addressee(self) -> Addressee:
        """How the person is written to."""
        source = self.registration or self.record
        return Addressee(name=source.full_name, mail=source.mail, language=source.language)

    def values(
        self, *, fields: list[str], answered_at: datetime | None = None
    ) -> Mapping[str, str]:
        """Return the values of the listed fields and of no others.

        Args:
            fields: keys of ``RELEASE_FIELDS``.
            answered_at: moment of the yes; entries opened later were not asked about.
        """
        if self.registration is not None:
            return released_values(self.registration, fields=fields, answered_at=answered_at)
        found = {name: self._value(name, answered_at) for name in fields}
        return {name: value for name, value in found.items() if value}

    def _value(self, name: str, answered_at: datetime | None) -> str:
        if name == "name":
            return self.record.full_name
        if name in _OF_THE_RECORD:
            return str(getattr(self.record, name))
        if name == "birth_date":
            return self.record.birth_date.isoformat() if self.record.birth_date else ""
        if name == "occupation":
            return self.seeker.wished_occupation
        if name == "passport" and answered_at is not None:
            ids = list_record_ids(talent_record_id=self.record.id)
            items = list_shared_items(talent_record_ids=ids)
            return "\n".join(one.line for one in items if one.opened_at <= answered_at)
        return ""


def find_introduced(*, job_seeker_id: UUID) -> Introduced:
    """Return a person with an open search.

    Raises:
        NotVisibleError: no such row, or the search is over.
        RefusedError: the person's registration is paused or withdrawn.
    """
    seeker = JobSeeker.objects.filter(id=job_seeker_id, closed_on=None).first()
    record = _record_of(seeker)
    if seeker is None or record is None:
        raise NotVisibleError
    ids = list_record_ids(talent_record_id=record.id)
    registrations = list(
        Registration.objects.filter(talent_record_id__in=ids).order_by("-created_at")
    )
    served = [one for one in registrations if one.state in SERVED_STATES]
    if registrations and not served:
        raise RefusedError(
            ja="この方は現在、紹介の対象ではありません（受理前、休止または取り下げ）。"
            "登録の状態を確認してください。",
            en="This person cannot be introduced now (not accepted, paused or withdrawn). "
            "Check the state of the registration.",
            code="not_served",
        )
    return Introduced(seeker=seeker, record=record, registration=served[0] if served else None)


def find_addressee(*, job_seeker_id: UUID) -> Addressee | None:
    """Return how a person is written to about a case that runs or just ended; None if gone."""
    record = _record_of(JobSeeker.objects.filter(id=job_seeker_id).first())
    if record is None or not record.mail or record.stopped_at is not None:
        return None
    return Addressee(name=record.full_name, mail=record.mail, language=record.language)


def _record_of(seeker: JobSeeker | None) -> TalentRecord | None:
    if seeker is None:
        return None
    return TalentRecord.objects.filter(id=seeker.talent_record_id).first()
