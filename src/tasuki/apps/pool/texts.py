"""The mail about a new opening, in both languages."""

from tasuki.apps.openings.models import Opening
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.models import TalentRecord
from tasuki.core.words import Words


def write_contact(
    *, company: Organisation, person: TalentRecord, opening: Opening, url: str
) -> tuple[Words, Words]:
    """Return subject and text; sender, contact and how to stop stand in the footer.

    Args:
        company: who writes.
        person: to whom.
        opening: about what.
        url: the page with the three answers.

    Source: 特定電子メール法 4条.
    """
    english = company.name_en or company.name
    subject = Words(f"{company.name}の新しい求人のお知らせ", f"A new opening at {english}")
    text = Words(
        f"{person.full_name} 様\n\n以前のご応募の際に、新しい求人のご案内に同意いただきました。"
        f"次の求人を公開しました。\n\n{opening.title}\n勤務地：{opening.workplace}\n\n"
        "下のページで「話を聞きたい」「今はしない」「情報を消してほしい」から1つ選べます。"
        "ページを開いただけでは何も決まりません。お返事がなくても不利益はありません。\n\n"
        f"{url}",
        f"{person.full_name}\n\nWhen you applied, you agreed to hear about new openings. "
        f"This one is open now:\n\n{opening.title}\nPlace of work: {opening.workplace}\n\n"
        "On the page below you can choose: yes, not now, or delete me. Opening it decides "
        f"nothing, and no answer has no disadvantage.\n\n{url}",
    )
    return subject, text
