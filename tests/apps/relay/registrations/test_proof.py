"""The optional file by which a person shows the stage."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from tests.apps.relay.intake import make_relay
from tests.factories import NOW

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.relay import actions, queries
from tasuki.apps.relay.policy import PROOF_BYTES_MAX

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


@pytest.fixture
def relay(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_relay()


def add(relay, registration, content, name="招待メール 北村.png"):
    return actions.add_proof(
        actor=relay.person_of(registration),
        registration_id=registration.id,
        file=ContentFile(content, name=name),
        now=NOW,
    )


def test_a_picture_is_kept_under_a_name_that_says_nothing(relay):
    stored = add(relay, relay.register(), PNG)

    assert stored.proof_file.name.startswith("relay/proof/")
    assert stored.proof_file.name.endswith(".png")
    assert "北村" not in stored.proof_file.name


@pytest.mark.parametrize(
    ("content", "ja", "en"),
    [
        (b"", "ファイルが空です。", "The file is empty."),
        (
            PNG + b"0" * PROOF_BYTES_MAX,
            "ファイルが大きすぎます（上限5MB）。",
            "The file is too large",
        ),
        (b"MZ\x90\x00 a program", "この種類のファイルは使えません。", "This kind of file cannot"),
        (b"<svg onload=alert(1)>", "この種類のファイルは使えません。", "This kind of file cannot"),
    ],
)
def test_a_wrong_file_is_refused_with_a_clear_text_and_nothing_is_kept(relay, content, ja, en):
    registration = relay.register()

    with pytest.raises(InvalidInputError) as refused:
        add(relay, registration, content)

    assert refused.value.field == "proof_file"
    assert refused.value.ja.startswith(ja)
    assert refused.value.en.startswith(en)
    assert relay.reload(registration).proof_file.name == ""
    assert relay.reload(registration).row_version == registration.row_version


def test_after_the_decision_no_file_is_taken(relay):
    registration = relay.accept(relay.register())

    with pytest.raises(RefusedError) as refused:
        add(relay, registration, PNG)

    assert "受理済み" in refused.value.ja


def test_only_a_reviewer_opens_the_file(relay):
    registration = relay.register()
    add(relay, registration, PNG)

    with bound(relay.agency.id, None):
        with pytest.raises(NotAllowedError):
            queries.find_proof(actor=relay.clerk, registration_id=registration.id)
        opened = queries.find_proof(actor=relay.advisor, registration_id=registration.id)
        assert opened.read() == PNG
        opened.close()


def test_the_file_is_deleted_thirty_days_after_the_decision(relay):
    registration = relay.register()
    add(relay, registration, PNG)
    relay.accept(registration)

    kept = actions.delete_old_proofs(actor=relay.advisor, now=NOW + timedelta(days=30))
    gone = actions.delete_old_proofs(actor=relay.advisor, now=NOW + timedelta(days=31))

    assert (kept, gone) == (0, 1)
    assert relay.reload(registration).proof_file.name == ""
