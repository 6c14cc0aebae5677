"""Every action says which act of the permission matrix it is, and the matrix is asked first."""

import importlib
import pkgutil

import pytest
from tests.factories import NOW, actor_of, make_organisation

import tasuki.apps
from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import DECLARATIONS, action
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import RefusedError
from tasuki.core.access import KIND_ROLES, OrganisationKind
from tasuki.core.law import acts
from tasuki.core.law.acts import Act

pytestmark = pytest.mark.django_db

# Agency and municipality are asked without licence and notification: then they are what any
# other information service is.
LEGAL = {
    OrganisationKind.COMPANY: acts.LegalRole.EMPLOYER,
    OrganisationKind.AGENCY: acts.LegalRole.PLATFORM,
    OrganisationKind.MUNICIPALITY: acts.LegalRole.PLATFORM,
    OrganisationKind.PLATFORM: acts.LegalRole.PLATFORM,
}


def load_all() -> None:
    """Import every module of the areas, so that every action is defined."""
    for found in pkgutil.walk_packages(tasuki.apps.__path__, "tasuki.apps."):
        if ".migrations" not in found.name:
            importlib.import_module(found.name)


def actions():
    load_all()
    return [one for name, one in DECLARATIONS.items() if name.startswith("tasuki.")]


def test_action_that_declares_nothing_cannot_be_defined():
    with pytest.raises(TypeError):
        action(lambda *, actor: None)

    assert len(actions()) > 100


def test_acts_between_people_and_posts_are_these():
    declared = {}
    for one in actions():
        if one.act is not None:
            declared.setdefault(one.act, set()).add(one.name.rpartition(".")[2])

    assert declared[Act.RECOMMEND] >= {
        "accept_registration",
        "accept_clean",
        "issue_link",
        "run_contract",
        "resume_contract",
        "ask_release",
        "present_candidate",
    }
    assert declared[Act.RANK_OWN] >= {"decide_result", "decline_candidate", "record_result", "join"}
    assert declared[Act.RELAY_MSG] >= {"prepare_notices", "send_notices", "record_paper_notices"}
    assert declared[Act.LIST_JOBS] >= {"publish_opening", "request_slot", "start_import"}


@pytest.mark.parametrize("kind", OrganisationKind)
def test_forbidden_kind_is_refused_before_anything_else(kind):
    organisation = make_organisation(kind)
    actor = actor_of(organisation, KIND_ROLES[kind][0])
    forbidden = [
        one
        for one in actions()
        if one.act is not None and acts.check_act(one.act, kind=LEGAL[kind]) is not None
    ]
    assert forbidden

    for one in forbidden:
        with pytest.raises(RefusedError) as refused:
            one.function(actor=actor, now=NOW)

        refusal = refused.value.refusal
        assert refused.value.code == "H1"
        assert refusal.source.startswith("職業安定法")
        assert refusal.reason_ja in refused.value.ja
        assert refusal.next_ja in refused.value.ja
        assert refusal.reason_en in refused.value.en
        assert refusal.next_en in refused.value.en
    with bound(organisation.id, None):
        events = AuditEvent.objects.filter(kind="refused", data__code="H1")
        assert events.count() == len(forbidden)
