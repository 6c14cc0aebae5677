"""Addresses of the room; the same for the agency and for the company."""

from django.urls import URLPattern, URLResolver, path

from tasuki.web.introductions import case, lists, meetings, steps

_ONE = "<uuid:case_id>/"
_MEETING = "interviews/<uuid:interview_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.CaseTable.as_view(), name="introductions"),
    path("board/", lists.BoardPage.as_view(), name="board"),
    path("add/", steps.AskIntroduction.as_view(), name="ask"),
    path(_ONE, case.IntroductionPage.as_view(), name="introduction"),
    *(
        path(f"{_ONE}{name.replace('_', '-')}/", view.as_view(), name=name)
        for name, view in (
            ("send", steps.Send),
            ("invite", steps.Invite),
            ("accept", steps.Accept),
            ("close", steps.Close),
            ("offer", steps.Offer),
            ("decline", steps.Decline),
            ("withdraw", steps.Withdraw),
            ("change_told", steps.ChangeTold),
            ("tell", steps.TellPerson),
            ("join", steps.Join),
            ("interview_add", meetings.PlanInterview),
        )
    ),
    path(f"{_MEETING}move/", meetings.MoveInterview.as_view(), name="interview_move"),
    path(f"{_MEETING}hold/", meetings.HoldInterview.as_view(), name="interview_hold"),
    path(f"{_MEETING}cancel/", meetings.CancelInterview.as_view(), name="interview_cancel"),
]
