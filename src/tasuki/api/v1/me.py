"""Operations of a person over all organisations: signed in; a mailed key opens one agency only.

Not here: the way in and deleting everything, which need a code in the browser that asked for it.
"""

from typing import Any

from django.utils import timezone

from tasuki.adapters.postgres.context import bound
from tasuki.api.area import SESSION_AUTH, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.schemas import me as forms
from tasuki.api.v1.schemas.common import Done, Wording
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.orgs.queries import find_account, find_organisation
from tasuki.apps.passport import actions, queries
from tasuki.apps.passport.models import PassportItem
from tasuki.apps.relay.queries.holdings import LogLine, list_log
from tasuki.apps.rights.blocking import hide_from_company
from tasuki.apps.rights.bundle import list_person_actors
from tasuki.core.access import Permission

area = Area(tags=["own data"], auth=list(SESSION_AUTH))
_VIEW = Permission.OWN_DATA_VIEW
_DECIDE = Permission.OWN_DATA_DECIDE


@area.read("/me/log", forms.LogOut, needs=_VIEW)
def read_own_log(request: ApiRequest) -> forms.LogOut:
    """Read who received or looked at the person's data, over all organisations."""
    lines: list[LogLine] = []
    account = find_account(account_id=_account_id(request))
    for actor in list_person_actors(account=account):
        name = find_organisation(organisation_id=actor.organisation_id).name
        with bound(actor.organisation_id, actor.account_id):
            lines += list_log(actor=actor, organisation_name=name)
    lines.sort(key=lambda line: line.at, reverse=True)
    return forms.LogOut(items=[_line(one) for one in lines])


@area.read("/me/companies", forms.BlockList, needs=_VIEW)
def list_blocked_companies(request: ApiRequest) -> forms.BlockList:
    """List the companies that get no proposal about the person."""
    found = queries.find_blocks(account_id=_account_id(request))
    return forms.BlockList(items=[forms.BlockOut.from_orm(one) for one in found])


@area.write("/me/companies", forms.BlockOut, needs=_DECIDE)
def block_company(request: ApiRequest, given: forms.BlockIn) -> forms.BlockOut:
    """Let a company get no proposal about the person; its open questions are answered with no."""
    account = find_account(account_id=_account_id(request))
    done = hide_from_company(account=account, now=timezone.now(), **given.model_dump())
    return forms.BlockOut.from_orm(done.block)


@area.write("/me/companies/remove", Done, needs=_DECIDE)
def unblock_companies(request: ApiRequest, given: forms.ChosenIn) -> Done:
    """Let companies get proposals again."""
    for one in given.ids:
        actions.unblock_company(account_id=_account_id(request), block_id=one, now=timezone.now())
    return Done(count=len(given.ids))


@area.read("/me/passport", forms.ItemList, needs=_VIEW)
def list_passport_entries(request: ApiRequest) -> forms.ItemList:
    """List the entries of the own passport, and the proposals that wait for a yes."""
    account_id = _account_id(request)
    grants = queries.list_grants(account_id=account_id)
    rows = [
        one
        for is_proposed in (False, True)
        for one in queries.list_items(account_id=account_id, is_proposed=is_proposed)
    ]
    return forms.ItemList(items=[_item(one, grants.get(one.id, set())) for one in rows])


@area.write("/me/passport", forms.ItemOut, needs=_DECIDE)
def add_passport_entry(request: ApiRequest, given: forms.ItemIn) -> forms.ItemOut:
    """Write an entry, and say which organisations may read it; nobody unless named."""
    account_id = _account_id(request)
    saved = actions.save_item(
        account_id=account_id,
        values=given.model_dump(exclude={"reader_ids"}),
        now=timezone.now(),
    )
    opened = actions.open_item(
        account_id=account_id, item_id=saved.id, reader_ids=given.reader_ids, now=timezone.now()
    )
    return _item(saved, opened)


@area.write("/me/passport/accept", Done, needs=_DECIDE)
def accept_passport_entries(request: ApiRequest, given: forms.ChosenIn) -> Done:
    """Take proposed entries into the passport."""
    for one in given.ids:
        actions.accept_item(account_id=_account_id(request), item_id=one, now=timezone.now())
    return Done(count=len(given.ids))


@area.write("/me/passport/remove", Done, needs=_DECIDE)
def remove_passport_entries(request: ApiRequest, given: forms.ChosenIn) -> Done:
    """Delete entries of the passport."""
    for one in given.ids:
        actions.remove_item(account_id=_account_id(request), item_id=one, now=timezone.now())
    return Done(count=len(given.ids))


@area.write("/me/passport/text", forms.ReadingOut, needs=_DECIDE)
def read_resume_text(request: ApiRequest, given: forms.ResumeIn) -> forms.ReadingOut:
    """Read a résumé's text into proposals; the text is not kept."""
    reading = actions.propose_items(
        account_id=_account_id(request), text=given.text, now=timezone.now()
    )
    return forms.ReadingOut(
        proposed=len(reading.entries),
        left_out=[Wording.of(one.label) for one in reading.left_out],
    )


def _account_id(request: ApiRequest) -> int:
    if request.auth.account_id is None:
        raise NotVisibleError
    return request.auth.account_id


def _item(one: PassportItem, readers: set[int]) -> forms.ItemOut:
    names = ("id", "kind", "title", "place", "text", "starts_on", "ends_on", "is_proposed")
    values: dict[str, Any] = {name: getattr(one, name) for name in names}
    return forms.ItemOut(**values, reader_ids=sorted(readers))


def _line(one: LogLine) -> forms.LogLineOut:
    return forms.LogLineOut(
        kind=one.kind,
        at=one.at,
        who=one.who,
        role=one.role,
        way=one.way,
        items=list(one.items),
        purpose=Wording.of(one.purpose),
        number=one.number,
    )
