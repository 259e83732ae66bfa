"""The tables every capability needs; one module per idea."""

from holdfast.web.practice.models.betweens import Break, Contact, Crossing, Promise
from holdfast.web.practice.models.cards import Card, CardName, ContactPoint, EmergencyContact
from holdfast.web.practice.models.emergency import EmergencyOpening
from holdfast.web.practice.models.house import Practice
from holdfast.web.practice.models.imports import Import, ImportedRow
from holdfast.web.practice.models.joining import Joining
from holdfast.web.practice.models.notices import Notice
from holdfast.web.practice.models.participants import Participant
from holdfast.web.practice.models.reserved import LogReader
from holdfast.web.practice.models.sessions import Attendance, Session
from holdfast.web.practice.models.signals import Signal
from holdfast.web.practice.models.staff import Cover, Credential, SupervisionAgreement, Therapist
from holdfast.web.practice.models.therapies import Assignment, Therapy

__all__ = [
    "Assignment",
    "Attendance",
    "Break",
    "Card",
    "CardName",
    "Contact",
    "ContactPoint",
    "Cover",
    "Credential",
    "Crossing",
    "EmergencyContact",
    "EmergencyOpening",
    "Import",
    "ImportedRow",
    "Joining",
    "LogReader",
    "Notice",
    "Participant",
    "Practice",
    "Promise",
    "Session",
    "Signal",
    "SupervisionAgreement",
    "Therapist",
    "Therapy",
]
