"""Rows of openings: drafts that a human completes and publishes (H6)."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django.utils.timezone import localdate

from tasuki.apps.imports.ledger import Ledger, put
from tasuki.apps.imports.rows import Fault, Row, Verdict
from tasuki.apps.imports.targets.base import Target
from tasuki.apps.openings.models import Opening
from tasuki.apps.people.actions import take_numbers
from tasuki.core.access import Permission
from tasuki.core.identity.normalise import name_key
from tasuki.core.law.forbidden import check_forbidden_data
from tasuki.core.prefectures import PREFECTURES
from tasuki.core.words import Words

_UNITS: Final = {"YEAR": "year", "MONTH": "month", "DAY": "day", "HOUR": "hour"}
_TEXTS: Final = ("title", "occupation", "workplace")
_NO_TITLE: Final = Fault(
    "",
    "job_title",
    "",
    Words("求人の名前を入力してください。", "Enter the title of the opening."),
    repair="required",
)


def opening_fields(row: Row) -> dict[str, Any]:
    """Return the opening of a row by the fields of an opening."""
    least = row.values.get("salary_min_yen") or 0
    most = row.values.get("salary_max_yen") or least
    prefecture = row.text("prefecture") or row.text("office")
    return {
        "title": row.text("job_title")[:120],
        "occupation": row.text("occupation")[:120],
        "workplace": (row.text("office") or prefecture)[:200],
        "pay_min_yen": min(least, most),
        "pay_max_yen": max(least, most),
        "pay_unit": _UNITS.get(row.text("salary_period"), "month"),
        "prefecture": _prefecture_number(prefecture),
        "external_id": row.text("external_id")[:60],
    }


def _prefecture_number(name: str) -> int | None:
    names = [one.ja for one in PREFECTURES]
    return names.index(name) + 1 if name in names else None


class Openings(Target):
    """Openings as drafts; one that is shown is not changed by a file."""

    kind: ClassVar[str] = "openings"
    permission: ClassVar[Permission] = Permission.OPENING_EDIT

    def number_of(self, row: Row) -> str:
        """Return the number in the other system, else title and workplace."""
        fields = opening_fields(row)
        return fields["external_id"] or _place(fields["title"], fields["workplace"])

    def judge(self, rows: Sequence[Row]) -> None:
        """Set what each row would do."""
        for row in rows:
            self._check(row)
        self.check_repeats(rows)
        known = self._find_known(rows)
        for row in rows:
            if row.faults or row.verdict == Verdict.SAME:
                continue
            if opening := known.get(self.number_of(row)):
                self._compare(row, opening)

    def _check(self, row: Row) -> None:
        fields = opening_fields(row)
        if not row.faults and not fields["title"]:
            row.fail(_NO_TITLE)
        for name in _TEXTS:
            if refusal := check_forbidden_data(fields[name]):
                text = Words(
                    f"{refusal.reason_ja}{refusal.next_ja}",
                    f"{refusal.reason_en} {refusal.next_en}",
                )
                row.fail(Fault("", name, fields[name], text, repair="forbidden"))

    def _find_known(self, rows: Sequence[Row]) -> dict[str, Opening]:
        wanted = [opening_fields(row) for row in rows if not row.faults]
        numbers = {one["external_id"] for one in wanted} - {""}
        titles = {one["title"] for one in wanted}
        by_number = Opening.objects.filter(external_id__in=numbers)
        by_title = Opening.objects.filter(title__in=titles, external_id="")
        found = {_place(one.title, one.workplace): one for one in by_title}
        return found | {one.external_id: one for one in by_number}

    def _compare(self, row: Row, opening: Opening) -> None:
        row.compare(opening.pk, (opening, _told(row)))
        if row.before and opening.state != Opening.State.DRAFT:
            row.fail(_shown(opening))

    def write(self, rows: Sequence[Row], ledger: Ledger) -> None:
        """Store new drafts and changed ones."""
        known = self._find_known(rows)
        made = []
        for row in rows:
            opening = known.get(self.number_of(row))
            if opening is None:
                made.append(self._new(row))
                continue
            self._compare(row, opening)
            if row.verdict == Verdict.UPDATE:
                ledger.changed(opening, put(opening, _told(row)), subject_id=None)
                opening.save()
        if made:
            numbers = take_numbers(name="opening", count=len(made))
            for number, opening in zip(numbers, made, strict=True):
                opening.number = f"O-{number:05d}"
            Opening.objects.bulk_create(made)
            ledger.made(made)

    def _new(self, row: Row) -> Opening:
        opening = Opening(
            organisation_id=self.run.organisation_id,
            as_of=localdate(self.run.created_at),
            import_run_id=self.run.pk,
            **opening_fields(row),
        )
        row.verdict, row.target_id = Verdict.NEW, opening.pk
        return opening


def _told(row: Row) -> dict[str, Any]:
    """Return what a row says; what it does not say stays as it is."""
    fields = opening_fields(row)
    if not fields["pay_min_yen"]:
        for name in ("pay_min_yen", "pay_max_yen", "pay_unit"):
            del fields[name]
    return {name: value for name, value in fields.items() if value}


def _place(title: str, workplace: str) -> str:
    return f"{name_key(title)}\x1f{name_key(workplace)}"


def _shown(opening: Opening) -> Fault:
    return Fault(
        "",
        "job_title",
        opening.title,
        Words(
            f"公開中または終了した求人（{opening.number}）です。求人の画面で変更してください。",
            f"Opening {opening.number} is shown or closed. Change it on its own page.",
        ),
        repair="shown",
    )
