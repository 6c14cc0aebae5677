"""The relay."""

from typing import Any

import factory
from django.db import models
from factory.django import DjangoModelFactory
from tests.factories import NOW, TODAY
from tests.model_factories.parts import (
    FACTORIES,
    IN_A_YEAR,
    ITEMS,
    RowOf,
    add,
    new_id,
    one_of,
    serial,
    set_if,
)

from tasuki.apps.people.models import (
    Application,
)
from tasuki.apps.relay import models as relay

add(relay.FeeTable, version=factory.Sequence(lambda number: number + 1), rate_permille=300)
add(relay.Consultation, office="需給調整事業部", consulted_on=TODAY, answer="回答")
add(
    relay.RelayContract,
    book_id=new_id(),
    version=1,
    company_id=1,
    company_name="みなと精機",
    agency_name="あおば人材",
    fee_table_version=1,
)
add(
    relay.RelayLink,
    book_id=new_id(),
    company_id=1,
    code=serial("MNT-"),
    active_from=TODAY,
    active_to=IN_A_YEAR,
    accepted_to=IN_A_YEAR,
)
add(
    relay.IssuedCode,
    book_id=new_id(),
    link_id=new_id(),
    agency_id=1,
    code="MNT-0",
    active_from=TODAY,
    active_to=IN_A_YEAR,
    accepted_to=IN_A_YEAR,
)
add(
    relay.Registration,
    link=one_of(relay.RelayLink),
    contract=one_of(relay.RelayContract),
    book_id=new_id(),
    company_id=1,
    company_name="みなと精機",
    mail="person@example.invalid",
    stage_declared="document_screening",
    state="started",
    decided_by_id=set_if("refused", 1),
    decided_at=set_if("refused", NOW),
    decision_code=set_if("refused", "N9", otherwise=""),
    counted_by_id=set_if("not_counted reversed", 1),
    counted_at=set_if("not_counted reversed", NOW),
    count_code=set_if("not_counted reversed", "N4", otherwise=""),
)
add(
    relay.Slot,
    contract=one_of(relay.RelayContract),
    book_id=new_id(),
    company_id=1,
    company_name="みなと精機",
    agency_name="あおば人材",
    number=factory.Sequence(lambda number: number + 1),
    granted_on=TODAY,
    expires_on=IN_A_YEAR,
)
add(relay.SlotEvent, slot_id=new_id(), happened_at=NOW, code="L1", after="granted")
add(
    relay.Credit,
    registration=one_of(relay.Registration),
    contract=factory.SelfAttribute("registration.contract"),
    book_id=new_id(),
    earned_at=NOW,
)
add(
    relay.Release,
    talent_record_id=new_id(),
    company_id=1,
    company_name="みなと精機",
    job_title="生産管理",
    purpose="選考",
    asked_at=NOW,
    answer_by=IN_A_YEAR,
)
add(
    relay.SlotCandidate,
    slot_id=new_id(),
    release_id=new_id(),
    receipt_record_id=new_id(),
    released=ITEMS,
    presented_at=NOW,
)
add(
    relay.PurposeNotice,
    version=factory.Sequence(lambda number: number + 1),
    text="利用目的",
    shown_from=TODAY,
)
add(
    relay.NoticeTemplate,
    name=serial("結果通知"),
    version=1,
    subject="選考結果のご連絡",
    body="本文",
)
add(
    relay.Invite,
    application=RowOf(
        Application,
        organisation=factory.SelfAttribute("..organisation"),
        outcome=Application.Outcome.NOT_SELECTED,
    ),
    state="draft",
    result_notified_at=set_if("result_notified cooling invited", NOW),
    result_decided_by_id=1,
    result_decided_by_name="人事 一郎",
    result_reason="経験年数",
)
add(
    relay.Statement,
    book_id=new_id(),
    contract_id=new_id(),
    contract_version=1,
    company_id=1,
    company_name="みなと精機",
    agency_id=2,
    agency_name="あおば人材",
    month=TODAY.replace(day=1),
    number=1,
    totals={},
    issued_at=NOW,
    issued_by="相談 花子",
    dispute_until=IN_A_YEAR,
)
add(
    relay.Dispute,
    statement_book_id=new_id(),
    statement_month=TODAY.replace(day=1),
    company_id=1,
    company_name="みなと精機",
    note="件数について",
    opened_by="人事 一郎",
    opened_at=NOW,
    due_on=IN_A_YEAR,
)


class ViewerFactory(DjangoModelFactory):
    """Makes the shared object; the database shows it to its keeper."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[models.Model], *args: Any, **kwargs: Any) -> Any:
        shared = model_class._meta.get_field("subject").related_model
        return model_class._default_manager.get(subject=FACTORIES[shared].create(**kwargs))


for _model in (relay.ContractViewer, relay.SlotViewer, relay.DisputeViewer):
    FACTORIES[_model] = factory.make_factory(_model, FACTORY_CLASS=ViewerFactory)
