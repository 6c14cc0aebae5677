"""Pages for tests of the parts; saved filters serve as rows because their table is simple."""

from django import forms
from django.urls import include, path, reverse
from django.utils import timezone

from tasuki.adapters.charts import Step, step_bars
from tasuki.apps.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotVisibleError,
    RefusedError,
)
from tasuki.apps.orgs.models import SavedFilter
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.components.columns import (
    SmallTable,
    count_column,
    day_column,
    name_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import BulkAct, Tab, TableView
from tasuki.web.components.panels import Event, Figure, Rail
from tasuki.web.components.views import ActView, FormPage, PageView
from tasuki.web.urls import urlpatterns as product_urls

COLUMNS = (
    name_column("氏名", lambda row: row.name, lambda row: f"/sample/{row.pk}/", sort="name"),
    count_column("number", "人数", lambda row: row.account_id, sort="account_id"),
    text_column("query", "条件", lambda row: row.query),
    day_column("made", "作成日", lambda row: row.created_at, sort="created_at"),
)


class StateFilter(Form):
    state = forms.CharField(label="状態", required=False)


class SampleList(TableView):
    kind, permission = OrganisationKind.COMPANY, Permission.ORGANISATION_VIEW
    heading, lead, unit = "見本の行", "試験のための表です。", "row"
    columns = COLUMNS
    default_sort = "name"
    search_label = "氏名"
    filter_form = StateFilter
    tabs = (Tab(label="すべて", query=""), Tab(label="甲", query="state=a"))
    bulk_acts = (
        BulkAct(
            name="archive",
            label="保管",
            effect="一覧から消えます。",
            permission=Permission.APPLICATION_VIEW,
        ),
    )
    done: list = []

    def get_rows(self):
        return SavedFilter.objects.all()

    def search(self, rows, text):
        return rows.filter(name__icontains=text)

    def filter(self, rows, values):
        return rows.filter(query=values["state"]) if values.get("state") else rows

    def do_archive(self, rows, selection):
        self.done.append((rows.count(), selection.as_dict()))
        return f"{selection.count}行を保管しました。"


class OneForm(Form):
    name = forms.CharField(label="名前", help_text="例：架空 花子")
    kinds = forms.MultipleChoiceField(
        label="種類",
        choices=[("a", "甲"), ("b", "乙")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    side = forms.ChoiceField(
        label="側", choices=[("l", "左"), ("r", "右")], widget=forms.RadioSelect, required=False
    )
    size = forms.ChoiceField(label="大きさ", choices=[("s", "小")], required=False)
    agree = forms.BooleanField(label="同意", required=False, help_text="いつでも取り消せます。")
    note = forms.CharField(label="メモ", widget=forms.Textarea, required=False)


ERRORS = {
    "conflict": ConflictError(by="田中"),
    "field": InvalidInputError(ja="名前が違います。", en="Wrong name.", field="name"),
    "rule": RefusedError(ja="できません（H4）。削除してください。", en="No (H4).", code="H4"),
    "right": NotAllowedError(),
    "gone": NotVisibleError(),
}


class SampleForm(FormPage):
    kind, permission = OrganisationKind.COMPANY, Permission.ORGANISATION_VIEW
    form_class, heading, lead = OneForm, "見本の入力", "試験のための入力です。"
    back_label = "一覧に戻る"

    def act(self, form):
        name = form.cleaned_data["name"]
        if name in ERRORS:
            raise ERRORS[name]
        return "保存しました。"

    def get_undo_url(self):
        return reverse("sample_act")

    def get_success_url(self):
        return reverse("sample_form")

    get_back_url = get_success_url


class SampleAct(ActView):
    kind, permission = OrganisationKind.COMPANY, Permission.ORGANISATION_VIEW

    def act(self):
        if self.request.POST.get("name") in ERRORS:
            raise ERRORS[self.request.POST["name"]]
        return "元に戻しました。"

    def get_success_url(self):
        return reverse("sample_form")


class SamplePage(PageView):
    kind, permission = OrganisationKind.COMPANY, Permission.ORGANISATION_VIEW
    template_name = "tests/sample.html"

    def get_context(self):
        steps = [Step("案内", 312), Step("登録", 62)]
        figure = Figure(
            key="flow",
            question="どこで減る？",
            svg=step_bars(steps, key="flow", title="流れ", answer="62名です。"),
            answer="312名のうち62名です。",
            heads=("段階", "人数"),
            rows=(("案内", "312名"), ("登録", "62名")),
            marks=("暫定",),
            csv_url="/sample/flow.csv",
        )
        events = [
            Event(at=timezone.now(), text="回答", is_ahead=True),
            Event(at=timezone.now(), text="登録", detail="本人", undo_url="/sample/act/"),
        ]
        return {
            "heading": "見本の部品",
            "figure": figure,
            "events": events,
            "rail": Rail.of(["説明", "同意", "希望"], current=1),
            "table": SmallTable.of("台帳", COLUMNS, list(SavedFilter.objects.all())),
        }


class OwnerOnly(PageView):
    kind, permission = OrganisationKind.COMPANY, Permission.ORGANISATION_EDIT
    template_name = "tests/sample.html"


urlpatterns = [
    *product_urls,
    path("api/", include(([], "api"))),
    path("sample/", SampleList.as_view(), name="sample_list"),
    path("sample/form/", SampleForm.as_view(), name="sample_form"),
    path("sample/act/", SampleAct.as_view(), name="sample_act"),
    path("sample/page/", SamplePage.as_view(), name="sample_page"),
    path("sample/owner/", OwnerOnly.as_view(), name="sample_owner"),
]
