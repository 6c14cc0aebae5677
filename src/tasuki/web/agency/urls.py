"""Addresses of the room."""

from django.urls import URLPattern, path

from tasuki.web.agency import (
    codes,
    contact,
    contract_forms,
    contracts,
    decide,
    employers,
    home,
    ledger,
    margin,
    opening,
    opening_acts,
    opening_import,
    openings,
    outbox,
    papers,
    queue,
    seeker,
    seekers,
    slot_acts,
    slots,
    statements,
)
from tasuki.web.agency.books import checks as book_checks
from tasuki.web.agency.books import lists as book_lists
from tasuki.web.agency.books import runs as book_runs
from tasuki.web.agency.books import sheets as book_sheets

_ONE = "queue/<uuid:registration_id>/"
_QUEUE = [
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
    path(f"{_ONE}work-request/", contact.NoteWorkRequest.as_view(), name="work_request"),
    path(f"{_ONE}count/", decide.Count.as_view(), name="count"),
    path(f"{_ONE}not-count/", decide.NotCount.as_view(), name="not_count"),
    path(f"{_ONE}reverse/", decide.Reverse.as_view(), name="reverse"),
]
_SEEKER = "seekers/<uuid:job_seeker_id>/"
_SEEKERS = [
    path("seekers/", seekers.SeekersPage.as_view(), name="seekers"),
    path("seekers/receive/", seeker.ReceiveSeeker.as_view(), name="seeker_receive"),
    path("seekers/sheet.pdf", seeker.BlankSheet.as_view(), name="seeker_blank_sheet"),
    path("seekers/terms.pdf", seeker.BlankTerms.as_view(), name="seeker_blank_terms"),
    path(
        "seekers/terms/<uuid:terms_id>/arrival/",
        seeker.NoteArrival.as_view(),
        name="seeker_arrival",
    ),
    path(
        "seekers/terms/<uuid:terms_id>/terms.pdf",
        seeker.TermsFile.as_view(),
        name="seeker_terms_file",
    ),
    path(
        "seekers/talks/<uuid:note_id>/remove/",
        seeker.RemoveInterview.as_view(),
        name="seeker_interview_remove",
    ),
    path(_SEEKER, seeker.SeekerPage.as_view(), name="seeker"),
    path(f"{_SEEKER}correct/", seeker.CorrectSeeker.as_view(), name="seeker_correct"),
    path(f"{_SEEKER}wishes/", seeker.EditWishes.as_view(), name="seeker_wishes"),
    path(f"{_SEEKER}terms/mail/", seeker.MailTerms.as_view(), name="seeker_mail_terms"),
    path(f"{_SEEKER}terms/paper/", seeker.HandTerms.as_view(), name="seeker_hand_terms"),
    path(f"{_SEEKER}talks/add/", seeker.AddInterview.as_view(), name="seeker_interview"),
    path(f"{_SEEKER}start/", seeker.StartSearch.as_view(), name="seeker_start"),
    path(f"{_SEEKER}renew/", seeker.RenewSearch.as_view(), name="seeker_renew"),
    path(f"{_SEEKER}close/", seeker.CloseSearch.as_view(), name="seeker_close"),
    path(f"{_SEEKER}card/", seeker.CardPage.as_view(), name="seeker_card"),
    path(f"{_SEEKER}sheet.pdf", seeker.SheetFile.as_view(), name="seeker_sheet"),
]
_CONTRACT = "contracts/<uuid:contract_id>/"
_CODE = "contracts/codes/<uuid:link_id>/"
_CONTRACTS = [
    path("contracts/", contracts.ContractsPage.as_view(), name="contracts"),
    path("contracts/draft/", contract_forms.DraftContract.as_view(), name="contract_draft"),
    path(_CONTRACT, contracts.ContractPage.as_view(), name="contract"),
    path(f"{_CONTRACT}edit/", contract_forms.EditContract.as_view(), name="contract_edit"),
    path(f"{_CONTRACT}version/", contracts.NewVersion.as_view(), name="contract_version"),
    path(f"{_CONTRACT}sign/", contracts.SignContract.as_view(), name="contract_sign"),
    path(f"{_CONTRACT}run/", contracts.RunContract.as_view(), name="contract_run"),
    path(f"{_CONTRACT}resume/", contracts.ResumeContract.as_view(), name="contract_resume"),
    path(f"{_CONTRACT}pause/", contracts.PauseContract.as_view(), name="contract_pause"),
    path(f"{_CONTRACT}end/", contracts.EndContract.as_view(), name="contract_end"),
    path(f"{_CONTRACT}codes/", codes.IssueCode.as_view(), name="code_issue"),
    path(_CODE, codes.CodePage.as_view(), name="code"),
    path(f"{_CODE}labels/", codes.EditLabels.as_view(), name="code_labels"),
    path(f"{_CODE}code.svg", codes.CodeDrawing.as_view(), name="code_drawing"),
    path(f"{_CODE}print/", codes.CodePrint.as_view(), name="code_print"),
    path(f"{_CODE}rotate/", codes.RotateCode.as_view(), name="code_rotate"),
    path(f"{_CODE}revoke/", codes.RevokeCode.as_view(), name="code_revoke"),
    path("papers/", papers.PapersPage.as_view(), name="papers"),
    path("papers/fee-tables/add/", papers.AddFeeTable.as_view(), name="fee_table_add"),
    path(
        "papers/fee-tables/<uuid:fee_table_id>/filed/",
        papers.FileFeeTable.as_view(),
        name="fee_table_filed",
    ),
    path("papers/consultations/add/", papers.AddConsultation.as_view(), name="consultation_add"),
]
_SLOT = "slots/<uuid:slot_id>/"
_SLOTS = [
    path("slots/", slots.SlotsPage.as_view(), name="slots"),
    path(_SLOT, slots.SlotPage.as_view(), name="slot"),
    path(
        f"{_SLOT}ask/<uuid:registration_id>/",
        slot_acts.AskRelease.as_view(),
        name="release_ask",
    ),
    path(f"{_SLOT}present/<uuid:release_id>/", slot_acts.Present.as_view(), name="slot_present"),
    path(f"{_SLOT}withdraw/", slot_acts.CandidateWithdraws.as_view(), name="slot_withdraw"),
    path(f"{_SLOT}leaving/", slot_acts.RecordLeaving.as_view(), name="slot_leave"),
    path(f"{_SLOT}suspend/", slot_acts.SuspendSlot.as_view(), name="slot_suspend"),
    path(f"{_SLOT}restore/", slot_acts.RestoreSlot.as_view(), name="slot_restore"),
    path(f"{_SLOT}reverse/", slot_acts.ReverseSlot.as_view(), name="slot_reverse"),
]
_STATEMENTS = [
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
    path("disputes/<uuid:dispute_id>/", statements.DisputePage.as_view(), name="dispute"),
    path(
        "disputes/<uuid:dispute_id>/close/",
        statements.CloseDispute.as_view(),
        name="dispute_close",
    ),
    path("contracts/books/<uuid:book_id>/", ledger.LedgerPage.as_view(), name="ledger"),
    path(
        "contracts/books/<uuid:book_id>/file.<str:form>",
        ledger.LedgerFile.as_view(),
        name="ledger_file",
    ),
    path("margin/", margin.MarginPage.as_view(), name="margin"),
    path("margin/file.<str:form>", margin.MarginFile.as_view(), name="margin_file"),
]
_MAILS = [
    path("outbox/", outbox.Outbox.as_view(), name="outbox"),
    path("outbox/<uuid:mail_id>/", outbox.MailPage.as_view(), name="mail"),
    path("outbox/<uuid:mail_id>/cancel/", outbox.CancelMail.as_view(), name="mail_cancel"),
    path("outbox/<uuid:mail_id>/retry/", outbox.RetryMail.as_view(), name="mail_retry"),
]
_OPENING = "openings/<uuid:opening_id>/"
_EMPLOYER = "openings/employers/<uuid:employer_id>/"
_OPENINGS = [
    path("openings/", openings.OpeningsPage.as_view(), name="openings"),
    path("openings/add/", openings.OpeningAdd.as_view(), name="opening_add"),
    path("openings/import/", opening_import.OpeningImport.as_view(), name="opening_import"),
    path("openings/employers/", employers.EmployersPage.as_view(), name="employers"),
    path("openings/employers/add/", employers.EmployerAdd.as_view(), name="employer_add"),
    path(_EMPLOYER, employers.EmployerPage.as_view(), name="employer"),
    path(f"{_EMPLOYER}edit/", employers.EmployerEdit.as_view(), name="employer_edit"),
    path(f"{_EMPLOYER}declare/", employers.Declare.as_view(), name="employer_declare"),
    path(f"{_EMPLOYER}end/", employers.EndEmployer.as_view(), name="employer_end"),
    path(_OPENING, opening.OpeningPage.as_view(), name="opening"),
    path(f"{_OPENING}edit/", openings.OpeningEdit.as_view(), name="opening_edit"),
    path(f"{_OPENING}accept/", opening_acts.AcceptOrder.as_view(), name="opening_accept"),
    path(f"{_OPENING}validity/", opening_acts.ExtendOrder.as_view(), name="opening_extend"),
    path(f"{_OPENING}refuse/", opening_acts.RefuseOrder.as_view(), name="opening_refuse"),
    path(f"{_OPENING}publish/", opening_acts.Publish.as_view(), name="opening_publish"),
    path(f"{_OPENING}confirm/", opening_acts.Confirm.as_view(), name="opening_confirm"),
    path(f"{_OPENING}suspend/", opening_acts.Suspend.as_view(), name="opening_suspend"),
    path(f"{_OPENING}fill/", opening_acts.Fill.as_view(), name="opening_fill"),
    path(f"{_OPENING}close/", opening_acts.Close.as_view(), name="opening_close"),
    path(f"{_OPENING}list/", opening_acts.ListPublicly.as_view(), name="opening_list"),
    path(f"{_OPENING}unlist/", opening_acts.Unlist.as_view(), name="opening_unlist"),
    path(f"{_OPENING}sheet.pdf", opening_acts.JobSheetFile.as_view(), name="opening_sheet"),
    path(f"{_OPENING}changes.pdf", opening_acts.ChangeNoticeFile.as_view(), name="opening_changes"),
    path(f"{_OPENING}refusal.pdf", opening_acts.RefusalFile.as_view(), name="opening_refusal"),
]

urlpatterns: list[URLPattern] = [
    path("", home.HomePage.as_view(), name="home"),
    *_QUEUE,
    *_SEEKERS,
    *_CONTRACTS,
    *_SLOTS,
    *_OPENINGS,
    *_STATEMENTS,
    *_MAILS,
    *book_lists.PATTERNS,
    *book_runs.PATTERNS,
    *book_checks.PATTERNS,
    *book_sheets.PATTERNS,
]
