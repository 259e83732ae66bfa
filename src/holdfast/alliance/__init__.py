"""The alliance: measures of it, what was to be expected, signals, and their mending.

Plain Python: values in, values out. The theory, the sources and the measured limits are in
docs/alliance.md. `follow` is the way in for one client's series, `expect` for many at once.
"""

from holdfast.alliance.attendance import Absence, beside
from holdfast.alliance.cadence import Cadence, Due, HeldSession, due, unanswered_in_a_row
from holdfast.alliance.change import (
    Change,
    Group,
    change,
    cut_off_a,
    cut_off_b,
    cut_off_c,
    reliable_change_index,
    reliable_points,
    standard_error,
)
from holdfast.alliance.chart import Lane, LanePoint, Mark, lane
from holdfast.alliance.check import CHECK, CheckAnswers, CheckWords, check_words, says_off
from holdfast.alliance.expectation import Expectation, Prior, expect
from holdfast.alliance.instruments import (
    Instrument,
    instrument,
    read_instrument,
    shipped_instruments,
)
from holdfast.alliance.openings import Openings, openings
from holdfast.alliance.priors import default_prior, learn
from holdfast.alliance.repair import Course, Episode, Form, Naming, Repair, follow
from holdfast.alliance.risk import FollowUp, RiskAnswer, risk_answers
from holdfast.alliance.scale import Scale, scale_of
from holdfast.alliance.scoring import Answers, AnswersError, Score, score
from holdfast.alliance.series import Point, Rating, RepairAnswer, points
from holdfast.alliance.signals import HIGHEST_RATE, USUAL_RATE, Signal, check_rate
from holdfast.alliance.texts import TextPack, read_text, shipped_texts, text_for

__all__ = [
    "CHECK",
    "HIGHEST_RATE",
    "USUAL_RATE",
    "Absence",
    "Answers",
    "AnswersError",
    "Cadence",
    "Change",
    "CheckAnswers",
    "CheckWords",
    "Course",
    "Due",
    "Episode",
    "Expectation",
    "FollowUp",
    "Form",
    "Group",
    "HeldSession",
    "Instrument",
    "Lane",
    "LanePoint",
    "Mark",
    "Naming",
    "Openings",
    "Point",
    "Prior",
    "Rating",
    "Repair",
    "RepairAnswer",
    "RiskAnswer",
    "Scale",
    "Score",
    "Signal",
    "TextPack",
    "beside",
    "change",
    "check_rate",
    "check_words",
    "cut_off_a",
    "cut_off_b",
    "cut_off_c",
    "default_prior",
    "due",
    "expect",
    "follow",
    "instrument",
    "lane",
    "learn",
    "openings",
    "points",
    "read_instrument",
    "read_text",
    "reliable_change_index",
    "reliable_points",
    "risk_answers",
    "says_off",
    "scale_of",
    "score",
    "shipped_instruments",
    "shipped_texts",
    "standard_error",
    "text_for",
    "unanswered_in_a_row",
]
