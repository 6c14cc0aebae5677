"""The eleven items every posting must show before anybody is introduced to it.

Source: Employment Security Act (職業安定法) 5-3 and its rules 4-2.
"""

from enum import StrEnum

from tasuki.core.words import Words

POSTING_STALE_DAYS = 30


class PostingItem(StrEnum):
    """The eleven items, in the order of the list."""

    DUTIES = "duties"
    CONTRACT_PERIOD = "contract_period"
    RENEWAL = "renewal"
    PROBATION = "probation"
    WORKPLACE = "workplace"
    HOURS = "hours"
    WAGE = "wage"
    INSURANCE = "insurance"
    RECRUITER = "recruiter"
    DISPATCH = "dispatch"
    SMOKING = "smoking"


POSTING_ITEM_LABELS: dict[PostingItem, Words] = {
    PostingItem.DUTIES: Words("業務の内容と変更の範囲", "duties and the range of change"),
    PostingItem.CONTRACT_PERIOD: Words("労働契約の期間", "contract period"),
    PostingItem.RENEWAL: Words("更新の基準（有期の場合）", "renewal rule (fixed term)"),
    PostingItem.PROBATION: Words("試用期間", "probation"),
    PostingItem.WORKPLACE: Words("就業場所と変更の範囲", "workplace and the range of change"),
    PostingItem.HOURS: Words(
        "始業・終業、所定外労働、休憩、休日", "hours, overtime, breaks and days off"
    ),
    PostingItem.WAGE: Words("賃金", "wage"),
    PostingItem.INSURANCE: Words("社会保険・労働保険", "social and labour insurance"),
    PostingItem.RECRUITER: Words("募集者の氏名または名称", "name of the recruiter"),
    PostingItem.DISPATCH: Words("派遣労働者として雇うか", "whether hired as a dispatched worker"),
    PostingItem.SMOKING: Words("受動喫煙防止措置", "measures against passive smoking"),
}
