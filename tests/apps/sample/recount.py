"""Count a sample year again from what its generator wrote down, with nothing of the product.

Plain Python over plain facts: own months, own classes, own rounding.
"""

import calendar
import unicodedata
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

DAY = timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The corresponding day; where the month has none, the first day after it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    if day.day <= calendar.monthrange(year, month)[1]:
        return date(year, month, day.day)
    return date(year + month // 12, month % 12 + 1, 1)


def group_of(words: str, code: str = "") -> str:
    return code.split("-")[0] if code else unicodedata.normalize("NFKC", words)


def class_of(starts: date, ends: date | None) -> str:
    if ends is None or ends + DAY >= months_later(starts, 4):
        return "regular"
    return "temporary" if ends + DAY >= months_later(starts, 1) else "daily"


def end_of_search(seeker) -> date:
    if seeker.ended_on:
        return seeker.ended_on - DAY
    return months_later(seeker.accepted_on, 12 * (1 + seeker.renewal_count)) - DAY


def end_of_order(order) -> date:
    return min(order.valid_to, order.closed_on - DAY) if order.closed_on else order.valid_to


def hires_of(log, first, last):
    return [one for one in log.cases if one.hired_on and first <= one.hired_on <= last]


def class_of_hire(case) -> str:
    return class_of(case.hired_on, None if case.is_indefinite else case.order.contract_to)


def count_lines(log, first: date, last: date, known_by: date) -> dict[str, Counter]:
    """Return the counts of the yearly report by group of occupations."""
    lines: dict[str, Counter] = defaultdict(Counter)
    for order in (one for one in log.orders if one.number):
        line = lines[group_of(order.occupation, order.occupation_code)]
        if first <= order.received_on <= last:
            kind = class_of(order.contract_from or order.received_on, order.contract_to)
            if kind == "regular":
                line["orders_regular"] += order.person_count
            else:
                days = (order.contract_to - order.contract_from).days + 1
                line[f"orders_{kind}_days"] += order.person_count * days
        if order.received_on <= last <= end_of_order(order):
            line["valid_orders"] += order.person_count
    for seeker in (one for one in log.seekers if one.number):
        line = lines[group_of(seeker.occupation)]
        line["new_seekers"] += first <= seeker.accepted_on <= last
        line["valid_seekers"] += seeker.accepted_on <= last <= end_of_search(seeker)
    for hire in hires_of(log, first, last):
        _count_hire(
            lines[group_of(hire.order.occupation, hire.order.occupation_code)], hire, known_by
        )
    return {name: +line for name, line in lines.items() if +line}


def _count_hire(line: Counter, hire, known_by: date) -> None:
    kind = class_of_hire(hire)
    if kind == "regular":
        line["hires_regular"] += 1
    else:
        line[f"hires_{kind}_days"] += (hire.order.contract_to - hire.hired_on).days + 1
    if not hire.is_indefinite:
        return
    line["hires_indefinite"] += 1
    known = [one for one in hire.checks if one.known_on <= known_by]
    if not known:
        line["pending"] += 1
    elif known[-1].answer == "left":
        line["leavers"] += 1
    elif known[-1].answer == "unknown":
        line["unknown"] += 1


def amounts_of(invoice) -> tuple[int, int]:
    """Return what an invoice says without and with tax, of a refund below zero."""
    net = invoice.case.pay_yen * invoice.rate_permille // 1000
    if invoice.kind == "refund":
        net = net * invoice.percent_back // 100
        return -net, -(net + net // 10)
    return net, net + net // 10


def fee_rows(log) -> list[tuple[date, str, int, object]]:
    """Return the rows of the fee book: day, kind, yen without tax, hire."""
    rows = []
    for invoice in log.invoices:
        net, total = amounts_of(invoice)
        paid = entered = 0
        for day, yen in invoice.moved:
            paid += yen
            share = abs(net) * abs(paid) // abs(total) * (1 if paid >= 0 else -1)
            rows.append((day, invoice.kind, share - entered, invoice.case))
            entered = share
    rows += [(one.hired_on, "slot", 0, one) for one in log.cases if one.is_by_slot and one.hired_on]
    return rows


def count_income(log, first: date, last: date) -> dict:
    income, refunds = Counter(), Counter()
    zero = 0
    for day, kind, yen, case in fee_rows(log):
        if not first <= day <= last:
            continue
        if kind == "refund":
            refunds[id(case)] -= yen
        else:
            income[class_of_hire(case)] += yen
            zero += kind == "slot"
    return {
        "filed": dict(+income),
        "refunded": sum(refunds.values()),
        "refund_count": len(+refunds),
        "zero_count": zero,
    }


def count_rates(log, first: date, last: date) -> list[tuple]:
    """Return the five largest groups: name, hires, rate with and without zero rows."""
    collected = Counter()
    for _day, kind, yen, case in fee_rows(log):
        if kind == "fee":
            collected[id(case)] += yen
    groups = defaultdict(list)
    for hire in hires_of(log, first, last):
        if class_of_hire(hire) == "regular":
            name = group_of(hire.order.occupation, hire.order.occupation_code)
            groups[name].append((collected[id(hire)], hire.pay_yen))
    largest = sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))[:5]
    return [
        (name, len(rows), _rate(rows), _rate([one for one in rows if one[0]]))
        for name, rows in largest
    ]


def _rate(rows) -> Decimal | None:
    pay = sum(one[1] for one in rows)
    if not pay:
        return None
    exact = Decimal(sum(one[0] for one in rows)) * 100 / Decimal(pay)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def balance_of(log, employer: str, day: date) -> int:
    """Return what an employer owes at the end of a day, with tax."""
    owed = 0
    for invoice in (one for one in log.invoices if one.case.order.employer == employer):
        total = amounts_of(invoice)[1]
        owed += total if invoice.issued_on <= day else 0
        if invoice.cancelled_on and invoice.cancelled_on <= day:
            owed -= total
        owed -= sum(yen for on, yen in invoice.moved if on <= day)
    return owed
