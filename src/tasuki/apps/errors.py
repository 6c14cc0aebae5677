"""What an action answers when it does not do what was asked.

ActionError
|-- NotAllowedError   the role lacks the permission
|-- NotVisibleError   no such row for this organisation; says nothing about others
|-- RefusedError      a rule says no; names the rule and what to do next
|-- ConflictError     somebody else was faster; what was typed is kept
`-- InvalidInputError one field cannot be read; names the field
"""

from typing import Any

from django.utils.translation import get_language

from tasuki.core.law.refusals import Refusal


class ActionError(Exception):
    """An action was not done; the message is for the person who asked, in both languages.

    Attributes:
        ja, en: what happened, why, and what to do next.
        code: a stable machine name such as ``H4``, ``N5`` or ``conflict``.
    """

    code = "error"
    status = 400

    def __init__(self, *, ja: str, en: str, code: str | None = None, field: str = "") -> None:
        super().__init__(en)
        self.ja, self.en, self.field = ja, en, field
        self.code = code or self.code

    @property
    def text(self) -> str:
        """The message in the language of the moment."""
        return self.en if (get_language() or "ja").startswith("en") else self.ja

    def as_problem(self) -> dict[str, Any]:
        """Return the error as an RFC 9457 problem document."""
        problem = {
            "type": f"urn:tasuki:problem:{self.code}",
            "title": self.text,
            "status": self.status,
            "detail_ja": self.ja,
            "detail_en": self.en,
            "code": self.code,
        }
        return problem | ({"field": self.field} if self.field else {})


class NotAllowedError(ActionError):
    """The actor's role does not carry the permission."""

    code = "not_allowed"
    status = 403

    def __init__(self) -> None:
        super().__init__(
            ja="この操作をする権限がありません。組織の管理者に依頼してください。",
            en="You do not have the right to do this. Ask an owner of your organisation.",
        )


class NotVisibleError(ActionError):
    """The row does not exist for this organisation."""

    code = "not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__(
            ja="見つかりません。削除されたか、表示する権限がありません。一覧から選び直してください。",
            en="Not found: it was removed, or you may not see it. Choose again from the list.",
        )


def found[Row](row: Row | None) -> Row:
    """Return the row, or refuse as for every row that is not there.

    Raises:
        NotVisibleError: there is none here.
    """
    if row is None:
        raise NotVisibleError
    return row


class RefusedError(ActionError):
    """A rule of law or of the contract says no."""

    code = "refused"
    status = 409

    @classmethod
    def by_law(cls, refusal: Refusal) -> "RefusedError":
        """Return the error for a hard stop."""
        error = cls(
            ja=f"{refusal.reason_ja}{refusal.next_ja}（{refusal.rule}）",
            en=f"{refusal.reason_en} {refusal.next_en} ({refusal.rule})",
            code=str(refusal.rule),
        )
        error.refusal = refusal
        return error

    refusal: Refusal | None = None


class ConflictError(ActionError):
    """The row changed since it was read."""

    code = "conflict"
    status = 409

    def __init__(self, *, by: str = "") -> None:
        who_ja, who_en = (f"{by}さんが" if by else "ほかの人が"), (by or "somebody else")
        super().__init__(
            ja=f"{who_ja}先に変更しました。入力した内容は残っています。"
            "最新の状態を確認してから、もう一度操作してください。",
            en=f"This was changed by {who_en} first. What you typed is kept. "
            "Check the present state and try again.",
        )


class BusyError(ActionError):
    """Others hold what the act needs for longer than a request may wait; nothing was done."""

    code = "busy"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            ja="ほかの処理が続いているため、実行できませんでした。何も変わっていません。"
            "少し待ってから、もう一度操作してください。",
            en="Another operation is still running, so nothing was done. "
            "Wait a moment and try again.",
        )


class InvalidInputError(ActionError):
    """A value cannot be used; ``field`` says which."""

    code = "invalid"
    status = 422
