"""Moves between organisations."""

from uuid import UUID

from tests.factories import TODAY
from tests.model_factories.parts import add, one_of, serial

from tasuki.apps.moves.models import (
    ContractWork,
    Delivery,
    MoveReminder,
    Secondment,
    SideWork,
    SideWorkDay,
    SideWorkMonth,
)

add(
    Secondment,
    number=serial("M-"),
    kind="secondment",
    person_name="架空 一郎",
    person_number=serial("E"),
    host_name="みさき食品株式会社",
)
add(
    SideWork,
    number=serial("W-"),
    person_name="架空 二郎",
    person_number=serial("E"),
    other_name="架空塾",
    duties="週末の講師",
    own_contract_on=TODAY,
    other_contract_on=TODAY,
    starts_on=TODAY,
)
add(SideWorkMonth, side_work=one_of(SideWork), month=TODAY.replace(day=1))
add(SideWorkDay, sheet=one_of(SideWorkMonth), worked_on=TODAY)
add(
    ContractWork,
    number=serial("F-"),
    supplier_name="架空デザイン",
    starts_on=TODAY,
)
add(
    Delivery,
    contract=one_of(ContractWork),
    received_on=TODAY,
    pay_on=TODAY,
    agreed_yen=100_000,
)
add(MoveReminder, case_id=UUID(int=7), mark=serial("return-"))
