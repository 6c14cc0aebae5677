"""Addresses of the room."""

from django.urls import URLPattern, path

from tasuki.web.agency import decide, home, queue, statements

_ONE = "registrations/<uuid:registration_id>/"
urlpatterns: list[URLPattern] = [
    path("", home.HomePage.as_view(), name="home"),
    path("queue/", queue.QueuePage.as_view(), name="queue"),
    path(_ONE, queue.QueuePage.as_view(), name="registration"),
    path(f"{_ONE}proof/", queue.ProofFile.as_view(), name="proof"),
    path(f"{_ONE}accept/", decide.Accept.as_view(), name="accept"),
    path(f"{_ONE}accept/undo/", decide.UndoAccept.as_view(), name="undo_accept"),
    path(f"{_ONE}refuse/", decide.Refuse.as_view(), name="refuse"),
    path(f"{_ONE}hold/", decide.Hold.as_view(), name="hold"),
    path(f"{_ONE}review/", decide.Review.as_view(), name="review"),
    path(f"{_ONE}duplicate/", decide.ResolveDuplicate.as_view(), name="resolve_duplicate"),
    path(f"{_ONE}duplicate/undo/", decide.UndoDuplicate.as_view(), name="undo_duplicate"),
    path(f"{_ONE}count/", decide.Count.as_view(), name="count"),
    path(f"{_ONE}not-count/", decide.NotCount.as_view(), name="not_count"),
    path(f"{_ONE}reverse/", decide.Reverse.as_view(), name="reverse"),
    path("statements/", statements.StatementsPage.as_view(), name="statements"),
    path("statements/<uuid:statement_id>/", statements.StatementPage.as_view(), name="statement"),
    path(
        "statements/<uuid:statement_id>/file.<str:form>",
        statements.StatementFile.as_view(),
        name="statement_file",
    ),
    path(
        "statements/<uuid:statement_id>/correct/",
        statements.CorrectStatement.as_view(),
        name="correct",
    ),
    path("books/<uuid:book_id>/issue/", statements.IssueStatement.as_view(), name="issue"),
    path("questions/<uuid:dispute_id>/", statements.DisputePage.as_view(), name="dispute"),
    path(
        "questions/<uuid:dispute_id>/close/",
        statements.CloseDispute.as_view(),
        name="dispute_close",
    ),
]
