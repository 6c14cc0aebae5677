"""Addresses of the room: the operator's below ``/rounds/``, a person's by key or sign-in."""

from django.urls import URLPattern, URLResolver, path

from tasuki.web.rounds import (
    fairness,
    lists,
    own,
    page,
    people,
    places,
    planning,
    publication,
    ranking,
    result,
    run,
)

_ONE = "<uuid:round_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.RoundTable.as_view(), name="rounds"),
    path("add/", planning.KindPage.as_view(), name="add"),
    path("add/<slug:kind>/", planning.PlanRound.as_view(), name="plan"),
    path(_ONE, page.RoundPage.as_view(), name="round"),
    *(
        path(f"{_ONE}{address}/", view.as_view(), name=name)
        for name, address, view in (
            ("mechanism", "mechanism", planning.ChooseMechanism),
            ("open", "open", page.OpenRound),
            ("lock", "lock", page.LockRound),
            ("reopen", "reopen", planning.ReopenRound),
            ("cancel", "cancel", planning.CancelRound),
            ("close", "close", page.CloseRound),
            ("places", "places", places.PlaceTable),
            ("place_add", "places/add", places.AddPlace),
            ("orders_add", "places/orders", places.AddOrders),
            ("fit", "fit", places.FitPlaces),
            ("place", "places/<uuid:place_id>", ranking.PlacePage),
            ("place_remove", "places/<uuid:place_id>/remove", places.RemovePlace),
            ("people", "people", people.PersonTable),
            ("people_add", "people/add", people.AddPeople),
            ("remind", "remind", people.RemindPeople),
            ("run", "run", run.RunPage),
            ("compare", "compare", run.CompareRound),
            ("clear", "clear", run.ClearRound),
            ("verify", "verify", run.VerifyRound),
            ("result", "result", result.DecisionTable),
            ("line", "result/<uuid:line_id>", result.LinePage),
            ("publication", "publication", publication.PublicationPage),
            ("publish", "publish", publication.PublishRound),
            ("start", "start", publication.StartCases),
            ("fairness", "fairness", fairness.FairnessPage),
        )
    ),
    path(f"{_ONE}orders.csv", publication.OrdersFile.as_view(), name="orders"),
    path(f"{_ONE}instance.json", publication.InstanceFile.as_view(), name="instance"),
    path(f"{_ONE}outcome.json", publication.OutcomeFile.as_view(), name="outcome"),
]

own_patterns: list[URLPattern | URLResolver] = [
    path("me/rounds/", own.OwnRoundsPage.as_view(), name="rounds"),
    path("me/rounds/<uuid:record_id>/<uuid:person_id>/", own.OwnRoundPage.as_view(), name="mine"),
    path("round/<str:key>/", own.OwnRoundPage.as_view(), name="round"),
]
