"""The frames of all pages: who may see them, whose rows they see, how a refusal is shown.

A page class names its permission and its audience.  The organisation is bound around the whole
answer, rendering included, so a template can never see rows of others.
"""

from http import HTTPStatus
from typing import Any, ClassVar, Final, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django_htmx.middleware import HtmxDetails

from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError, NotVisibleError
from tasuki.apps.orgs import queries as orgs
from tasuki.core.access import OrganisationKind, Permission, Role
from tasuki.web.components.forms import Form

UNDO_MARK: Final = "undo:"


class Request(HttpRequest):
    """A request after our middleware; for type checkers."""

    actor: Actor | None
    htmx: HtmxDetails


def toast(request: HttpRequest, text: str, *, undo_url: str = "") -> None:
    """Say what was done on the next page; with ``undo_url`` the toast offers to undo it by POST."""
    messages.success(request, text, extra_tags=f"{UNDO_MARK}{undo_url}" if undo_url else "")


def warn(request: HttpRequest, text: str) -> None:
    """Say on the next page that something was not done, why, and what to do."""
    messages.error(request, text)


def show_refusal(request: HttpRequest, error: ActionError) -> HttpResponse:
    """Return the answer to a refused act: a toast for htmx, else a page with the way back."""
    if cast("Request", request).htmx:
        response = render(
            request, "components/refusal_toast.html", {"error": error}, status=error.status
        )
        response["HX-Reswap"] = "none"  # what was typed stays; the toast swaps itself in
        return response
    back = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()})
    context = {"error": error, "back_url": back if is_ours else reverse("home")}
    return render(request, "components/refusal.html", context, status=error.status)


class OrganisationView(View):
    """A page or act of a signed-in member, for one kind of organisation and one permission.

    Attributes:
        permission: what the role must carry; None = every member of the audience.
        kind: whose page it is; other kinds get 404, as if it did not exist.
    """

    permission: ClassVar[Permission | None] = None
    kind: ClassVar[OrganisationKind | None] = None
    is_for_persons: ClassVar[bool] = False
    actor: Actor
    request: Request

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep the actor before anything else runs."""
        super().setup(request, *args, **kwargs)
        actor = self.request.actor
        if actor is not None:
            self.actor = actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer inside the organisation's transaction."""
        actor = self.request.actor
        if actor is None:
            return redirect("account:organisations")
        self._check_audience(actor)
        with bound(actor.organisation_id, actor.account_id):
            try:
                if self.permission is not None:
                    require(actor, self.permission)
                response = super().dispatch(request, *args, **kwargs)
            except ActionError as error:
                response = self.refuse(error)
            if hasattr(response, "render"):
                response = response.render()
        return response

    def refuse(self, error: ActionError) -> HttpResponseBase:
        """Return the answer to a refusal; pages with a form keep what was typed."""
        return show_refusal(self.request, error)

    def _check_audience(self, actor: Actor) -> None:
        is_person = actor.role is Role.PERSON
        if is_person is not self.is_for_persons and (is_person or self.is_for_persons):
            raise Http404
        if self.kind is not None and actor.kind != self.kind:
            raise Http404


