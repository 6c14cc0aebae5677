"""The mails of the network, in both languages."""

from tasuki.apps.alumni.models import AlumniMember
from tasuki.apps.orgs.models import Organisation
from tasuki.core.words import Words


def write_invitation(
    *, company: Organisation, member: AlumniMember, url: str
) -> tuple[Words, Words]:
    """Return subject and text of the invitation to the private address.

    Args:
        company: who invites.
        member: who left and agreed to be written to.
        url: the person's own page.

    Source: 特定電子メール法 3条, 4条 (consent at leaving; sender and stop in the footer).
    """
    english = company.name_en or company.name
    return (
        Words(
            f"{company.name}のアルムナイネットワークへのご案内",
            f"Invitation to the alumni network of {english}",
        ),
        Words(
            f"{member.person_name} 様\n\n退職の際に、その後のご連絡に同意いただきました。"
            "アルムナイネットワークに参加されるかどうかを、下のページで選べます。"
            "見せる項目も自分で選べます。参加は任意・無料で、お返事がなくても不利益はありません。"
            "ページを開いただけでは何も決まりません。60日以内にお返事がない場合は、情報を消去します。"
            f"\n\n{url}",
            f"{member.person_name}\n\nWhen you left, you agreed to hear from us. On the page below "
            "you can choose whether to join the alumni network, and what others see. It is "
            "optional and free, and no answer has no disadvantage. Opening the page decides "
            f"nothing. Without an answer within 60 days your data is erased.\n\n{url}",
        ),
    )


def write_refresh(*, company: Organisation, member: AlumniMember, url: str) -> tuple[Words, Words]:
    """Return subject and text of the yearly question.

    Args:
        company: who asks.
        member: whose consent ends within 30 days.
        url: the person's own page.
    """
    english = company.name_en or company.name
    until = member.ends_on
    return (
        Words(
            f"{company.name}のアルムナイネットワーク：続けるかどうかのお尋ね",
            f"Alumni network of {english}: do you want to stay?",
        ),
        Words(
            f"{member.person_name} 様\n\n参加の期間は{until:%Y/%m/%d}に終わります。"
            "下のページで、内容を見直して続けることができます。お返事がない場合は、"
            f"終わりの日の後に情報を消去します。\n\n{url}",
            f"{member.person_name}\n\nYour membership ends on {until:%Y-%m-%d}. On the page below "
            "you can look through your data and stay. Without an answer your data is erased "
            f"after that day.\n\n{url}",
        ),
    )
