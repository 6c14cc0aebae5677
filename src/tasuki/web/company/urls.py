"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from tasuki.web.company import (
    agreements,
    applicant,
    applicants,
    contracts,
    home,
    import_check,
    import_draft,
    import_files,
    imports,
    notices,
    openings,
    outbox,
    paper,
    person_data,
    purposes,
    relay,
    same_person,
    sending,
    slot_forms,
    slot_results,
    slots,
    statements,
    texts,
)
from tasuki.web.company.people_urls import PEOPLE

_IMPORTS = [
    path("imports/", imports.ImportList.as_view(), name="imports"),
    path("imports/file/", imports.ImportFile.as_view(), name="import_file"),
    path("imports/sample/", import_files.SampleFile.as_view(), name="import_sample"),
    path("imports/<uuid:run_id>/", import_files.ImportRunPage.as_view(), name="import_run"),
    path(
        "imports/<uuid:run_id>/file/", import_draft.ImportReading.as_view(), name="import_reading"
    ),
    path(
        "imports/<uuid:run_id>/columns/",
        import_draft.ImportColumns.as_view(),
        name="import_columns",
    ),
    path(
        "imports/<uuid:run_id>/values/", import_draft.ImportValues.as_view(), name="import_values"
    ),
    path("imports/<uuid:run_id>/check/", import_check.ImportCheck.as_view(), name="import_check"),
    path(
        "imports/<uuid:run_id>/check/<int:line>/",
        import_check.EditRow.as_view(),
        name="import_edit",
    ),
    path("imports/<uuid:run_id>/repair/", import_check.RepairRows.as_view(), name="import_repair"),
    path("imports/<uuid:run_id>/decide/", import_check.DecideRows.as_view(), name="import_decide"),
    path("imports/<uuid:run_id>/start/", import_check.StartImport.as_view(), name="import_start"),
    path(
        "imports/<uuid:run_id>/discard/", import_draft.DiscardDraft.as_view(), name="import_discard"
    ),
    path(
        "imports/<uuid:run_id>/errors/", import_files.FailedRowsFile.as_view(), name="import_errors"
    ),
    path("imports/<uuid:run_id>/undo/", import_files.UndoImport.as_view(), name="import_undo"),
]
_PEOPLE = [
    path("applicants/", applicants.ApplicantList.as_view(), name="applicants"),
    path(
        "applicants/restore/<int:moment>/",
        applicants.RestoreApplicants.as_view(),
        name="applicants_restore",
    ),
    path("applicants/<uuid:application_id>/", applicant.ApplicantPage.as_view(), name="applicant"),
    path(
        "applicants/<uuid:application_id>/archive/",
        applicant.ArchiveApplicant.as_view(),
        name="applicant_archive",
    ),
    path(
        "applicants/<uuid:application_id>/restore/",
        applicant.RestoreApplicant.as_view(),
        name="applicant_restore",
    ),
    path(
        "applicants/<uuid:application_id>/edit/",
        person_data.EditPerson.as_view(),
        name="applicant_edit",
    ),
    path(
        "applicants/<uuid:application_id>/mail-works/",
        person_data.MailWorks.as_view(),
        name="applicant_mail_works",
    ),
    path(
        "applicants/<uuid:application_id>/stop/",
        applicant.StopUse.as_view(),
        name="applicant_stop",
    ),
    *_IMPORTS,
]
_NOTICES = [
    path("notices/", notices.NoticeList.as_view(), name="notices"),
    path("notices/prepare/", notices.PreparePage.as_view(), name="prepare"),
    path("notices/send/", sending.SendPage.as_view(), name="send"),
    path("notices/paper/", paper.PaperPage.as_view(), name="paper"),
    path("notices/sendings/", sending.SendLog.as_view(), name="sendings"),
    path("notices/sendings/<uuid:batch_id>/", sending.SendingPage.as_view(), name="sending"),
    path(
        "notices/sendings/<uuid:batch_id>/stop/",
        sending.StopSending.as_view(),
        name="sending_stop",
    ),
    path("notices/texts/", texts.TextsPage.as_view(), name="texts"),
    path("notices/texts/add/", texts.TemplatePage.as_view(), name="template_add"),
    path("notices/texts/purpose/", purposes.PurposePage.as_view(), name="purpose"),
    path("notices/texts/<uuid:template_id>/", texts.TemplatePage.as_view(), name="template"),
    path(
        "notices/texts/<uuid:template_id>/retire/",
        texts.RetireTemplate.as_view(),
        name="template_retire",
    ),
    path("notices/<uuid:invite_id>/", notices.NoticePage.as_view(), name="notice"),
]
_RELAY = [
    path("relay/", relay.RelayPage.as_view(), name="relay"),
    path("relay/<uuid:book_id>/", relay.ProgramPage.as_view(), name="program"),
    path("contracts/<uuid:contract_id>/", contracts.ContractPage.as_view(), name="contract"),
    path(
        "contracts/<uuid:contract_id>/penalty/",
        contracts.OpenPenaltyTerms.as_view(),
        name="contract_penalty",
    ),
    path("statements/", statements.StatementList.as_view(), name="statements"),
    path("statements/<uuid:statement_id>/", statements.StatementPage.as_view(), name="statement"),
    path(
        "statements/<uuid:statement_id>/pdf/",
        statements.StatementPdf.as_view(),
        name="statement_pdf",
    ),
    path(
        "statements/<uuid:statement_id>/csv/",
        statements.StatementCsv.as_view(),
        name="statement_csv",
    ),
    path(
        "statements/<uuid:statement_id>/question/",
        statements.OpenDispute.as_view(),
        name="dispute_open",
    ),
    path("disputes/<uuid:dispute_id>/", statements.DisputePage.as_view(), name="dispute"),
    path(
        "disputes/<uuid:dispute_id>/withdraw/",
        statements.WithdrawDispute.as_view(),
        name="dispute_withdraw",
    ),
]
_SLOTS = [
    path("slots/", slots.SlotList.as_view(), name="slots"),
    path("slots/ledger/<uuid:book_id>/", slots.LedgerPage.as_view(), name="ledger"),
    path("slots/ledger/<uuid:book_id>/csv/", slots.LedgerCsv.as_view(), name="ledger_csv"),
    path("slots/<uuid:slot_id>/", slots.SlotPage.as_view(), name="slot"),
    path("slots/<uuid:slot_id>/request/", slot_forms.RequestSlot.as_view(), name="slot_request"),
    path("slots/<uuid:slot_id>/cancel/", slot_forms.CancelRequest.as_view(), name="slot_cancel"),
    path(
        "slots/<uuid:slot_id>/decline/",
        slot_forms.DeclineCandidate.as_view(),
        name="slot_decline",
    ),
    path(
        "slots/<uuid:slot_id>/interview/",
        slot_results.HoldInterview.as_view(),
        name="slot_interview",
    ),
    path("slots/<uuid:slot_id>/result/", slot_results.RecordResult.as_view(), name="slot_result"),
    path("slots/<uuid:slot_id>/join/", slot_results.Join.as_view(), name="slot_join"),
    path("slots/<uuid:slot_id>/leave/", slot_results.RecordLeaving.as_view(), name="slot_leave"),
]
_REST = [
    path("openings/", openings.OpeningList.as_view(), name="openings"),
    path("openings/add/", openings.OpeningAdd.as_view(), name="opening_add"),
    path("openings/<uuid:opening_id>/", openings.OpeningPage.as_view(), name="opening"),
    *(
        path(
            f"openings/<uuid:opening_id>/{act}/",
            openings.OpeningAct.as_view(),
            {"act": act},
            name=f"opening_{act}",
        )
        for act in ("publish", "confirm", "close")
    ),
    path(
        "openings/<uuid:opening_id>/offer/<int:agency_id>/",
        openings.OfferOpening.as_view(),
        name="opening_offer",
    ),
    path("outbox/", outbox.Outbox.as_view(), name="outbox"),
    path("outbox/<uuid:mail_id>/", outbox.MailPage.as_view(), name="mail"),
    path("outbox/<uuid:mail_id>/cancel/", outbox.CancelMail.as_view(), name="mail_cancel"),
    path("outbox/<uuid:mail_id>/bounce/", outbox.ReportBounce.as_view(), name="mail_bounce"),
    path("outbox/<uuid:mail_id>/retry/", outbox.RetryMail.as_view(), name="mail_retry"),
    path("region/", agreements.AgreementsPage.as_view(), name="agreements"),
    path("region/<int:municipality_id>/agree/", agreements.Agree.as_view(), name="agreement_agree"),
    path(
        "region/<int:municipality_id>/end/", agreements.EndAgreement.as_view(), name="agreement_end"
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.HomePage.as_view(), name="home"),
    path("flow/", home.FlowCsv.as_view(), name="flow_csv"),
    *_PEOPLE,
    *PEOPLE,
    *same_person.PATTERNS,
    *_NOTICES,
    *_RELAY,
    *_SLOTS,
    *_REST,
]
