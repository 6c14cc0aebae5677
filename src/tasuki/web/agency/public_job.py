"""The public page of a job, for people and for search engines; nobody signs in for it."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import mark_safe
from django.views import View

from tasuki.apps.errors import ActionError
from tasuki.apps.openings.public import EndedJob, PublicJob, find_public_job
from tasuki.core.openings.job_posting import write_json_ld
from tasuki.web.components.views import show_refusal
from tasuki.web.person import frame, limits


@method_decorator(login_not_required, name="dispatch")
class JobPage(View):
    """One open job."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Show the job; an ended one says so with status 410, so that it leaves the index."""
        job = find_public_job(code=code, now=timezone.now())
        if job is None:
            try:
                limits.take("wrong_code", limits.WRONG_KEY, who=frame.network_address(request))
            except ActionError as error:
                return show_refusal(request, error)
            raise Http404
        if isinstance(job, EndedJob):
            context: dict[str, Any] = {"agency": job.agency}
            return render(request, "agency/job_ended.html", context, status=HTTPStatus.GONE)
        return render(request, "agency/job.html", _context(job))


def _context(job: PublicJob) -> dict[str, Any]:
    return {
        "heading": job.title,
        "job": job,
        "is_indexed": not settings.DEMO,
        # Every sign that could end the element is written as an escape (write_json_ld).
        "json_ld": mark_safe(write_json_ld(job.posting)),  # noqa: S308
    }


urlpatterns: list[URLPattern] = [path("<slug:code>/", JobPage.as_view(), name="job")]
