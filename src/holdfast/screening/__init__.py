"""Is this the same person, and is anything in the way?

`match` finds a person among many and says why; `paths` finds the ways to a therapist; `offers`
says who may be offered so that the list tells nothing. Storage is functions handed in.
"""

from holdfast.screening.births import birth_from_age, parse_birth
from holdfast.screening.enough import Sufficiency
from holdfast.screening.findings import Finding, Put, finding, situation
from holdfast.screening.graph import Found, Limits, Neighbours, Way, most_ties, paths
from holdfast.screening.keys import frequency_keys, index_keys, query_keys
from holdfast.screening.match import Answer, Evidence, Match, People, Postings, Query, match, query
from holdfast.screening.model import (
    Frequencies,
    Model,
    default_model,
    model_data,
    model_from,
    probability,
)
from holdfast.screening.normalise import normalise
from holdfast.screening.offers import Named, Offers, coarse_key, left_out, offers
from holdfast.screening.person import FIELDS, Compared, Person, pack, unpack
from holdfast.screening.record import Record, record
from holdfast.screening.ties import Kind, Kinds, Tie, default_kinds, inverse, is_promised, strength

__all__ = [
    "FIELDS",
    "Answer",
    "Compared",
    "Evidence",
    "Finding",
    "Found",
    "Frequencies",
    "Kind",
    "Kinds",
    "Limits",
    "Match",
    "Model",
    "Named",
    "Neighbours",
    "Offers",
    "People",
    "Person",
    "Postings",
    "Put",
    "Query",
    "Record",
    "Sufficiency",
    "Tie",
    "Way",
    "birth_from_age",
    "coarse_key",
    "default_kinds",
    "default_model",
    "finding",
    "frequency_keys",
    "index_keys",
    "inverse",
    "is_promised",
    "left_out",
    "match",
    "model_data",
    "model_from",
    "most_ties",
    "normalise",
    "offers",
    "pack",
    "parse_birth",
    "paths",
    "probability",
    "query",
    "query_keys",
    "record",
    "situation",
    "strength",
    "unpack",
]
