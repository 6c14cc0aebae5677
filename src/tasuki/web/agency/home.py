"""The first page: what waits today."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _

from tasuki.apps.messages.queries import list_notifications
from tasuki.apps.policy import check_licence_on
from tasuki.apps.relay.queries.contracts import list_contracts
from tasuki.apps.relay.queries.credits import list_live_balances
from tasuki.apps.relay.queries.registrations import count_queue
from tasuki.apps.relay.queries.slots import count_slots, list_disputes, list_slots
from tasuki.core.access import OrganisationKind
from tasuki.core.relay.machines import ContractState, DisputeState, SlotState
from tasuki.web.agency.todo import list_todo
from tasuki.web.components.panels import Event
from tasuki.web.components.views import PageView

NEWS_COUNT = 6


class HomePage(PageView):
    """What waits today, how each company stands, what happened."""

    kind: ClassVar = OrganisationKind.AGENCY
    template_name: ClassVar[str] = "agency/home.html"

    def get_context(self) -> dict[str, Any]:
        """Return the day's work."""
        today = timezone.localdate()
        live = [one for one in list_contracts() if one.state == ContractState.RUNNING]
        disputes = [
            one for one in list_disputes(today=today) if one.dispute.state == DisputeState.OPENED
        ]
        balances = list_live_balances(contracts=live)
        news = list_notifications(actor=self.actor)[:NEWS_COUNT]
        is_english = self.request.LANGUAGE_CODE.startswith("en")
        return {
            "heading": _("Home"),
            "lead": _("What waits for you today."),
            "queue": count_queue(on=today),
            "requested": list_slots(state=SlotState.REQUESTED),
            "todo": list_todo(self.actor, today=today),
            "slots": count_slots(),
            "disputes": disputes,
            "licence_problem": check_licence_on(on=today),
            "balances": [(one, balances[one.book_id]) for one in live],
            "events": [
                Event(
                    at=one.created_at,
                    text=one.text_en if is_english else one.text,
                    url=one.url,
                )
                for one in news
            ],
        }
