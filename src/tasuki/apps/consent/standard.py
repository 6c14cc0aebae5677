"""The standard consent texts, part by part, in Japanese, English and easy Japanese."""

from typing import Final

from tasuki.apps.consent.models import Purpose

_JA: Final[dict[Purpose, dict[str, str]]] = {
    Purpose.PLACEMENT: {
        "who": "{name}（許可番号 {licence}、{address}）が、私の情報を職業紹介のために使うことに"
        "同意します。",
        "what": "・目的：仕事探しの支援と、求人の紹介。ほかの会社へは、会社ごとに同意した後に限り"
        "紹介します。",
        "items": "・集める項目：{items}",
        "period": "・期間：同意の日から{months}か月。終わる前に一度、"
        "続けるかどうかをお尋ねします。",
        "withdrawal": "・いつでも取り下げることができ、その時点で利用を止めます。",
        "no_fee": "・登録は任意・無料です。",
        "no_effect": "・登録の有無は、今回や今後の選考に影響しません。",
        "company": "・案内した会社にお名前は伝わりません。届くのは月ごとの人数だけです。"
        "その会社は、人数に応じて無料の紹介枠を受け取ります。",
        "contact": "・取扱範囲：{range}\n・お問い合わせ：{contact}　苦情の窓口：{complaint}",
    },
    Purpose.JOB_MAILS: {
        "who": "{name}が、求人をお知らせするメールを私に送ることに同意します。",
        "what": "・目的：求人の案内。ほかの目的には使いません。",
        "items": "・使う項目：{items}",
        "period": "・期間：同意の日から{months}か月。",
        "withdrawal": "・いつでも取り下げて、メールを止めることができます。",
        "no_fee": "・任意・無料です。",
        "no_effect": "・同意しなくても、登録や紹介、選考に影響しません。",
        "contact": "・お問い合わせ：{contact}",
    },
    Purpose.POOL: {
        "who": "{name}（{address}）が、応募の情報を保管し、今後の募集を私に知らせることに"
        "同意します。",
        "what": "・目的：新しい募集の案内。合否の理由や評価は残しません。",
        "items": "・保管する項目：{items}",
        "period": "・期間：同意の日から{months}か月。終わる前に一度お尋ねし、続ける場合も"
        "最長24か月で消去します。",
        "withdrawal": "・いつでも取り下げることができ、その時点で利用を止めます。",
        "no_fee": "・任意・無料です。",
        "no_effect": "・同意の有無は、今回や今後の選考に影響しません。",
        "contact": "・お問い合わせ：{contact}　苦情の窓口：{complaint}",
    },
    Purpose.PROVISION: {
        "who": "{name}（許可番号 {licence}）が、{recipient}に、下の項目だけを渡すことに"
        "同意します。",
        "what": "・目的：{purpose}",
        "items": "・渡す項目：{items}",
        "period": "・期間：同意の日から{months}か月、この会社のこの求人に限ります。",
        "withdrawal": "・いつでも取り下げることができます。取り下げると、相手の画面から直ちに消え、"
        "利用をやめるよう相手に知らせます。",
        "no_fee": "・任意・無料です。",
        "no_effect": "・断っても、ほかの紹介や選考に影響しません。",
        "contact": "・お問い合わせ：{contact}　苦情の窓口：{complaint}",
    },
}
_EN: Final[dict[Purpose, dict[str, str]]] = {
    Purpose.PLACEMENT: {
        "who": "I agree that {name} (licence {licence}, {address}) uses my data for job placement.",
        "what": "- Purpose: support of my search and introduction to jobs. I am introduced to a "
        "company only after I agree to that company.",
        "items": "- Items: {items}",
        "period": "- Period: {months} months from today. Before it ends I am asked once.",
        "withdrawal": "- I can withdraw at any time; the use stops at once.",
        "no_fee": "- Registering is optional and free.",
        "no_effect": "- It has no effect on this or any later selection.",
        "company": "- The company that gave the notice does not learn my name; it receives a "
        "monthly number only, and for that number it gets free places.",
        "contact": "- Range: {range}\n- Contact: {contact}  Complaints: {complaint}",
    },
    Purpose.JOB_MAILS: {
        "who": "I agree that {name} sends me mails about jobs.",
        "what": "- Purpose: to tell me about jobs, and nothing else.",
        "items": "- Items: {items}",
        "period": "- Period: {months} months from today.",
        "withdrawal": "- I can withdraw and stop the mails at any time.",
        "no_fee": "- This is optional and free.",
        "no_effect": "- Saying no has no effect on my registration, introductions or any "
        "selection.",
        "contact": "- Contact: {contact}",
    },
    Purpose.POOL: {
        "who": "I agree that {name} ({address}) keeps my application and tells me about later "
        "openings.",
        "what": "- Purpose: to tell me about new openings. Reasons and evaluations are not kept.",
        "items": "- Items: {items}",
        "period": "- Period: {months} months from today. I am asked once before it ends; after 24 "
        "months the data is erased in any case.",
        "withdrawal": "- I can withdraw at any time; the use stops at once.",
        "no_fee": "- This is optional and free.",
        "no_effect": "- It has no effect on this or any later selection.",
        "contact": "- Contact: {contact}  Complaints: {complaint}",
    },
    Purpose.PROVISION: {
        "who": "I agree that {name} (licence {licence}) passes only the items below to "
        "{recipient}.",
        "what": "- Purpose: {purpose}",
        "items": "- Items: {items}",
        "period": "- Period: {months} months from today, for this job at this company only.",
        "withdrawal": "- I can withdraw at any time. Then the data vanishes from the company's "
        "pages at once, and the company is told to stop using it.",
        "no_fee": "- This is optional and free.",
        "no_effect": "- Saying no has no effect on other introductions or any selection.",
        "contact": "- Contact: {contact}  Complaints: {complaint}",
    },
}
_SIMPLE: Final[dict[Purpose, dict[str, str]]] = {
    Purpose.PLACEMENT: {
        "who": "{name}（許可＝国の ゆるし：{licence}、{address}）が、わたしの 情報を 使います。"
        "わたしは いいと 言います。",
        "what": "・何のため：仕事を さがす ため。会社に 名前を 言う 前に、会社 1つずつ、"
        "わたしに 聞きます。",
        "items": "・使う もの：{items}",
        "period": "・いつまで：今日から {months}か月。終わる 前に、1回 聞きます。",
        "withdrawal": "・いつでも やめる ことが できます。すぐに 止まります。",
        "no_fee": "・お金は いりません。自分で きめます。",
        "no_effect": "・会社の 結果は 変わりません。今も、これからも 変わりません。",
        "company": "・前に 応募した 会社は、わたしの 名前を 知りません。人の 数だけ 知ります。"
        "その 数で、会社は 無料の 紹介枠（お金を 払わない 紹介）を もらいます。",
        "contact": "・できる 仕事の 範囲：{range}\n・聞きたい とき：{contact}　"
        "こまった とき：{complaint}",
    },
    Purpose.JOB_MAILS: {
        "who": "{name}が、仕事の メールを わたしに 送ります。わたしは いいと 言います。",
        "what": "・何のため：仕事を 知らせる ため だけ。",
        "items": "・使う もの：{items}",
        "period": "・いつまで：今日から {months}か月。",
        "withdrawal": "・いつでも やめる ことが できます。",
        "no_fee": "・お金は いりません。",
        "no_effect": "・「いいえ」でも、何も 変わりません。",
        "contact": "・聞きたい とき：{contact}",
    },
    Purpose.POOL: {
        "who": "{name}（{address}）が、わたしの 応募の 情報を もっています。"
        "新しい 仕事を 知らせます。わたしは いいと 言います。",
        "what": "・何のため：新しい 仕事を 知らせる ため だけ。",
        "items": "・もつ もの：{items}",
        "period": "・いつまで：今日から {months}か月。長くても 24か月で 消します。",
        "withdrawal": "・いつでも やめる ことが できます。",
        "no_fee": "・お金は いりません。",
        "no_effect": "・会社の 結果は 変わりません。",
        "contact": "・聞きたい とき：{contact}　こまった とき：{complaint}",
    },
    Purpose.PROVISION: {
        "who": "{name}（許可＝国の ゆるし：{licence}）が、{recipient}に、下の ものだけ "
        "わたします。わたしは いいと 言います。",
        "what": "・何のため：{purpose}",
        "items": "・わたす もの：{items}",
        "period": "・いつまで：今日から {months}か月。この 会社の この 仕事 だけ。",
        "withdrawal": "・いつでも やめる ことが できます。会社の 画面から すぐに 消えます。",
        "no_fee": "・お金は いりません。",
        "no_effect": "・「いいえ」でも、ほかの 仕事は 変わりません。",
        "contact": "・聞きたい とき：{contact}　こまった とき：{complaint}",
    },
}
_TEXTS: Final = {"ja": _JA, "en": _EN, "ja-simple": _SIMPLE}


def standard_parts(purpose: Purpose, language: str) -> dict[str, str]:
    """Return the parts of the standard text, with their holes.

    Args:
        purpose: what the text asks for.
        language: ``ja``, ``en`` or ``ja-simple``.
    """
    return dict(_TEXTS[language][purpose])
