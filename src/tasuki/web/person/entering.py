"""The way in with a mail address and a code; no password, and no hint who is known."""

from http import HTTPStatus
from typing import Any, Final

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.errors import ActionError
from tasuki.apps.orgs.models import Account
from tasuki.apps.passport.entry import (
    CodeAnswer,
    CodePurpose,
    Pending,
    check_code,
    open_account,
    read_mail,
    send_code,
)
from tasuki.apps.passport.linking import link_records
from tasuki.core.identity.dates import parse_date
from tasuki.core.identity.problems import ParseProblem
from tasuki.web.components import formats
from tasuki.web.components.forms import Form
from tasuki.web.components.views import toast
from tasuki.web.person import frame, limits
from tasuki.web.person.me import HELD_KEY, MeView

CODE_KEY: Final = "tasuki_code"
NEXT_KEY: Final = "tasuki_code_next"
PROVED_KEY: Final = "tasuki_proved"


class MailForm(Form):
    """Only the address."""

    mail = forms.CharField(
        label=gettext_lazy("Mail address"),
        max_length=254,
        help_text=gettext_lazy(
            "The address that you gave to the company or the agency. A code is sent to it."
        ),
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "inputmode": "email", "enterkeyhint": "send"}
        ),
    )


class CodeForm(Form):
    """Only the code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("8 digits from the mail. Spaces do not matter."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "enterkeyhint": "go",
            }
        ),
    )


class BirthForm(Form):
    """Only the birth date."""

    birth_date = forms.CharField(
        label=gettext_lazy("Birth date"),
        max_length=40,
        help_text=gettext_lazy("Example: 1998/4/12 or H10.4.12"),
        widget=forms.TextInput(attrs={"autocomplete": "bday", "enterkeyhint": "go"}),
    )


class EnterPage(frame.PersonView):
    """Asks for the address; the answer is the same page for every address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form; remember where the person wanted to go."""
        wanted = request.GET.get("next", "")
        if _is_own_page(wanted):
            request.session[NEXT_KEY] = wanted
        return self._show(MailForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make and mail a code, for known and unknown addresses alike."""
        form = MailForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            mail = read_mail(form.cleaned_data["mail"])
            send_code_to(self, mail, CodePurpose.ENTER)
        except ActionError as error:
            form.add_refusal(error)
            return self._show(form, status=error.status)
        return redirect("person:enter_code")

    def _show(self, form: Form, *, status: int = HTTPStatus.OK) -> HttpResponse:
        return self.show("person/enter.html", {"form": form}, status=status)


