"""Sentences from the codes of a record. Every number in them stands in the record."""

from collections.abc import Mapping
from typing import Any

from tasuki.core.market.explain.words_en import SENTENCES as ENGLISH
from tasuki.core.market.explain.words_ja import SENTENCES as JAPANESE


def say(
    record: Mapping[str, Any],
    locale: str = "ja",
    *,
    titles: Mapping[str, str] | None = None,
    next_date: str | None = None,
) -> list[str]:
    """Return the sentences of a record, in the order in which a person asks.

    Args:
        record: made by `explain`.
        locale: `ja`; English for `en` and its variants.
        titles: place or region -> name that people read; the id where it has none.
        next_date: when the next round opens, as it should be read.
    """
    names = titles or {}
    result = record["result"]
    lines = [_sentence(result, locale, names, next_date)]
    if "movement" in record:
        lines.append(_sentence(record["movement"], locale, names, next_date))
    lines += [_sentence(one, locale, names, next_date) for one in record["higher"]]
    if "change" in record:
        change = record["change"]
        lines.append(_sentence({**change, "reason": f"change_{change['kind']}"}, locale, names))
    return lines


def _sentence(
    part: Mapping[str, Any], locale: str, names: Mapping[str, str], date: str | None = None
) -> str:
    sentences = ENGLISH if locale.startswith("en") else JAPANESE
    code = str(part["reason"])
    values = dict(part)
    for name in ("place", "region"):
        if values.get(name) is not None:
            values[name] = names.get(values[name], values[name])
    if code == "no_proposal" and date is not None:
        code, values["date"] = "no_proposal_date", date
    if code == "not_in_best_packing" and "loss" in part:
        code = "not_in_best_packing_loss"
    if code == "not_accepted":
        values["rule"] = sentences[f"rule_{part['rule']}"].format(**part)
    return sentences[code].format(**values)
