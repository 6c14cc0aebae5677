"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from tasuki.web.moves import (
    contract_steps,
    contract_work,
    frame,
    secondment_case,
    secondment_steps,
    secondments,
    sheets,
    side_work,
)

_ONE = "secondments/<uuid:secondment_id>/"
_SECONDMENTS = [
    path("secondments/", secondments.SecondmentList.as_view(), name="secondments"),
    path("secondments/add/", secondments.SecondmentAdd.as_view(), name="secondment_add"),
    path(_ONE, secondment_case.SecondmentPage.as_view(), name="secondment"),
    path(f"{_ONE}edit/", secondments.SecondmentEdit.as_view(), name="secondment_edit"),
    path(f"{_ONE}convert/", secondments.ConvertSecondment.as_view(), name="secondment_convert"),
    path(f"{_ONE}paper/", secondment_case.SecondmentPaper.as_view(), name="secondment_paper"),
    *(
        path(f"{_ONE}{name}/", view.as_view(), name=f"secondment_{name}")
        for name, view in (
            ("confirm", secondment_steps.ConfirmPurpose),
            ("deliver", secondment_steps.DeliverConditions),
            ("consent", secondment_steps.RecordConsent),
            ("decline", secondment_steps.DeclineSecondment),
            ("sign", secondment_steps.SignContract),
            ("activate", secondment_steps.ActivateSecondment),
            ("extend", secondment_steps.ExtendSecondment),
            ("return", secondment_steps.ReturnSecondment),
            ("revise", secondment_steps.ReviseSecondment),
            ("cancel", secondment_steps.CancelSecondment),
        )
    ),
]
_WORK = "side-work/<uuid:side_work_id>/"
_SHEET = "sheets/<uuid:sheet_id>/"
_SIDE_WORK = [
    path("side-work/", side_work.SideWorkList.as_view(), name="side_works"),
    path("side-work/add/", side_work.SideWorkAdd.as_view(), name="side_work_add"),
    path(_WORK, side_work.SideWorkPage.as_view(), name="side_work"),
    *(
        path(f"{_WORK}{name}/", view.as_view(), name=f"side_work_{name}")
        for name, view in (
            ("edit", side_work.SideWorkEdit),
            ("check", side_work.CheckSideWork),
            ("approve", side_work.ApproveSideWork),
            ("refuse", side_work.RefuseSideWork),
            ("start", side_work.StartSideWork),
            ("stop", side_work.StopSideWork),
            ("end", side_work.EndSideWork),
            ("paper", side_work.SideWorkPaper),
        )
    ),
    path(f"{_WORK}months/", sheets.BeginSheet.as_view(), name="sheet_begin"),
    path(_SHEET, sheets.SheetPage.as_view(), name="sheet"),
    path(f"{_SHEET}close/", sheets.CloseSheet.as_view(), name="sheet_close"),
    path(f"{_SHEET}paper/", sheets.SheetPaper.as_view(), name="sheet_paper"),
]
_ORDER = "contract-work/<uuid:contract_id>/"
_DELIVERY = "deliveries/<uuid:delivery_id>/"
_CONTRACT_WORK = [
    path("contract-work/", contract_work.ContractWorkList.as_view(), name="contract_works"),
    path("contract-work/add/", contract_work.ContractWorkAdd.as_view(), name="contract_work_add"),
    path(_ORDER, contract_work.ContractWorkPage.as_view(), name="contract_work"),
    *(
        path(f"{_ORDER}{name}/", view.as_view(), name=f"contract_work_{name}")
        for name, view in (
            ("edit", contract_work.ContractWorkEdit),
            ("issue", contract_steps.IssueNotice),
            ("start", contract_steps.StartContractWork),
            ("announce", contract_steps.AnnounceEnd),
            ("renew", contract_steps.RenewContractWork),
            ("end", contract_steps.EndContractWork),
            ("cancel", contract_steps.CancelContractWork),
            ("paper", contract_work.ContractWorkPaper),
        )
    ),
    path(f"{_ORDER}deliveries/", contract_steps.RecordReceipt.as_view(), name="delivery_add"),
    path(_DELIVERY, contract_steps.DeliveryPage.as_view(), name="delivery"),
    path(f"{_DELIVERY}inspect/", contract_steps.InspectDelivery.as_view(), name="delivery_inspect"),
    path(f"{_DELIVERY}pay/", contract_steps.PayDelivery.as_view(), name="delivery_pay"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    *_SECONDMENTS,
    *_SIDE_WORK,
    *_CONTRACT_WORK,
    path("cases/<uuid:case_id>/ask/", frame.AskPerson.as_view(), name="ask"),
]
