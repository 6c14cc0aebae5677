"""Addresses of a person: registration, own pages by key and by sign-in, answers."""

from django.urls import URLPattern, URLResolver, path

from tasuki.web.person import answers, data, mine, registering, steps


def _own(prefix: str, name: str) -> list[URLPattern]:
    """Return the own pages below one way in; both ways show the same pages."""
    return [
        path(prefix, mine.HomePage.as_view(), name=f"{name}_home"),
        path(f"{prefix}consent/", steps.ConsentPage.as_view(), name=f"{name}_consent"),
        path(f"{prefix}wishes/", steps.WishesPage.as_view(), name=f"{name}_wishes"),
        path(f"{prefix}birth-date/", steps.UnderstoodPart.as_view(), name=f"{name}_understood"),
        path(f"{prefix}done/", steps.DonePage.as_view(), name=f"{name}_done"),
        path(f"{prefix}data.json", data.DataFile.as_view(), name=f"{name}_data"),
        path(f"{prefix}do/<slug:act>/", mine.OwnAct.as_view(), name=f"{name}_act"),
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("me/", mine.HomePage.as_view(), name="home"),
    *_own("me/", "me"),
    *_own("r/own/<str:key>/", "own"),
    path("r/confirm/<str:key>/", registering.ConfirmPage.as_view(), name="confirm"),
    path("r/<str:code>/", registering.ExplainPage.as_view(), name="explain"),
    path("r/<str:code>/sent/", registering.SentPage.as_view(), name="sent"),
    path("r/<str:code>/fees/", registering.FeesPage.as_view(), name="fees"),
    path("r/<str:code>/no/", registering.DeclinedPage.as_view(), name="declined"),
    path("release/<str:key>/", answers.ReleasePage.as_view(), name="release"),
    path("result/<str:key>/", answers.ResultPage.as_view(), name="result"),
    path("stop/<str:key>/", answers.StopPage.as_view(), name="stop"),
]
