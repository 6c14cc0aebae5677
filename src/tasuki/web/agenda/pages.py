"""Duties with their days: what is due, who does it, what concerns us, the private feed."""

from typing import Any, ClassVar, Final

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.actor import Actor
from tasuki.apps.agenda import actions, queries
from tasuki.apps.agenda.feeds import feed_file
from tasuki.apps.agenda.models import AgendaTask
from tasuki.apps.errors import NotVisibleError, found
from tasuki.apps.orgs.models import Door
from tasuki.apps.orgs.queries import OpenDoor
from tasuki.core.access import Permission, Role
from tasuki.core.agenda.kinds import DUTIES, AgendaKind
from tasuki.web.components import formats
from tasuki.web.components.acts import RowAct
from tasuki.web.components.columns import (
    Column,
    Place,
    day_column,
    deadline_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import Tab, TableView
from tasuki.web.components.views import ActView, DoorView, FormPage, PageView

_NOBODY: Final = ""
_LATE: Final = gettext_lazy("overdue")


def member_choices() -> list[tuple[str, str]]:
    """Return the members as choices, nobody first."""
    names = sorted(queries.owner_names().items(), key=lambda one: one[1])
    return [(_NOBODY, _("nobody in particular")), *((str(key), name) for key, name in names)]


def _state_tag(row: AgendaTask) -> str:
    if row.state == AgendaTask.State.DONE:
        return formats.tag(str(AgendaTask.State.DONE.label), "ok")
    if row.due_on < timezone.localdate():
        return formats.tag(str(_LATE), "err")
    if row.starts_on <= timezone.localdate():
        return formats.tag(_("to do now"), "wait")
    return formats.tag(_("later"), "")


class TasksPage(TableView):
    """The duties of an organisation, the next one first."""

    permission: ClassVar = Permission.AGENDA_VIEW
    template_name: ClassVar[str] = "agenda/tasks.html"
    heading: ClassVar[Any] = gettext_lazy("Calendar of duties")
    lead: ClassVar[Any] = gettext_lazy("What the law and your cases ask for, by its last day.")
    default_sort: ClassVar[str] = "due_on"
    unit: ClassVar[str] = "item"
    empty_text: ClassVar[Any] = gettext_lazy("Nothing is due. The calendar is written every night.")
    tabs = (
        Tab(label=gettext_lazy("Open tasks"), query=""),
        Tab(label=gettext_lazy("Mine"), query="mine=1"),
        Tab(label=gettext_lazy("Finished"), query="state=done"),
    )

    def get_columns(self) -> tuple[Column, ...]:
        """Return the columns; owners are read once."""
        names = queries.owner_names()
        return (
            Column(
                name="title",
                label=gettext_lazy("What"),
                value=lambda row: formats.say(queries.task_title(row)),
                link=lambda row: reverse("agenda:task", args=[row.pk]),
                place=Place.TITLE,
            ),
            Column(
                name="state",
                label=gettext_lazy("Status"),
                value=lambda row: row,
                show=_state_tag,
                file_value=lambda row: str(AgendaTask.State(row.state).label),
                place=Place.CORNER,
            ),
            day_column("from", gettext_lazy("Can begin on"), lambda row: row.starts_on),
            deadline_column("due", gettext_lazy("Due on"), lambda row: row.due_on, sort="due_on"),
            text_column(
                "owner",
                gettext_lazy("Owner"),
                lambda row: names.get(row.owner_id or 0, formats.NOTHING),
            ),
            text_column(
                "source",
                gettext_lazy("Basis"),
                lambda row: formats.cited(DUTIES[AgendaKind(row.kind)].source),
                place=Place.WIDE_ONLY,
            ),
        )

    def get_rows(self) -> QuerySet[Any]:
        """Return the tasks of the tab."""
        is_done = self.request.GET.get("state") == "done"
        return queries.list_tasks(
            actor=self.actor,
            state=AgendaTask.State.DONE if is_done else AgendaTask.State.OPEN,
            owner_id=self.actor.account_id if self.request.GET.get("mine") else None,
        )


class OwnerForm(Form):
    """Who does it."""

    submit_label = gettext_lazy("Save the owner")
    owner_id = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = member_choices()


def _owner(form: Form) -> int | None:
    chosen = form.cleaned_data["owner_id"]
    return int(chosen) if chosen else None


class TaskPage(FormPage):
    """One duty: its days, its basis, where it is done, and who does it."""

    permission: ClassVar = Permission.AGENDA_EDIT
    template_name: ClassVar[str] = "agenda/task.html"
    form_class: ClassVar[type[Form]] = OwnerForm
    heading: ClassVar[Any] = gettext_lazy("Duty")
    back_label: ClassVar[Any] = gettext_lazy("Calendar of duties")

    def _task(self) -> AgendaTask:
        rows = queries.list_tasks(actor=self.actor, state="")
        return found(rows.filter(pk=self.kwargs["task_id"]).first())

    def get_context(self) -> dict[str, Any]:
        """Return the duty."""
        task = self._task()
        return {
            "task": task,
            "title": formats.say(queries.task_title(task)),
            "tag": _state_tag(task),
            "source": formats.cited(DUTIES[AgendaKind(task.kind)].source),
            "is_open": task.state == AgendaTask.State.OPEN,
        }

    def get_initial(self) -> dict[str, Any]:
        """Begin with the stored owner."""
        return {"owner_id": str(self._task().owner_id or "")}

    def act(self, form: Form) -> str:
        """Save the owner."""
        actions.assign_task(
            actor=self.actor,
            task_id=self.kwargs["task_id"],
            owner_id=_owner(form),
            now=timezone.now(),
        )
        return _("The owner was saved.")

    def get_success_url(self) -> str:
        """Show the calendar."""
        return reverse("agenda:tasks")

    def get_back_url(self) -> str:
        """Back to the calendar."""
        return reverse("agenda:tasks")


class FinishTask(RowAct):
    """Mark it as done; the toast undoes it."""

    permission: ClassVar = Permission.AGENDA_EDIT
    action = actions.finish_task
    id_name: ClassVar[str] = "task_id"
    page_name: ClassVar[str] = "agenda:task"
    said: ClassVar[Any] = gettext_lazy("Marked as done.")

    def get_success_url(self) -> str:
        """Show the calendar."""
        return reverse("agenda:tasks")

    def get_undo_url(self) -> str:
        """Offer to open it again."""
        return reverse("agenda:reopen", args=[self.row_id])


class ReopenTask(RowAct):
    """Open it again."""

    permission: ClassVar = Permission.AGENDA_EDIT
    action = actions.reopen_task
    id_name: ClassVar[str] = "task_id"
    page_name: ClassVar[str] = "agenda:task"
    said: ClassVar[Any] = gettext_lazy("Open again.")


class PlanNow(ActView):
    """Write the calendar anew, instead of waiting for the night."""

    permission: ClassVar = Permission.AGENDA_EDIT

    def act(self) -> str:
        """Write it."""
        counts = actions.plan_agenda(actor=self.actor, now=timezone.now())
        return _("Written anew: %(added)s new, %(moved)s changed, %(void)s no longer due.") % counts

    def get_success_url(self) -> str:
        """Show the calendar."""
        return reverse("agenda:tasks")


class RulesPage(PageView):
    """Which duties concern us, and who does them; the private feed."""

    permission: ClassVar = Permission.AGENDA_VIEW
    template_name: ClassVar[str] = "agenda/rules.html"

    def get_context(self) -> dict[str, Any]:
        """Return every kind, and whether the member has a feed."""
        names = queries.owner_names()
        return {
            "heading": _("Duties and feed"),
            "lead": _("Turn off what does not concern you, and say who does what."),
            "rules": [
                (
                    one,
                    formats.say(one.title).format(subject="").strip(),
                    formats.cited(one.source),
                    names.get(one.owner_id or 0, ""),
                )
                for one in queries.list_rules(kind=self.actor.kind)
            ],
            "may_edit": self.actor.can(Permission.AGENDA_EDIT),
            "has_feed": queries.has_feed(actor=self.actor),
            "back_url": reverse("agenda:tasks"),
            "back_label": _("Calendar of duties"),
        }


class RuleForm(OwnerForm):
    """Whether a kind concerns us, and who does it."""

    submit_label = gettext_lazy("Save")
    is_on = forms.BooleanField(label=gettext_lazy("Stands in our calendar"), required=False)


class RulePage(FormPage):
    """Settle one kind of duty."""

    permission: ClassVar = Permission.AGENDA_EDIT
    form_class: ClassVar[type[Form]] = RuleForm
    heading: ClassVar[Any] = gettext_lazy("Duty")
    back_label: ClassVar[Any] = gettext_lazy("Duties and feed")

    def _rule(self) -> queries.RuleLine:
        rules = queries.list_rules(kind=self.actor.kind)
        return found(next((one for one in rules if one.kind == self.kwargs["kind"]), None))

    def get_context(self) -> dict[str, Any]:
        """Name the duty."""
        return {"lead": formats.say(self._rule().title).format(subject="").strip()}

    def get_initial(self) -> dict[str, Any]:
        """Begin with what holds."""
        rule = self._rule()
        return {"is_on": rule.is_on, "owner_id": str(rule.owner_id or "")}

    def act(self, form: Form) -> str:
        """Save it and write the calendar anew."""
        actions.set_rule(
            actor=self.actor,
            kind=self._rule().kind,
            is_on=form.cleaned_data["is_on"],
            owner_id=_owner(form),
            now=timezone.now(),
        )
        return _("Saved. The calendar was written anew.")

    def get_success_url(self) -> str:
        """Show all kinds."""
        return reverse("agenda:rules")

    def get_back_url(self) -> str:
        """Back to all kinds."""
        return reverse("agenda:rules")


class OpenFeed(PageView):
    """Make the address of the private calendar; it is shown this once."""

    permission: ClassVar = Permission.AGENDA_VIEW
    template_name: ClassVar[str] = "agenda/feed.html"
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Make it and show it."""
        key = actions.open_feed(actor=self.actor, now=timezone.now())
        context = {
            "heading": _("Your private calendar"),
            "lead": _("Subscribe to this address in your calendar program."),
            "address": settings.BASE_URL + actions.FEED_PATH.format(key=key),
            "back_url": reverse("agenda:rules"),
            "back_label": _("Duties and feed"),
        }
        response = self.show(context)
        response["Cache-Control"] = "no-store"
        return response


class CloseFeed(ActView):
    """End the address of the private calendar."""

    permission: ClassVar = Permission.AGENDA_VIEW

    def act(self) -> str:
        """End it."""
        actions.close_feed(actor=self.actor, now=timezone.now())
        return _("The address opens nothing any more.")

    def get_success_url(self) -> str:
        """Show the rules."""
        return reverse("agenda:rules")


class Feed(DoorView):
    """The private calendar, for the program that holds its key."""

    door_kind: ClassVar[str] = Door.Kind.CALENDAR
    http_method_names = ["get", "head", "options"]

    def make_actor(self, door: OpenDoor) -> Actor:
        """Return nobody yet: the member is read inside the organisation."""
        return Actor(organisation_id=door.organisation_id, kind=door.kind, role=None)

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Send the calendar with the rights that the member has now."""
        member = queries.find_feed_member(membership_id=self.subject)
        if member is None:
            raise NotVisibleError
        actor = Actor(
            organisation_id=self.actor.organisation_id,
            kind=self.actor.kind,
            role=Role(member.role),
            account_id=member.account_id,
            name=str(member.account),
        )
        if not actor.can(Permission.AGENDA_VIEW):
            raise NotVisibleError
        language = member.account.language or get_language() or "ja"
        content = feed_file(actor=actor, language=language, now=timezone.now())
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="tasuki.ics"'
        return response
