"""Addresses of a person: registration, own pages by key and by sign-in, answers."""

from django.urls import URLPattern, URLResolver, path

from tasuki.web.person import (
    answers,
    cases,
    companies,
    consents,
    data,
    entering,
    leaving,
    left,
    log,
    mine,
    overview,
    passport,
    registering,
    requests,
    steps,
    taking,
    terms,
)


def _own(prefix: str, name: str) -> list[URLPattern]:
    """Return the own pages below one way in; both ways show the same pages."""
    return [
        path(prefix, mine.HomePage.as_view(), name=f"{name}_home"),
        path(f"{prefix}consent/", steps.ConsentPage.as_view(), name=f"{name}_consent"),
        path(f"{prefix}wishes/", steps.WishesPage.as_view(), name=f"{name}_wishes"),
        path(f"{prefix}birth-date/", steps.UnderstoodPart.as_view(), name=f"{name}_understood"),
        path(f"{prefix}done/", steps.DonePage.as_view(), name=f"{name}_done"),
        path(f"{prefix}data.json", data.DataFile.as_view(), name=f"{name}_data"),
        path(f"{prefix}provisions.pdf", data.ProvisionPaper.as_view(), name=f"{name}_provisions"),
        path(f"{prefix}answers/", consents.OwnAnswer.as_view(), name=f"{name}_answers"),
        path(f"{prefix}do/<slug:act>/", mine.OwnAct.as_view(), name=f"{name}_act"),
    ]


_me: list[URLPattern] = [
    path("me/", overview.OverviewPage.as_view(), name="home"),
    path("me/enter/", entering.EnterPage.as_view(), name="enter"),
    path("me/enter/code/", entering.EnterCodePage.as_view(), name="enter_code"),
    path("me/birth-date/", entering.ConfirmBirthPage.as_view(), name="birth"),
    path("me/log/", log.LogPage.as_view(), name="log"),
    path("me/companies/", companies.CompaniesPage.as_view(), name="companies"),
    path("me/companies/remove/", companies.UnblockCompany.as_view(), name="company_remove"),
    path("me/passport/", passport.PassportPage.as_view(), name="passport"),
    path("me/passport/add/", passport.ItemPage.as_view(), name="passport_add"),
    path("me/passport/text/", passport.TextPage.as_view(), name="passport_text"),
    path("me/passport/proposed/", passport.ProposedPage.as_view(), name="passport_proposed"),
    path("me/passport/accept/", passport.AcceptItem.as_view(), name="passport_accept"),
    path("me/passport/remove/", passport.RemoveItem.as_view(), name="passport_remove"),
    path("me/passport/<uuid:item_id>/", passport.ItemPage.as_view(), name="passport_item"),
    path("me/requests/", requests.RequestsPage.as_view(), name="requests"),
    path("me/requests/back/", requests.TakeRequestBack.as_view(), name="request_back"),
    path("me/take/", taking.TakePage.as_view(), name="take"),
    path("me/data.json", taking.BundleFile.as_view(), name="bundle"),
    path("me/data.pdf", taking.BundlePaper.as_view(), name="paper"),
    path("me/delete/", leaving.LeavePage.as_view(), name="leave"),
    path("me/delete/code/", leaving.LeaveCodePage.as_view(), name="leave_code"),
    path("me/deleted/", left.LeftPage.as_view(), name="left"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *_me,
    *_own("me/at/<uuid:record_id>/", "me"),
    *_own("r/own/<str:key>/", "own"),
    path("r/confirm/<str:key>/", registering.ConfirmPage.as_view(), name="confirm"),
    path("r/<str:code>/", registering.ExplainPage.as_view(), name="explain"),
    path("r/<str:code>/sent/", registering.SentPage.as_view(), name="sent"),
    path("r/<str:code>/fees/", registering.FeesPage.as_view(), name="fees"),
    path("r/<str:code>/no/", registering.DeclinedPage.as_view(), name="declined"),
    path("release/<str:key>/", answers.ReleasePage.as_view(), name="release"),
    path("case/<str:key>/", cases.CaseQuestionPage.as_view(), name="case"),
    path("terms/<str:key>/", terms.TermsPage.as_view(), name="terms"),
    path("terms/<str:key>/terms.pdf", terms.TermsPaper.as_view(), name="terms_paper"),
    path("result/<str:key>/", answers.ResultPage.as_view(), name="result"),
    path("stop/<str:key>/", answers.StopPage.as_view(), name="stop"),
]
