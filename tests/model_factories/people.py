"""People, openings and consents."""

from uuid import uuid4

import factory
from tests.factories import NOW, TODAY, make_import
from tests.model_factories.parts import (
    IN_A_YEAR,
    RowOf,
    add,
    new_id,
    one_of,
    serial,
)

from tasuki.apps.consent.events import hash_text
from tasuki.apps.consent.models import (
    ConsentDraft,
    ConsentEvent,
    ConsentText,
    ProvisionRecord,
    ReceiptRecord,
    StopNotice,
)
from tasuki.apps.openings.models import Employer, Opening, OpeningVersion
from tasuki.apps.people.models import (
    Application,
    ApplicationStep,
    BulkRun,
    Career,
    Employment,
    NumberSeries,
    PersonContact,
    PersonDocument,
    PersonName,
    PersonNote,
    PersonSkill,
    PersonTag,
    Tag,
    TalentRecord,
)
from tasuki.apps.vocab.models import Edition, Skill, SkillAlias, SkillDecision, Term

add(
    TalentRecord,
    number=serial("P-"),
    family_name="北村",
    given_name="花",
    mail="person@example.invalid",
)
add(
    Application,
    talent_record=one_of(TalentRecord),
    number=serial("A-"),
    job_title="生産管理",
    # A result that nobody decided here came with a file (H12).
    import_run_id=factory.LazyAttribute(
        lambda row: (
            make_import(row.organisation).pk
            if getattr(row, "outcome", "") == Application.Outcome.NOT_SELECTED
            else None
        )
    ),
)
add(ApplicationStep, application=one_of(Application), stage="一次面接")
_OF_PERSON = {"talent_record": one_of(TalentRecord)}
add(PersonName, **_OF_PERSON, kind="former", family_name="佐藤")
add(PersonContact, **_OF_PERSON, kind="mail", mail="second@example.invalid")
add(Employment, **_OF_PERSON, number=serial("E-"), department="製造部", joined_on=TODAY)
add(Career, **_OF_PERSON, company="みなと機械", started="2020-04")
add(Skill, name="溶接", key=serial("溶接"))
add(SkillAlias, skill=one_of(Skill), name="アーク溶接", key=serial("アーク溶接"))
add(
    SkillDecision,
    kind="apart",
    kept=one_of(Skill),
    other=one_of(Skill),
    decided_at=NOW,
)
add(PersonSkill, **_OF_PERSON, skill=one_of(Skill), level=2, as_of=TODAY)
add(Tag, name="半年後に連絡", key=serial("半年後に連絡"))
add(PersonTag, **_OF_PERSON, tag=one_of(Tag), remind_on=IN_A_YEAR)
add(BulkRun, act="note", asked={"text": "工場の見学を希望している"}, total_count=1)
add(PersonNote, **_OF_PERSON, text="工場の見学を希望している")
add(
    PersonDocument,
    **_OF_PERSON,
    kind="resume",
    title="履歴書",
    file_name="resume.pdf",
    content_type="application/pdf",
)
add(
    Edition,
    source="jobtag",
    name=serial("9."),
    valid_from=TODAY,
    attribution="出典",
    file_hash="0" * 64,
)
add(
    Term,
    edition=RowOf(Edition),
    kind="occupation",
    code=serial("x"),
    name="旋盤工",
    key="旋盤工",
)
add(NumberSeries, name=serial("series-"))
add(
    Opening,
    number=serial("J-"),
    title="生産管理",
    occupation="生産管理",
    workplace="みなと市",
    as_of=TODAY,
)
add(Employer, name="架空精機株式会社")
add(
    OpeningVersion,
    opening=one_of(Opening),
    version=1,
    content={"title": "生産管理"},
    made_on=TODAY,
    made_by_name="見本 花子",
)
add(
    ConsentText,
    purpose="placement",
    language="ja",
    version=factory.Sequence(lambda number: number + 1),
    body="同意文",
    valid_from=TODAY,
)
add(
    ConsentDraft,
    purpose="placement",
    language=factory.LazyFunction(lambda: uuid4().hex[:10]),
    parts={"who": "{name}"},
    items=["name"],
)
add(
    ConsentEvent,
    talent_record_id=new_id(),
    kind=ConsentEvent.Kind.GIVEN,
    purpose="placement",
    text=one_of(ConsentText),
    text_hash=factory.LazyAttribute(
        lambda row: hash_text(getattr(row, "shown_text", "") or row.text.body)
    ),
    channel="web",
    happened_at=NOW,
)
add(
    ProvisionRecord,
    talent_record_id=new_id(),
    recipient_name="みなと警察署",
    purpose="捜査関係事項照会への回答",
    items=["name"],
    basis="law",
    document_number="照会第1号",
    payload_hash="0" * 64,
    provided_at=NOW,
    keep_until=IN_A_YEAR,
)
add(
    ReceiptRecord,
    provision_record_id=new_id(),
    provider_id=1,
    provider_name="あおば人材",
    purpose="選考",
    items=["name"],
    payload_hash="0" * 64,
    received_at=NOW,
    keep_until=IN_A_YEAR,
)
add(
    StopNotice,
    receipt=one_of(ReceiptRecord),
    reason="withdrawn",
    told_at=NOW,
)