class PageView(OrganisationView):
    """A page that is read.

    Attributes:
        template_name: the page; extends ``components/shell.html`` or ``components/hand.html``.
        partial_name: the partial of that page which htmx gets instead of the whole.
        partial_template: where the partial stands when it is not in the page's own template;
            a template does not inherit the partials of the one it extends.
    """

    template_name: ClassVar[str]
    partial_name: ClassVar[str] = ""
    partial_template: ClassVar[str] = ""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the page."""
        return self.show(self.get_context())

    def get_context(self) -> dict[str, Any]:
        """Return what the template shows; everything is read here, nothing in the template."""
        return {}

    def show(self, context: dict[str, Any], *, status: int = HTTPStatus.OK) -> HttpResponse:
        """Render the page, or its partial when htmx asks for it."""
        wants_part = self.partial_name and self.request.htmx and not self.request.htmx.boosted
        part = f"{self.partial_template or self.template_name}#{self.partial_name}"
        name = part if wants_part else self.template_name
        response = render(self.request, name, context, status=status)
        if self.partial_name:
            response["Vary"] = "HX-Request"
        return response


class FormPage(PageView):
    """A page with one form that calls one action.

    A refused action shows the form again with everything that was typed, status 409, 422 or 403.

    Attributes:
        form_class: a ``components.forms.Form``.
        heading, lead: the question of the page.
        back_label: words of the link back.
    """

    template_name = "components/form.html"
    form_class: ClassVar[type[Form]]
    heading: ClassVar[Any] = ""
    lead: ClassVar[Any] = ""
    back_label: ClassVar[Any] = ""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the form with its first values."""
        return self._show_form(self.make_form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Call the action; on success leave, else show what was typed and what to do."""
        form = self.make_form(request.POST, request.FILES)
        if not form.is_valid():
            return self._show_form(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            said = self.act(form)
        except NotVisibleError:
            raise
        except ActionError as error:
            form.add_refusal(error)
            return self._show_form(form, status=error.status)
        if said:
            toast(request, said, undo_url=self.get_undo_url())
        return redirect(self.get_success_url())

    def act(self, form: Form) -> str:
        """Call the action with the form's values and return what was done, as a sentence."""
        raise TypeError(f"{type(self).__name__} names no action")

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Return the form, empty or filled."""
        return self.form_class(data, files, initial=self.get_initial())

    def get_initial(self) -> dict[str, Any]:
        """Return the first values of the fields."""
        return {}

    def get_success_url(self) -> str:
        """Return where to go when it is done."""
        raise TypeError(f"{type(self).__name__} names no page to go to")

    def get_undo_url(self) -> str:
        """Return the address that takes the act back by POST; empty = cannot be undone."""
        return ""

    def get_back_url(self) -> str:
        """Return where the link back leads; empty = no link."""
        return ""

    def _show_form(self, form: Form, *, status: int = HTTPStatus.OK) -> HttpResponse:
        context = {
            "form": form,
            "heading": self.heading,
            "lead": self.lead,
            "back_url": self.get_back_url(),
            "back_label": self.back_label,
        }
        return self.show(self.get_context() | context, status=status)


class ActView(OrganisationView):
    """A button: one action by POST, then a page with a toast."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Do it and go on."""
        said = self.act()
        if said:
            toast(request, said, undo_url=self.get_undo_url())
        if self.request.htmx:
            response = HttpResponse(status=HTTPStatus.NO_CONTENT)
            response["HX-Redirect"] = self.get_success_url()
            return response
        return redirect(self.get_success_url())

    def act(self) -> str:
        """Call the action and return what was done, as a sentence."""
        raise TypeError(f"{type(self).__name__} names no action")

    def get_success_url(self) -> str:
        """Return where to go when it is done."""
        raise TypeError(f"{type(self).__name__} names no page to go to")

    def get_undo_url(self) -> str:
        """Return the address that takes the act back by POST; empty = cannot be undone."""
        return ""


@method_decorator(login_not_required, name="dispatch")
class DoorView(View):
    """A page that a mailed or printed key opens, without a sign-in.

    The key opens one row of one organisation; an unknown, used or expired key gives 404, the
    same for all.

    Attributes:
        door_kind: what the key opens, ``Door.Kind``.
        key_name: the name of the key in the address.
    """

    door_kind: ClassVar[str]
    key_name: ClassVar[str] = "key"
    actor: Actor
    subject: UUID
    request: Request

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer inside the transaction of the organisation that made the key."""
        door = orgs.find_door(kind=self.door_kind, key=kwargs[self.key_name], now=timezone.now())
        if door is None:
            raise Http404
        self.actor, self.subject = self.make_actor(door), door.subject
        with bound(door.organisation_id, None):
            try:
                response = super().dispatch(request, *args, **kwargs)
            except ActionError as error:
                response = show_refusal(request, error)
            if hasattr(response, "render"):
                response = response.render()
        # The address holds a key: no copy may leave with a link or stay in a shared cache. Not
        # "no-referrer": with it browsers send no origin with a form, and the form is refused.
        response["Referrer-Policy"] = "same-origin"
        response["Cache-Control"] = "no-store"
        return response

    def make_actor(self, door: orgs.OpenDoor) -> Actor:
        """Return who acts: the person who holds the key."""
        return Actor(
            organisation_id=door.organisation_id,
            kind=door.kind,
            role=Role.PERSON,
            registration_id=door.subject if self.door_kind == "registration" else None,
        )
