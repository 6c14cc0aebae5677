"""What the alumni network holds about a person."""

from typing import Final

from django.db.models import Q

from tasuki.apps.alumni.models import AlumniMember
from tasuki.apps.rights.collector import Collector
from tasuki.apps.rights.subjects import Subject
from tasuki.core.words import Words


def _own(subject: Subject) -> Q:
    """A membership without a record is found by the address."""
    return Q(talent_record_id__in=subject.record_ids) | Q(
        talent_record_id=None, person_mail__in=sorted(subject.mails)
    )


ALUMNI_COLLECTORS: Final = (
    Collector(
        name="alumni_members",
        words=Words("アルムナイネットワーク", "Alumni network"),
        purpose=Words("退職した方との交流", "staying in touch with former employees"),
        model=AlumniMember,
        find=_own,
        assessments=("leave_code",),
    ),
)
