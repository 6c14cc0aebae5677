"""What the agency needs to answer a question: the totals by reason, and a look for names."""

from uuid import UUID

from tasuki.apps.relay.models import Dispute, Registration, Statement
from tasuki.apps.relay.queries.slots import find_dispute
from tasuki.apps.relay.queries.statement_files import reason_label
from tasuki.core.relay.machines import StatementState
from tasuki.core.relay.naming import PersonWords, is_naming
from tasuki.core.words import Words


def find_disputed_statement(dispute: Dispute) -> Statement | None:
    """Return the present revision of the statement that a question is about."""
    return Statement.objects.filter(
        book_id=dispute.statement_book_id,
        month=dispute.statement_month,
        state=StatementState.ISSUED,
    ).first()


def draft_answer(*, dispute_id: UUID) -> Words:
    """Return the totals by reason of the statement asked about, as the start of an answer.

    Raises:
        NotVisibleError: no such question for the organisation bound now.
    """
    statement = find_disputed_statement(find_dispute(dispute_id=dispute_id))
    reasons = statement.reasons if statement else {}
    if not reasons:
        return Words("数えない・取り消し：0名", "not counted or reversed: 0")
    labels = [(code, reason_label(code), count) for code, count in reasons.items()]
    return Words(
        "\n".join(f"{code} {label.ja}：{count}名" for code, label, count in labels),
        "\n".join(f"{code} {label.en}: {count}" for code, label, count in labels),
    )


def is_naming_somebody(text: str, *, book_id: UUID) -> bool:
    """Return whether a text points at anybody who registered under a book."""
    names = ("family_name", "given_name", "name_kana", "mail", "phone")
    people = Registration.objects.filter(book_id=book_id)
    return any(
        is_naming(text, PersonWords(*(getattr(one, name) for name in names)))
        for one in people.iterator()
    )
