"""The tables of screening; one module per idea. No page lists nodes, ties or named people."""

from holdfast.web.screening.models.circles import AddressBook, Circle, CircleLook
from holdfast.web.screening.models.desk import IdentityOpening, OutcomeWords, Review
from holdfast.web.screening.models.enquiries import SELF, Enquiry, Knock, Named, OfferList
from holdfast.web.screening.models.findings import Finding, Outcome, Screened
from holdfast.web.screening.models.index import Frequency, IndexKey, Node, Posting
from holdfast.web.screening.models.mentioned import Mentioned
from holdfast.web.screening.models.ties import SamePerson, Tie

__all__ = [
    "SELF",
    "AddressBook",
    "Circle",
    "CircleLook",
    "Enquiry",
    "Finding",
    "Frequency",
    "IdentityOpening",
    "IndexKey",
    "Knock",
    "Mentioned",
    "Named",
    "Node",
    "OfferList",
    "Outcome",
    "OutcomeWords",
    "Posting",
    "Review",
    "SamePerson",
    "Screened",
    "Tie",
]
