"""Which test proves a hard stop at which door; docs/law.md shows this very table.

A row names, for each door, one test as ``file::function``.  No act between people and posts can
be done at the terminal: there ``tasuki law`` answers a question about facts that the caller
states, and the column says so.  Only a file that is brought in there is an act (H5).
"""

from dataclasses import dataclass

DOORS = "tests/apps/policy/test_doors.py"
SQL = "tests/apps/policy/test_sql.py"
TERMINAL = f"{DOORS}::test_terminal_refuses"
COMMAND = "tests/cli/test_law_command.py::test_a_refused_case_ends_with_status_1_and_names_its_rule"
MOVES = "tests/web/moves/test_pages.py"
QUESTIONS = frozenset({TERMINAL, COMMAND})
"""Tests of questions: they prove the answer, not that an act is held back."""
ASKED = "question only: "
HEADING = "### Which test proves it at which door"


@dataclass(frozen=True)
class Row:
    """One hard stop and its tests."""

    rule: str
    page: str
    api: str
    terminal: str
    sql: str


TABLE = (
    Row(
        "H1",
        f"{DOORS}::test_h1_agency_whose_licence_ended_asks_nobody",
        f"{DOORS}::test_h1_agency_whose_licence_ended_asks_nobody",
        COMMAND,
        f"{SQL}::test_h1_nobody_is_introduced_without_a_licence_of_that_day",
    ),
    Row(
        "H2",
        f"{DOORS}::test_h2_nobody_is_presented_without_a_yes",
        f"{DOORS}::test_h2_nobody_is_presented_after_the_yes_was_taken_back",
        TERMINAL,
        f"{SQL}::test_h2_release_is_not_sent_without_a_provision",
    ),
    Row(
        "H3",
        f"{DOORS}::test_h3_nobody_is_left_out_by_merit",
        f"{DOORS}::test_h3_nobody_is_left_out_by_merit",
        TERMINAL,
        f"{SQL}::test_h3_nobody_is_invited_before_the_result",
    ),
    Row(
        "H4",
        f"{DOORS}::test_h4_clause_that_rewards_is_not_kept",
        f"{DOORS}::test_h4_credit_plan_does_not_run_without_its_papers",
        TERMINAL,
        f"{SQL}::test_h4_no_credit_and_no_slot_without_the_papers",
    ),
    Row(
        "H5",
        "tests/web/privacy/test_quarantine.py"
        "::test_forbidden_text_of_a_job_is_refused_and_stays_on_the_page",
        "tests/api/test_law_of_data.py::test_opening_with_forbidden_data_is_refused_with_h5",
        "tests/cli/test_import_command.py::test_forbidden_column_never_comes_in",
        "tests/apps/quarantine/test_quarantine.py::test_raw_sql_maps_no_forbidden_column",
    ),
    Row(
        "H6",
        "tests/web/company/test_acts.py::test_half_filled_job_is_a_draft_and_cannot_be_published",
        "tests/api/test_law_of_data.py::test_opening_that_breaks_a_rule_is_refused_with_h6",
        COMMAND,
        "tests/apps/openings/test_openings.py::test_draft_is_not_opened_by_raw_sql",
    ),
    Row(
        "H7",
        f"{DOORS}::test_h7_person_placed_for_good_is_not_asked",
        f"{DOORS}::test_h7_person_placed_for_good_is_not_asked",
        TERMINAL,
        "tests/apps/policy/test_sql_contacts.py::test_h7_person_placed_for_good_is_not_asked_about_a_job",
    ),
    Row(
        "H8",
        f"{DOORS}::test_h8_nobody_is_asked_after_a_stop_of_use",
        f"{DOORS}::test_h8_nobody_is_asked_after_a_stop_of_use",
        COMMAND,
        "tests/apps/upkeep/test_guards.py::test_row_below_its_floor_is_not_deleted",
    ),
    Row(
        "H9",
        f"{MOVES}::test_refused_step_keeps_what_was_typed_and_names_rule_and_next_step",
        "tests/api/test_moves.py::test_secondment_is_refused_by_h9_until_everything_is_there",
        TERMINAL,
        "tests/apps/moves/test_guards.py"
        "::test_no_secondment_becomes_active_without_what_h9_asks_for",
    ),
    Row(
        "H10",
        f"{MOVES}::test_plan_beyond_the_law_is_refused_with_h10",
        "tests/api/test_moves.py"
        "::test_side_work_is_refused_by_h10_and_months_are_closed_within_the_law",
        COMMAND,
        "tests/apps/moves/test_guards.py::test_average_of_eighty_hours_cannot_be_passed",
    ),
    Row(
        "H11",
        f"{MOVES}::test_order_with_a_late_pay_day_keeps_the_form",
        "tests/api/test_moves.py::test_order_is_refused_by_h11_until_its_notice_is_whole",
        TERMINAL,
        "tests/apps/moves/test_guards.py::test_nothing_starts_without_the_notice_of_nine_items",
    ),
    Row(
        "H12",
        f"{DOORS}::test_h12_no_result_is_told_without_a_reason",
        f"{DOORS}::test_h12_no_result_is_told_without_a_reason",
        TERMINAL,
        f"{SQL}::test_h12_rejection_by_a_human_carries_a_reason",
    ),
)


def render() -> str:
    """Return the table as docs/law.md shows it."""
    lines = ["| Stop | Page | API | Terminal | SQL as the serving role |", "|---|---|---|---|---|"]
    for row in TABLE:
        cells = (row.page, row.api, row.terminal, row.sql)
        shown = (f"{ASKED if cell in QUESTIONS else ''}`{cell}`" for cell in cells)
        lines.append(f"| {row.rule} | {' | '.join(shown)} |")
    return "\n".join(lines)
