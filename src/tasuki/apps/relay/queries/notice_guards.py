"""What every way of a notice asks before the line of an agency goes with it."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.people.models import Application
from tasuki.apps.relay import notice_texts as texts
from tasuki.apps.relay.models import Invite, PurposeNotice, RelayContract
from tasuki.apps.relay.queries import notices as queries
from tasuki.core.law.stops import GuidanceFacts, check_guidance_text, check_relay_protocol
from tasuki.core.relay.machines import InviteState
from tasuki.core.relay.reasons import SkipCode
from tasuki.core.relay.texts import used_fields


def choose_contract(book_id: UUID | None) -> RelayContract | None:
    """Return the running contract that guides; None where none runs.

    Raises:
        InvalidInputError: the one named does not run, or several run and none is named.
    """
    running = queries.list_guiding_contracts()
    if book_id is not None:
        running = [contract for contract in running if contract.book_id == book_id]
        if not running:
            raise InvalidInputError(
                ja="この契約は運用中ではありません。運用中の契約を選んでください。",
                en="This contract does not run. Choose one that does.",
                field="book_id",
            )
    if len(running) > 1:
        raise InvalidInputError(
            ja="案内する人材紹介会社を1社選んでください。",
            en="Choose one placement agency for the guidance.",
            field="book_id",
        )
    return running[0] if running else None


def take_guidance(contract: RelayContract | None, *, on: date) -> texts.Guidance | None:
    """Return what the line says about the agency of a contract; None without a contract.

    Raises:
        InvalidInputError: no code of the agency is live that day.
    """
    guidance = queries.find_guidance(contract=contract, on=on) if contract else None
    if contract and guidance is None:
        raise InvalidInputError(
            ja=f"{contract.agency_name}の有効な会社コードがありません。発行を依頼してください。",
            en=f"There is no live code of {contract.agency_name}. Ask the agency to issue one.",
            field="book_id",
        )
    return guidance


def check_line(values: texts.TemplateValues, *, has_guidance: bool) -> None:
    """Refuse a text that lacks what people must be told, or that holds what they must not be.

    Raises:
        RefusedError: H3, or ``elements`` where the line lacks a required element.
    """
    if refusal := check_guidance_text(f"{values.body}\n{values.relay_line}"):
        raise RefusedError.by_law(refusal)
    if not has_guidance:
        return
    check = texts.check_notice(values)
    if not values.relay_line.strip() or not check.is_complete:
        lacking = texts.missing_elements(check)
        raise RefusedError(
            ja="案内文に足りない要素があります："
            + ("、".join(words.ja for words in lacking) or "案内文そのもの")
            + "。テンプレートに書き足してから送信してください。",
            en="The relay line lacks: "
            + ("; ".join(words.en for words in lacking) or "the line itself")
            + ". Add it to the template and send again.",
            code="elements",
            field="relay_line",
        )


_FREE_CHOICE: Final = frozenset({"optional_free", "no_effect"})
"""The elements of the line that say that nothing depends on registering."""


def is_anybody_left_out_by_merit() -> bool:
    """Return whether somebody is not guided for another reason than an X-code."""
    left_out = Invite.objects.filter(state=InviteState.NOT_INVITED)
    return left_out.exclude(skip_code__in=[str(code) for code in SkipCode]).exists()


def check_guidance(
    invite: Invite,
    values: texts.TemplateValues,
    *,
    is_result_notified: bool,
    leaves_out_by_merit: bool,
) -> None:
    """Refuse to guide one person outside the protocol, by what the rows say (H3).

    Args:
        invite: of the person, with the application.
        values: the template in the language of the person.
        is_result_notified: the person was told the result, or is told in this very notice.
        leaves_out_by_merit: what ``is_anybody_left_out_by_merit`` says.

    Raises:
        RefusedError: H3.

    Source: 職業安定法 4条, 30条.
    """
    elements = texts.check_notice(values).elements
    said = {element.key for element in elements if element.is_present}
    is_decided = invite.application.outcome == Application.Outcome.NOT_SELECTED
    facts = GuidanceFacts(
        is_result_decided=is_decided and bool(invite.result_decided_by_id),
        is_result_notified=is_result_notified,
        leaves_out_by_merit=leaves_out_by_merit,
        is_condition_of_process=not said >= _FREE_CHOICE,
        carried_fields=frozenset(used_fields(f"{values.body}\n{values.relay_line}")),
        text=f"{values.body}\n{values.relay_line}",
    )
    if refusal := check_relay_protocol(facts):
        raise RefusedError.by_law(refusal)


def purpose_shown_to(
    application: Application, purposes: Sequence[PurposeNotice]
) -> PurposeNotice | None:
    """Return what this very applicant was told; None if the day of the application is unknown.

    Args:
        application: of the person.
        purposes: all versions, the first shown first.

    Source: 個人情報保護法 18条.
    """
    applied_on = application.applied_on
    if applied_on is None:
        return None
    shown = [notice for notice in purposes if notice.shown_from <= applied_on]
    return shown[-1] if shown else None


def say_empty_fields(problems: Sequence[tuple[str, texts.TextError]]) -> RefusedError:
    """Return the refusal of a sending in which texts of some people have an empty field."""
    name, error = problems[0]
    return RefusedError(
        ja=f"{len(problems)}件の通知に空の項目があるため、送信していません。"
        f"最初の1件：{name}さん。{error.words.ja}",
        en=f"Nothing was sent: {len(problems)} notices have an empty field. "
        f"The first: {name}. {error.words.en}",
        code="empty_field",
        field="body",
    )
