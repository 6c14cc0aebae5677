"""Who received or looked at my data, over all organisations."""

from django.http import HttpRequest, HttpResponse

from tasuki.apps.orgs import queries as orgs
from tasuki.apps.relay.queries import holdings
from tasuki.web.person.frame import name_of
from tasuki.web.person.lines import describe_line
from tasuki.web.person.me import MeView, acting_as, list_own_actors


class LogPage(MeView):
    """The newest line first; opening, files and hand-overs in one list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        lines = []
        for actor in list_own_actors(self.account):
            organisation = orgs.find_organisation(organisation_id=actor.organisation_id)
            with acting_as(actor):
                lines += holdings.list_log(
                    actor=actor,
                    organisation_name=name_of(organisation.name, organisation.name_en),
                )
        lines.sort(key=lambda line: line.at, reverse=True)
        return self.show("person/log.html", {"lines": [describe_line(one) for one in lines]})
