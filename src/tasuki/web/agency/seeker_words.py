"""Words for what is stored of a job seeker: acts of the history, ways, results."""

from typing import Any, Final

from django.utils.translation import gettext_lazy

from tasuki.apps.placement.models import InterviewNote, WorkRequest

ACT_WORDS: Final[dict[str, Any]] = {
    "job_seeker.receive": gettext_lazy("Application received"),
    "job_seeker.accept": gettext_lazy("Accepted from a registration"),
    "job_seeker.disclose": gettext_lazy("Terms arrived"),
    "job_seeker.start": gettext_lazy("Search begun"),
    "job_seeker.introduce": gettext_lazy("Introduced"),
    "job_seeker.hire": gettext_lazy("Hired"),
    "job_seeker.close": gettext_lazy("Search ended"),
    "job_seeker.expire": gettext_lazy("Validity over"),
    "job_seeker.cancel": gettext_lazy("Acceptance taken back"),
    "job_seeker.renew": gettext_lazy("Validity renewed"),
    "job_seeker.wishes": gettext_lazy("Wishes changed"),
    "job_seeker.correct": gettext_lazy("Name or contact corrected"),
    "job_seeker.note_add": gettext_lazy("Note of a talk written"),
    "job_seeker.note_remove": gettext_lazy("Note of a talk removed"),
    "terms.mail": gettext_lazy("Terms sent by mail"),
    "terms.arrive": gettext_lazy("Arrival of the terms recorded"),
}
WAY_WORDS: Final[dict[str, Any]] = dict(WorkRequest.Way.choices) | dict(InterviewNote.Way.choices)
OUTCOME_WORDS: Final[dict[str, Any]] = {
    "": gettext_lazy("Result open"),
    "hired": gettext_lazy("Hired"),
    "not_hired": gettext_lazy("Not hired"),
    "withdrew": gettext_lazy("Withdrew"),
}
