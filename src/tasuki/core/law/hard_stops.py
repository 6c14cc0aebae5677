"""The twelve hard stops by name: what each one holds back and the rule of law behind it.

The words for readers only; the checks themselves stand in the modules of their subject.
"""

from dataclasses import dataclass
from typing import Final

from tasuki.core.words import Words


@dataclass(frozen=True, slots=True)
class HardStop:
    """One stop that no setting can switch off.

    Attributes:
        rule: id that a refusal carries, ``H1`` to ``H12``.
        name: in a few words.
        meaning: what is held back here.
        exception: what the law itself allows as an exception; empty words if nothing.
        source: the rule of law.
    """

    rule: str
    name: Words
    meaning: Words
    exception: Words
    source: str


_NOTHING: Final = Words("例外はありません。", "No exception.")

HARD_STOPS: Final[tuple[HardStop, ...]] = (
    HardStop(
        "H1",
        Words("許可の確認", "Licence gate"),
        Words(
            "求職の受理、推薦、面接の調整、採用に応じた料金の受け取りは、その日に有効な許可か通知が"
            "ある組織だけが行えます。港湾運送と建設の仕事は紹介できません。",
            "Only an organisation with a licence or notification valid that day accepts job "
            "seekers, recommends, arranges interviews or charges for a hire. Harbour and "
            "construction work is never placed.",
        ),
        _NOTHING,
        "職業安定法 4条, 29条, 30条, 32条の11",
    ),
    HardStop(
        "H2",
        Words("提供の確認", "Transfer gate"),
        Words(
            "個人情報をほかの組織に渡せるのは、提供先と項目を示した有効な本人の同意があるときだけです。"
            "提供記録と受領記録を同時に残します。",
            "Personal data goes to another organisation only with the person's live consent that "
            "names recipient and items. Both sides' records are written at once.",
        ),
        Words(
            "法令にもとづく文書の番号があるとき。",
            "An order under a law, with the number of its document.",
        ),
        "個人情報保護法 27条, 29条, 30条; 職業安定法 5条の5",
    ),
    HardStop(
        "H3",
        Words("案内の順序", "Relay protocol"),
        Words(
            "案内は、選考の結果を伝えた後に、見送りとした全員に行います。"
            "評価、メモ、理由、順位は渡しません。",
            "Guidance follows the result and goes to everybody who was not selected. Scores, "
            "notes, reasons and ranks are not passed on.",
        ),
        _NOTHING,
        "職業安定法 4条, 30条",
    ),
    HardStop(
        "H4",
        Words("報酬の確認", "Reward gate"),
        Words(
            "登録や就職をした本人への特典、許可のない相手への採用報酬を扱いません。"
            "無料枠には、届け出た手数料表と労働局への相談記録が必要です。",
            "No benefit for the person, no payment per hire to anybody without a licence. Free "
            "slots need the filed fee table and the consultation with the Labour Bureau.",
        ),
        Words("委託募集の許可番号があるとき。", "A permit to commission recruitment."),
        "労働基準法 6条; 職業安定法 32条の3, 36条, 39条, 40条",
    ),
    HardStop(
        "H5",
        Words("集めてはいけない情報", "Forbidden data"),
        Words(
            "公正採用選考の14事項と、差別につながる情報を、項目、添付、メモに残せません。",
            "The fourteen items of fair selection and what leads to discrimination cannot be "
            "fields, attachments or notes.",
        ),
        Words(
            "職務に欠かせない理由を、推進員が日付つきで承認したとき。",
            "A need of the work itself, approved with its reason and date.",
        ),
        "職業安定法 5条の5; 平11労告141",
    ),
    HardStop(
        "H6",
        Words("求人の記載", "Complete posting"),
        Words(
            "11項目、確認日、年齢の理由、最低賃金、性別に中立な表現がそろわない求人は公開できません。",
            "A posting needs the eleven items, a fresh day, a lawful reason for an age limit, at "
            "least the minimum wage and neutral words.",
        ),
        _NOTHING,
        "職業安定法 5条の3, 5条の4, 5条の6",
    ),
    HardStop(
        "H7",
        Words("転職勧奨の禁止", "Two years without solicitation"),
        Words(
            "期間の定めなく就職した方に、紹介した会社は2年間、転職を勧めません。",
            "For two years the agency does not urge a person to move whom it placed for good.",
        ),
        Words(
            "本人から申し出があり、記録したとき。申し出の日から6か月に限ります。",
            "The person asked first and it is on record; for six months from that day.",
        ),
        "職業安定法 指針",
    ),
    HardStop(
        "H8",
        Words("保存と利用停止", "Clocks and stop of use"),
        Words(
            "保存すべき期間の前には消さず、上限を過ぎたら消します。利用停止の後は使わず、連絡しません。",
            "Nothing is deleted before its time and nothing kept after it. After a stop of use "
            "nothing is used and nobody is contacted.",
        ),
        Words("理由を付けた保全。", "A legal hold with its reason."),
        "個人情報保護法 22条, 35条; 職業安定法施行規則 24条の7",
    ),
    HardStop(
        "H9",
        Words("出向・転籍", "Secondment and transfer"),
        Words(
            "目的、本人の同意、契約、実費以内の負担、終了日がそろわない出向・転籍は始められません。",
            "No secondment or transfer without purpose, consent, contracts, cost within the actual "
            "cost and an end.",
        ),
        _NOTHING,
        "職業安定法 44条; 民法 625条; 労働契約法 14条",
    ),
    HardStop(
        "H10",
        Words("労働時間の通算", "Hours of work"),
        Words(
            "単月100時間以上、2〜6か月平均80時間超、36協定の上限超の計画は承認できません。",
            "A plan with 100 hours in a month, more than 80 on average or above the agreement "
            "cannot be approved.",
        ),
        _NOTHING,
        "労働基準法 36条, 38条",
    ),
    HardStop(
        "H11",
        Words("業務委託", "Contract work"),
        Words(
            "条件の明示がない業務は始められません。支払は60日以内、6か月以上の契約の終了は30日前に予告します。",
            "No start without the notice of terms; payment within 60 days; a contract of six "
            "months ends with 30 days' notice.",
        ),
        Words("法令の例外の符号と理由。", "A code of exception of the law, with its reason."),
        "特定受託事業者に係る取引の適正化等に関する法律 3条, 4条, 5条, 16条",
    ),
    HardStop(
        "H12",
        Words("人による決定", "Human decision"),
        Words(
            "不利な決定には、決めた人の名前と理由が必要です。プログラムだけで不採用にすることはできません。",
            "An adverse decision names a human and a reason. No program rejects anybody.",
        ),
        _NOTHING,
        "公正な採用選考の基本; 個人情報保護法 19条",
    ),
)
