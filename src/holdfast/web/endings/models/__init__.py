"""The tables of endings: plans and what is signed, what comes after, wills, erasure."""

from holdfast.web.endings.models.after import Approach, ComingBack, Outreach
from holdfast.web.endings.models.erasure import Certificate, Erasing, LegalHold, Marker
from holdfast.web.endings.models.plans import (
    Closing,
    EndingDraft,
    EndingParty,
    EndingPlan,
    EndingSignature,
    EndingWithdrawal,
)
from holdfast.web.endings.models.wills import Will, WillOpening, WillTrial

__all__ = [
    "Approach",
    "Certificate",
    "Closing",
    "ComingBack",
    "EndingDraft",
    "EndingParty",
    "EndingPlan",
    "EndingSignature",
    "EndingWithdrawal",
    "Erasing",
    "LegalHold",
    "Marker",
    "Outreach",
    "Will",
    "WillOpening",
    "WillTrial",
]
