"""The data of an applicant can be corrected, and a returned mail is dealt with on the pages."""

from tasuki.apps.messages.actions import suppress_address
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.messages.queries import find_suppressions
from tasuki.apps.people.models import TalentRecord


def test_correction_changes_what_was_typed_and_nothing_else(room, client_of, read_strictly):
    application = room.add_applicant("架空 花子", mail="old@example.invalid")
    browser, page = client_of(room.hr), f"/company/applicants/{application.pk}/edit/"
    text = read_strictly(browser.get(page))
    form = {"family_name": "架空", "given_name": "花代", "name_kana": "カクウ ハナコ"}
    form |= {"mail": "new@example.invalid", "address": "みなと市1-1", "language": "ja"}

    response = browser.post(page, form)

    assert 'value="old@example.invalid"' in text
    assert response["Location"] == f"/company/applicants/{application.pk}/"
    with room.at():
        person = TalentRecord.objects.get(pk=application.talent_record_id)
    assert (person.full_name, person.mail) == ("架空 花代", "new@example.invalid")
    assert (person.name_kana, person.address) == ("カクウ ハナコ", "みなと市1-1")


def test_unreadable_correction_stays_in_the_form(room, client_of):
    application = room.add_applicant()
    page = f"/company/applicants/{application.pk}/edit/"

    response = client_of(room.hr).post(
        page, {"family_name": "架空", "mail": "だめ", "language": "ja"}
    )

    assert response.status_code == 422
    assert 'value="だめ"' in response.content.decode()


def test_returned_mail_is_recorded_and_the_address_is_freed_again(room, client_of, read_strictly):
    application = room.add_applicant(mail="back@example.invalid")
    browser, page = client_of(room.hr), f"/company/applicants/{application.pk}/"
    with room.at():
        mail_id = room.ids["mail_id"]
        mail = OutboxMail.objects.get(pk=mail_id)
        mail.to_address, mail.state = "back@example.invalid", "sent"
        mail.save()

    browser.post(f"/company/outbox/{mail_id}/bounce/", {"answer": "550 no such user"})
    held = read_strictly(browser.get(page))
    browser.post(f"{page}mail-works/")

    assert f"{page}mail-works/" in held
    with room.at():
        assert OutboxMail.objects.get(pk=mail_id).state == "bounced"
        assert find_suppressions(addresses=["back@example.invalid"]) == {}


def test_page_offers_nothing_where_no_mail_came_back(room, client_of):
    application = room.add_applicant(mail="fine@example.invalid")
    with room.at():
        suppress_address(address="fine@example.invalid", reason="opt_out")

    response = client_of(room.hr).get(f"/company/applicants/{application.pk}/")

    assert "mail-works" not in response.content.decode()
