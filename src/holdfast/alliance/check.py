"""The Holdfast session check: seven statements, one question, room to write.

Our own words. Not validated: a score is compared only with the same person's own earlier ones.
"""

from dataclasses import dataclass
from gettext import gettext as _

from holdfast.alliance.instruments import Instrument, instrument
from holdfast.alliance.scoring import Answers, Score, score
from holdfast.alliance.series import RepairAnswer

CHECK = "check"


@dataclass(frozen=True)
class CheckAnswers:
    """What a client sent after a session. Everything may be skipped.

    `statements` maps statement number (1 to 7) to answer (1 to 5). `felt_off`: the answer to "did
    anything feel off between us?". `all_right_now`: the answer to "is that all right between us
    now?", asked only when something was named since the last check.
    """

    statements: Answers
    felt_off: bool | None = None
    all_right_now: RepairAnswer | None = None
    note: str = ""

    @property
    def score(self) -> Score:
        """The mean of the answered statements without the third; at least four are needed."""
        return score(instrument(CHECK), self.statements)

    @property
    def empty(self) -> bool:
        """Whether nothing at all was answered."""
        answered = [value for value in self.statements.values() if value is not None]
        return not answered and self.felt_off is None and not self.note.strip()


def says_off(instrument: Instrument, answers: Answers) -> bool:
    """Return whether an instrument that asks outright (RISQ) was answered with any yes.

    It then counts as `felt_off`, whatever the number of yes. Always False for other instruments.
    """
    given = (value for value in answers.values() if value is not None)
    return instrument.kind == "rupture" and any(value > instrument.lowest for value in given)


@dataclass(frozen=True)
class CheckWords:
    """The words around the statements, in the reader's language."""

    felt_off: str
    felt_off_yes: str
    felt_off_no: str
    all_right_now: str
    all_right_yes: str
    all_right_partly: str
    all_right_no: str
    note: str
    concern: str
    not_validated: str


def check_words() -> CheckWords:
    """Return the words of the session check that are not statements."""
    return CheckWords(
        felt_off=_("Did anything feel off between us?"),
        felt_off_yes=_("Yes"),
        felt_off_no=_("No"),
        all_right_now=_("Is that all right between us now?"),
        all_right_yes=_("Yes"),
        all_right_partly=_("Partly"),
        all_right_no=_("Not yet"),
        note=_("Anything you'd rather write than say?"),
        concern=_("Something felt wrong and I'd rather not tell my therapist first"),
        not_validated=_("Not validated; compared only with your own earlier answers."),
    )
