"""My page over all organisations: who knows my name, what waits for me, who keeps what."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from tasuki.apps.actor import Actor
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.passport import queries as passport
from tasuki.apps.relay.queries import holdings
from tasuki.apps.rights.bundle import list_halfway_actors
from tasuki.core.access import OrganisationKind
from tasuki.core.relay.machines import ReleaseState
from tasuki.web.person.consents import describe_consents
from tasuki.web.person.frame import name_of, say_all
from tasuki.web.person.me import HELD_KEY, MeView, acting_as, list_own_actors
from tasuki.web.person.mine import describe_release

KIND_WORDS: Final = {
    OrganisationKind.AGENCY: "agency",
    OrganisationKind.COMPANY: "company",
    OrganisationKind.MUNICIPALITY: "municipality",
}


class OverviewPage(MeView):
    """Everything that is the person's own, one card for each organisation."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it; a person without records reads that nobody here keeps anything."""
        places = [self._look(actor) for actor in list_own_actors(self.account)]
        knowing = {name for place in places for name in place["knowing"]}
        halfway = [
            orgs.find_organisation(organisation_id=one.organisation_id)
            for one in list_halfway_actors(account=self.account)
        ]
        context = {
            "places": places,
            "questions": [one for place in places for one in place["questions"]],
            "knowing": sorted(knowing),
            "halfway": [name_of(one.name, one.name_en) for one in halfway],
            "operators": orgs.list_operators(),
            "held": request.session.get(HELD_KEY, 0),
            "block_count": len(passport.find_blocks(account_id=self.account.pk)),
            "item_count": len(passport.list_items(account_id=self.account.pk)),
        }
        return self.show("person/overview.html", context)

    def _look(self, actor: Actor) -> dict[str, Any]:
        """Read one organisation's side, bound for this read only."""
        organisation = orgs.find_organisation(organisation_id=actor.organisation_id)
        url = reverse("person:me_home", args=[actor.talent_record_id])
        with acting_as(actor):
            holding = holdings.describe_holding(actor=actor, now=self.now)
            releases = holdings.list_own_releases(actor=actor)
            return {
                "organisation": organisation,
                "name": name_of(organisation.name, organisation.name_en),
                "kind": KIND_WORDS.get(actor.kind, ""),
                "holding": holding,
                "items": say_all(holding.items),
                "url": url,
                "consents": [
                    one for one in describe_consents(actor, now=self.now) if one["is_live"]
                ],
                "knowing": holdings.list_knowing(actor=actor)
                | ({organisation.name} if actor.kind is OrganisationKind.COMPANY else set()),
                "questions": [
                    describe_release(one)
                    | {
                        "agency_name": name_of(organisation.name, organisation.name_en),
                        "yes_url": reverse(
                            "person:me_act", args=[actor.talent_record_id, "release_yes"]
                        ),
                        "no_url": reverse(
                            "person:me_act", args=[actor.talent_record_id, "release_no"]
                        ),
                    }
                    for one in releases
                    if one.state == ReleaseState.ASKED and one.answer_by >= localdate(self.now)
                ],
            }
