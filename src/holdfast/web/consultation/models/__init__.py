"""Questions to colleagues, supervision and countersigning; one module per idea."""

from holdfast.web.consultation.models.asking import Attached, Draft, Question, Step
from holdfast.web.consultation.models.countersigning import Countersignature, House
from holdfast.web.consultation.models.supervising import Declared, Seat, Sitting, Task, Topic

__all__ = [
    "Attached",
    "Countersignature",
    "Declared",
    "Draft",
    "House",
    "Question",
    "Seat",
    "Sitting",
    "Step",
    "Task",
    "Topic",
]
