"""The sentences of every reason and of every change, in Japanese."""

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "assigned": "第{rank}希望の{place}が提案されました。",
    "stays": "今の{place}にとどまります。",
    "offered": "{place}の席が提案されました。",
    "below_cutoff": "{place}は定員{seats}名で、基準点は{cutoff}、あなたの点は{own}でした。",
    "tie_lost_by_lottery": "{place}では同点のため、事前に公開した抽選で順番が決まりました。",
    "tie_lost_by_order": "{place}では同点のため、事前に定めた順番で決まりました。",
    "not_accepted": "{place}の受け入れ条件に当てはまりませんでした（{rule}）。",
    "ineligible": "{place}は、応募資格または同意の範囲外でした。",
    "no_seats": "{place}には、今回空く席がありませんでした。",
    "region_full": "{place}は、{region}全体の上限{cap}名に達しました。",
    "floor_elsewhere": "{place}より、必要人数を満たすため、ほかの部署が優先されました。",
    "no_cycle": "{place}へは交換の輪ができず、席が先に決まりました。",
    "in_cycle": "{n}部署の循環で席が替わります。",
    "in_chain": "空いた席から始まる玉突き異動（{n}人）の一部です。",
    "would_lower_unit": "{place}の順位で、今の担当者を上回りませんでした。",
    "not_released": "{place}は希望どおりになりませんでした。"
    "所属部署の最低人数を保つため、今回は異動の枠に入りませんでした。",
    "incumbents_stay": "{place}の席は、今の担当者が続けることになりました。",
    "not_in_best_packing": "{place}は、全体の合計が最大になる組み合わせに入りませんでした。",
    "not_in_best_packing_loss": "{place}は、全体の合計が最大になる組み合わせに入りませんでした"
    "（希望を通すと合計が{loss}下がります）。",
    "constraint": "{place}は、条件「{name}」のため選ばれませんでした。",
    "unlisted": "{place}は希望に含まれていません。",
    "withdrawn": "{place}の希望は取り下げられました。",
    "no_proposal": "今回は提案がありません。",
    "no_proposal_date": "今回は提案がありません。次回の受付は{date}です。",
    "change_priority": "{place}は、点があと{by}高ければ決まっていました。",
    "change_seat": "{place}は、席があと{by}つあれば決まっていました。",
    "rule_minimum_priority": "点が{least}以上",
}
