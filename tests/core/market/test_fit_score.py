"""A score is the sum of its named parts; what is missing is never a zero."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.market.fit_samples import GATE, TODAY, VOCABULARY, Maker

from tasuki.core.market.fit.features import Part, Wish
from tasuki.core.market.fit.filters import FILTER_WORDS, FilterReason, LicenceRange, why_not
from tasuki.core.market.fit.reasons import explain, show, shown_hundredths
from tasuki.core.market.fit.records import (
    Experience,
    FitOpening,
    FitPerson,
    FitWishes,
    LanguageLevel,
    SkillLevel,
)
from tasuki.core.market.fit.scorer import Missing, Scorer
from tasuki.core.market.fit.vocabulary import find_grades
from tasuki.core.market.fit.weights import WeightError, Weights
from tasuki.core.market.fit.wishes import Direction, Side

OPENINGS = Maker(5).openings(30)
SCORER = Scorer(vocabulary=VOCABULARY).fitted(OPENINGS)
PERSON = FitPerson(
    id="p",
    experience=(Experience("12_072-06", 60),),
    skills=(SkillLevel("excel", 3),),
    certificates=("book1",),
    text="経理の月次決算を担当。",
    wishes=FitWishes(areas=("13",), commute_from="13101", commute_minutes_most=60),
    released_to=("a",),
)
OPENING = FitOpening(
    id="o",
    organisation="a",
    title="経理",
    text="月次決算の担当。",
    occupation="12_072-06",
    skills=(SkillLevel("エクセル", 3), SkillLevel("sap")),
    certificates=("book2",),
    months=60,
    municipality="14100",
    as_of=TODAY,
)


def lines_of(score):
    return {(line.part, line.wish): line.points for line in score.lines}


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(Direction))
def test_lines_add_up_to_the_score_and_what_is_shown_adds_up_too(seed, direction):
    maker = Maker(seed)
    person, opening = maker.person("p"), maker.opening("o")

    score = SCORER.score(person, opening, direction)
    shown = [one.hundredths for one in explain(person, opening, score, SCORER)]

    assert sum(line.points for line in score.lines) == score.points
    assert -1_000_000 <= score.points <= 1_000_000
    shown = [one for one in shown if one is not None]
    assert sum(shown) == (score.points * 2 + 10_000) // 20_000
    assert {(one.part, one.wish) for one in score.missing}.isdisjoint(lines_of(score))


@given(st.lists(st.integers(-1_000_000, 1_000_000), max_size=14))
def test_hundredths_differ_by_less_than_one_and_add_up(points):
    shown = shown_hundredths(points)

    assert sum(shown) == (2 * sum(points) + 10_000) // 20_000
    assert all(abs(one * 10_000 - point) < 10_000 for one, point in zip(shown, points, strict=True))


def test_perfect_pair_of_all_parts_is_one():
    person = replace(
        PERSON,
        skills=(SkillLevel("excel", 4), SkillLevel("sap", 1)),
        text=OPENING.words,
        wishes=FitWishes(areas=("14",)),
    )

    score = SCORER.score(person, OPENING)

    assert lines_of(score) == {
        (Part.OCCUPATION, None): 250_000,
        (Part.SKILLS, None): 300_000,
        (Part.CERTIFICATES, None): 100_000,
        (Part.EXPERIENCE, None): 100_000,
        (Part.TEXT, None): pytest.approx(100_000, abs=250),
        (Part.WISHES, Wish.AREA): 150_000,
    }


@pytest.mark.parametrize(
    ("done", "points"),
    [
        ("12_072-06", 250_000),
        ("12_072-01", 175_000),
        ("03_025-02", 150_000),
        ("12_068-01", 100_000),
    ],
)
def test_nearness_of_occupations(done, points):
    full = replace(PERSON, experience=(Experience(done, 60),), wishes=FitWishes(areas=("14",)))

    assert lines_of(SCORER.score(full, OPENING))[(Part.OCCUPATION, None)] == points


@pytest.mark.parametrize("part", ["experience", "skills", "certificates"])
def test_missing_data_is_left_out_and_the_rest_is_rescaled(part):
    known = SCORER.score(replace(PERSON, **{part: ()}), OPENING)
    unknown = SCORER.score(replace(PERSON, **{part: None}), OPENING)

    assert lines_of(known)[(Part(part), None)] == 0
    assert (Part(part), None) not in lines_of(unknown)
    assert Missing(Part(part), None, Side.PERSON) in unknown.missing
    assert unknown.points > known.points


def test_nothing_known_is_no_fault():
    score = SCORER.score(FitPerson(id="p"), OPENING)

    assert (score.points, score.lines) == (0, ())
    assert {one.part for one in score.missing} >= {Part.OCCUPATION, Part.SKILLS, Part.TEXT}


def test_part_nobody_asks_for_is_neither_scored_nor_missing():
    score = SCORER.score(PERSON, replace(OPENING, certificates=(), months=None))

    assert not {Part.CERTIFICATES, Part.EXPERIENCE} & {line.part for line in score.lines}
    assert not {Part.CERTIFICATES, Part.EXPERIENCE} & {one.part for one in score.missing}


def test_people_are_found_by_the_work_only():
    opening = replace(OPENING, languages=(LanguageLevel("en", 4),))
    person = replace(PERSON, languages=(LanguageLevel("en", 2),))

    there = SCORER.score(person, opening, Direction.TO_OPENINGS)
    back = SCORER.score(person, opening, Direction.TO_PEOPLE)

    assert {line.wish for line in there.lines if line.wish} == {
        Wish.AREA,
        Wish.COMMUTE,
        Wish.LANGUAGE,
    }
    assert [line.wish for line in back.lines if line.wish] == [Wish.LANGUAGE]
    assert back.lines[-1].points == -75_000


def test_more_than_ten_years_count_as_ten():
    ten = replace(PERSON, experience=(Experience("12_072-06", 120),))
    forty = replace(PERSON, experience=(Experience("12_072-06", 480),))
    opening = replace(OPENING, months=240)

    assert SCORER.score(ten, opening).lines == SCORER.score(forty, opening).lines


def test_higher_grade_includes_the_lower_one():
    assert find_grades(["簿記1級", "簿記２級", "簿記三級", "危険物1類", "危険物2類"]) == {
        "簿記1級": ("簿記２級", "簿記三級"),
        "簿記２級": ("簿記三級",),
    }
    assert lines_of(SCORER.score(PERSON, OPENING))[(Part.CERTIFICATES, None)] == 100_000


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (("book1",), None),
        (("book3",), FilterReason.CERTIFICATE_MISSING),
        (None, FilterReason.CERTIFICATE_UNKNOWN),
    ],
)
def test_required_certificate_is_a_filter(held, reason):
    opening = replace(OPENING, required_certificates=("book2",))

    assert why_not(replace(PERSON, certificates=held), opening, GATE, VOCABULARY) is reason


@pytest.mark.parametrize(
    ("reason", "person", "opening"),
    [
        (FilterReason.CLOSED, {}, {"is_open": False}),
        (FilterReason.CLOSED, {}, {"valid_to": TODAY.replace(day=22)}),
        (FilterReason.STALE, {}, {"as_of": TODAY.replace(month=10, day=1)}),
        (FilterReason.BARRED_WORK, {}, {"title": "建設作業"}),
        (FilterReason.OUTSIDE_LICENCE, {}, {"prefecture": "01"}),
        (FilterReason.NOT_SUGGESTIBLE, {"may_be_suggested": False}, {}),
        (FilterReason.PERSON_EXPIRED, {"valid_to": TODAY.replace(day=1)}, {}),
        (FilterReason.NOT_RELEASED, {"released_to": ("b",)}, {}),
        (FilterReason.BLOCKED_BY_PERSON, {"blocked": ("a",)}, {}),
        (FilterReason.BLOCKED_BY_PERSON, {"blocked": ("o",)}, {}),
        (FilterReason.BLOCKED_BY_OPENING, {}, {"blocked": ("p",)}),
    ],
)
def test_filter_names_its_reason(reason, person, opening):
    licence = LicenceRange(valid_from=TODAY.replace(year=2025), prefectures=frozenset({"14"}))
    gate = replace(GATE, licence=licence)

    assert why_not(PERSON, OPENING, gate, VOCABULARY) is None
    assert (
        why_not(replace(PERSON, **person), replace(OPENING, **opening), gate, VOCABULARY) is reason
    )
    assert FILTER_WORDS[reason].ja
    assert FILTER_WORDS[reason].en


@pytest.mark.parametrize(
    "weights",
    [
        {"occupation": 500_000, "skills": 50_000},
        {"text": 100_001},
        {"wishes": 0, "skills": 450_000},
    ],
)
def test_weights_stay_within_their_bounds(weights):
    with pytest.raises(WeightError):
        Weights(**weights)


def test_any_change_of_the_model_is_a_new_version():
    others = [
        replace(SCORER, weights=Weights(text=0, skills=400_000)),
        replace(SCORER, vocabulary=replace(VOCABULARY, related={})),
        Scorer(vocabulary=VOCABULARY).fitted(OPENINGS[1:]),
        replace(SCORER, embedder=Constant()),
    ]

    assert len({SCORER.version, *(one.version for one in others)}) == 5
    assert SCORER.version == replace(SCORER).version


def test_input_hash_follows_what_went_in():
    first = SCORER.score(PERSON, OPENING)

    assert first.input_hash == SCORER.score(replace(PERSON), OPENING).input_hash
    assert first.input_hash != SCORER.score(replace(PERSON, text="ほか"), OPENING).input_hash


class Constant:
    """An embedder for which all texts mean the same."""

    name = "constant-1"

    def embed(self, texts):
        return np.ones((len(texts), 3), dtype=np.float32)


def test_embedder_replaces_the_runs_of_the_text_only():
    score = replace(SCORER, embedder=Constant()).score(PERSON, OPENING)

    assert lines_of(score)[(Part.TEXT, None)] == pytest.approx(100_000, abs=20)
    assert (
        lines_of(score)[(Part.SKILLS, None)]
        == lines_of(SCORER.score(PERSON, OPENING))[(Part.SKILLS, None)]
    )


def test_reasons_read_well_in_both_languages():
    score = SCORER.score(PERSON, OPENING)
    reasons = explain(PERSON, OPENING, score, SCORER)

    assert [one.text("ja") for one in reasons] == [
        "経理の経験 +0.25",
        "共通: Excel / 不足: SAP +0.14",
        "資格: 日商簿記2級 +0.10",
        "経験5年、求人は5年以上 +0.10",
        "文章に共通: 「月次決算」「担当」「経理」 +0.06",
        "希望地域の外 −0.07",
        "通勤75分（希望60分以内） −0.04",
    ]
    assert [one.text("en") for one in reasons][:4] == [
        "Experience as 経理 +0.25",
        "Shared: Excel / Missing: SAP +0.14",
        "Certificates: 日商簿記2級 +0.10",
        "5 years of experience, 5 years asked +0.10",
    ]
    assert [one.text("en") for one in reasons][-1] == (
        "Commute of 75 minutes (wish: 60 at most) −0.04"
    )


def test_what_is_missing_is_said_in_both_languages():
    person = replace(PERSON, skills=None)
    reasons = explain(person, OPENING, SCORER.score(person, OPENING), SCORER)

    assert reasons[-1].text("ja") == "スキル: 情報なし（本人）"
    assert reasons[-1].text("en") == "Skills: no information (person)"
    assert (show(7), show(-105)) == ("+0.07", "−1.05")
