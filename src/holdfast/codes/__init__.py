"""Ethics codes as data, and reasoning over them.

`advise` asks the codes about a situation and answers with frozen values that carry their reasons;
`words` puts them into sentences. The data are described in docs/codes-format.md.
"""

from holdfast.codes import listing, published, words
from holdfast.codes.accumulation import Crossing
from holdfast.codes.advise import Advice, Difference, advise, clauses_of
from holdfast.codes.answer import Answer, Because, Cited, Running, Standing
from holdfast.codes.differences import Apart, differences
from holdfast.codes.edition import Check, Clause, Edition, Effect, Rank, Rule, Verdict
from holdfast.codes.facts import Direction, Fact, Kind, Value
from holdfast.codes.finding import Finding
from holdfast.codes.library import Library, UnknownName, load, shipped
from holdfast.codes.proof import Report, check, checking, slices
from holdfast.codes.question import Change
from holdfast.codes.read_client import Country, Emergency, Entry, Place, Topic, professions
from holdfast.codes.read_situation import json_schema, read_situation
from holdfast.codes.read_situations import SituationKind
from holdfast.codes.reading import BrokenData
from holdfast.codes.receipt import Altered, again, receipt, second_look
from holdfast.codes.search import groups, search, search_topics
from holdfast.codes.signing import Need, Wanting, against, before_signing
from holdfast.codes.situation import Put, Situation, Supplied, Unclear, settle
from holdfast.codes.to_json import to_json

__all__ = [
    "Advice",
    "Altered",
    "Answer",
    "Apart",
    "Because",
    "BrokenData",
    "Change",
    "Check",
    "Cited",
    "Clause",
    "Country",
    "Crossing",
    "Difference",
    "Direction",
    "Edition",
    "Effect",
    "Emergency",
    "Entry",
    "Fact",
    "Finding",
    "Kind",
    "Library",
    "Need",
    "Place",
    "Put",
    "Rank",
    "Report",
    "Rule",
    "Running",
    "Situation",
    "SituationKind",
    "Standing",
    "Supplied",
    "Topic",
    "Unclear",
    "UnknownName",
    "Value",
    "Verdict",
    "Wanting",
    "advise",
    "again",
    "against",
    "before_signing",
    "check",
    "checking",
    "clauses_of",
    "differences",
    "groups",
    "json_schema",
    "listing",
    "load",
    "professions",
    "published",
    "read_situation",
    "receipt",
    "search",
    "search_topics",
    "second_look",
    "settle",
    "shipped",
    "slices",
    "to_json",
    "words",
]
