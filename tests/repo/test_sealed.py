"""Every personal field is sealed, or stands here with the reason why it is not."""

import pytest
from tests.repo.tables import name_of, our_models

from tasuki.adapters.sealed import SealedField

SEARCHED = "people are searched for by part of a name, behind the fence of their organisation"
EVIDENCE = "evidence the law keeps; it names the person to whom it must be shown (adr 0007)"
POST = "a word of the organisation's own table of posts, by which lists are narrowed"
SIGN_IN = "the sign-in looks addresses up across organisations, before one is bound (adr 0007)"
READABLE = {
    "alumni.AlumniMember.employee_number": "number of an employee, by which the staff office "
    "knows them",
    "alumni.AlumniMember.person_name": SEARCHED,
    "audit.AuditEvent.reason": "append-only chain that verifies without keys; an erasure empties "
    "the reason, and the hash of the event stands without it",
    "cases.MoveCase.person_name": SEARCHED,
    "consent.ProvisionRecord.subject_name": EVIDENCE,
    "consent.ReceiptRecord.subject_name": EVIDENCE,
    "imports.ImportFile.content": "the path of a file, random; the file itself is sealed whole",
    "moves.ContractWork.supplier_name": SEARCHED,
    "moves.Secondment.person_name": SEARCHED,
    "moves.Secondment.person_number": "number of an employee, by which the staff office knows them",
    "moves.SideWork.person_name": SEARCHED,
    "moves.SideWork.person_number": "number of an employee, by which the staff office knows them",
    "orgs.Account.email": SIGN_IN,
    "orgs.Account.name": "name of a login, shown before an organisation is bound; goes with it",
    "orgs.Invitation.email": SIGN_IN,
    "outbox.OutboxMail.subject": "searched by part; words of the template, which are checked to "
    "hold no field of a person but the name, and erasure takes that out",
    "passport.CompanyBlock.name_index": "a keyed hash; the key lies outside the database",
    "books.BookRun.file": "the path of a file, random; the file itself is sealed whole",
    "people.BulkRun.file": "the path of a file, random; the file itself is sealed whole",
    "people.Employment.department": POST,
    "people.Employment.employment_type": POST,
    "people.Employment.number": "number of an employee, by which the staff office knows them",
    "people.Employment.position": POST,
    "people.PersonDocument.file": "the path of a file, random; the file itself is sealed whole",
    "people.PersonTag.remind_on": "a day, by which the reminders of a morning are found",
    "people.TalentRecord.family_name": SEARCHED,
    "people.TalentRecord.given_name": SEARCHED,
    "people.TalentRecord.name_kana": SEARCHED,
    "placement.JobSeeker.name": SEARCHED,
    "relay.Invite.result_reason": "the database itself checks that a reason stands (H12), and "
    "that the mark of its deletion takes its place",
    "relay.Registration.family_name": SEARCHED,
    "relay.Registration.given_name": SEARCHED,
    "relay.Registration.name_kana": SEARCHED,
    "relay.Registration.proof_file": "the path of a file, random; the file itself is sealed whole",
    "rights.IncidentPerson.name": "a name only, beside a sealed address; a repeated erasure finds "
    "a person by the name (adr 0007)",
    "rights.RightsRequest.agent_name": "a name only, beside sealed words (adr 0007)",
    "rights.RightsRequest.claimant_name": "a name only, beside sealed words (adr 0007)",
    "upkeep.LegalHold.lift_reason": "why a hold ended; the hold outlives the key of the person",
    "upkeep.LegalHold.reason": "why nothing may be deleted; outlives the key of the person",
}


def readable_fields(model):
    """The personal fields of a model that stand in its table in clear."""
    return {
        f"{name_of(model)}.{name}"
        for name in model.personal_fields
        if not isinstance(model._meta.get_field(name), SealedField)
    }


@pytest.mark.parametrize("model", our_models(), ids=name_of)
def test_personal_field_is_sealed_or_listed_with_a_reason(model):
    assert readable_fields(model) - READABLE.keys() == set()


def test_list_names_no_field_that_is_sealed_or_gone():
    found = {name for model in our_models() for name in readable_fields(model)}

    assert READABLE.keys() - found == set()
    assert all(len(reason) > 20 for reason in READABLE.values())
