"""A person's own: behind the fence by account, written with ``owned``."""

from secrets import token_bytes

import factory
from tests.factories import NOW, TODAY
from tests.model_factories.parts import RowOf, add, new_id

from tasuki.apps.orgs.models import (
    Account,
)
from tasuki.apps.passport.models import CompanyBlock, OwnKey, PassportGrant, PassportItem
from tasuki.apps.people.models import (
    RecordView,
)
from tasuki.core.access import Role

add(
    RecordView,
    talent_record_id=new_id(),
    viewer_id=1,
    role=Role.COMPANY_HR,
    viewed_on=TODAY,
    first_at=NOW,
)
add(
    CompanyBlock,
    account=RowOf(Account),
    name="みなと精機",
    name_index=factory.LazyFunction(lambda: token_bytes(16)),
)
add(
    PassportItem,
    account=RowOf(Account),
    kind=PassportItem.Kind.SKILL,
    title="品質管理",
    updated_at=NOW,
)
add(OwnKey, account=RowOf(Account), master_version=1, wrapped=b"")
add(PassportGrant, item=RowOf(PassportItem), reader_id=1)