class EnterCodePage(frame.PersonView):
    """Takes the code back; it is good for this browser, once."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show the form, or the start where nothing is under way."""
        pending = find_pending(request)
        if pending is None:
            return redirect("person:enter")
        return self._show(CodeForm(), pending)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Sign in, and look where records of this address are kept."""
        pending = find_pending(request)
        if pending is None:
            return redirect("person:enter")
        form = CodeForm(request.POST)
        status: int = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                answer = take_code(request, form.cleaned_data["code"], CodePurpose.ENTER, self.now)
            except ActionError as error:
                form.add_refusal(error)
                return self._show(form, pending, status=error.status)
            if answer is CodeAnswer.RIGHT:
                return self._enter(pending.mail)
            if answer is CodeAnswer.OVER:
                return self.show("person/code_over.html", {}, status=HTTPStatus.GONE)
            form.add_error("code", say_wrong(find_pending(request)))
        return self._show(form, pending, status=status)

    def _show(self, form: Form, pending: Pending, *, status: int = HTTPStatus.OK) -> HttpResponse:
        return self.show(
            "person/enter_code.html", {"form": form, "mail": pending.mail}, status=status
        )

    def _enter(self, mail: str) -> HttpResponseBase:
        request = self.request
        account = open_account(mail=mail, language=get_language() or "ja", now=self.now)
        wanted = request.session.pop(NEXT_KEY, "")
        if account.is_active:
            linked = link_records(account=account, now=self.now)
            request.session[HELD_KEY] = linked.held
            request.session[PROVED_KEY] = account.pk
        record_authentication(request, account, method="code", email=mail)
        login = Login(
            user=account,
            email=mail,
            redirect_url=wanted if _is_own_page(wanted) else reverse("person:home"),
        )
        response: HttpResponseBase = perform_login(request, login)
        return response


class ConfirmBirthPage(MeView):
    """Records under one address speak of different people: the birth date says which are mine."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show the form."""
        if not self._is_proved():
            return redirect("person:home")
        return self._show(BirthForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Join the records with that birth date; what is another's stays closed."""
        if not self._is_proved():
            return redirect("person:home")
        form = BirthForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        found = parse_date(form.cleaned_data["birth_date"])
        if isinstance(found, ParseProblem):
            form.add_error("birth_date", formats.say(found.text))
            return self._show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        limits.take("birth_date", limits.BIRTH_DATE, who=self.account.email)
        linked = link_records(account=self.account, birth_date=found, now=self.now)
        request.session[HELD_KEY] = linked.held
        if not linked.linked:
            form.add_error(
                "birth_date",
                _(
                    "No record has this birth date. Check it, or ask the organisation to correct "
                    "its record."
                ),
            )
            return self._show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        toast(request, _("Your records are shown now."))
        return redirect("person:home")

    def _is_proved(self) -> bool:
        """Whether this very session proved the address of this account by a code."""
        return bool(self.request.session.get(PROVED_KEY) == self.account.pk)

    def _show(self, form: Form, *, status: int = HTTPStatus.OK) -> HttpResponse:
        return self.show("person/birth.html", {"form": form}, status=status)


def send_code_to(page: frame.PersonView, mail: str, purpose: CodePurpose) -> None:
    """Mail a code and keep in the session what the answer is compared with.

    Raises:
        TooManyTriesError: this visitor or this address asked too often.
    """
    request = page.request
    limits.take("code_address", limits.CODE_BY_ADDRESS, who=frame.network_address(request))
    limits.take("code_mail", limits.CODE_BY_MAIL, who=mail)
    pending = send_code(mail=mail, purpose=purpose, language=get_language() or "ja", now=page.now)
    request.session[CODE_KEY] = pending.as_dict()


def find_pending(request: HttpRequest) -> Pending | None:
    """Return the code that this browser waits for."""
    return Pending.from_dict(request.session.get(CODE_KEY))


def take_code(request: HttpRequest, typed: str, purpose: CodePurpose, now: Any) -> CodeAnswer:
    """Compare what was typed; a right or dead code is gone from the session at once.

    Posts of one browser come one after the other here, and each reads what the one before left:
    together they have five tries, and one of them enters.

    Raises:
        TooManyTriesError: this visitor typed too many codes.
    """
    limits.take("code_try", limits.CODE_TRY, who=frame.network_address(request))
    store = request.session
    with transaction.atomic():
        _lock_session(str(store.session_key))
        pending = Pending.from_dict(type(store)(store.session_key).get(CODE_KEY))
        if pending is None:
            return CodeAnswer.OVER  # another post took it; this session is not written back
        answer, left = check_code(pending=pending, typed=typed, purpose=purpose, now=now)
        if answer is CodeAnswer.WRONG:
            store[CODE_KEY] = left.as_dict()
        else:
            store.pop(CODE_KEY, None)
        store.save()
        store.modified = False  # written once more at the end it would undo a later post
    return answer


def _lock_session(session_key: str) -> None:
    """Wait until no other post of this browser is comparing; ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [session_key])


def say_wrong(pending: Pending | None) -> str:
    """Return what stands beside a wrong code."""
    left = pending.tries_left if pending else 0
    return _("This is not the code. You can try %(left)s more times.") % {"left": left}


def _is_own_page(path: str) -> bool:
    return path.startswith("/me/") and url_has_allowed_host_and_scheme(path, None)


def forget_proof(request: HttpRequest, account: Account) -> None:
    """Let a deleted account leave nothing in the session."""
    for key in (CODE_KEY, NEXT_KEY, HELD_KEY, PROVED_KEY):
        request.session.pop(key, None)
