"""Words for what screening finds: evidence for the desk, and what to ask a person who enquires.

Nothing here is shown to a coordinator: they see therapists and nothing else.
"""

from gettext import gettext as _

from holdfast.screening.enough import Sufficiency
from holdfast.screening.findings import Finding
from holdfast.screening.match import Answer, Evidence, Match
from holdfast.screening.ties import Tie


def comparison_words(comparison: str) -> str:
    """Return what a comparison looks at."""
    return {
        "given": _("given name"),
        "middle": _("second given name"),
        "surname": _("surname"),
        "birth": _("date of birth"),
        "address": _("address"),
        "phone": _("telephone"),
        "email": _("e-mail"),
        "employer": _("employer"),
        "household": _("the whole picture"),
    }[comparison]


def _level_words() -> dict[str, str]:
    return {
        "exact": _("the same"),
        "crossed": _("changed places"),
        "nickname": _("another form of the same name"),
        "close": _("one typing slip apart"),
        "near": _("nearly the same, or sounds alike"),
        "other": _("agrees with another given name"),
        "initial": _("the same initial"),
        "former": _("agrees with a former name"),
        "part": _("shares a part"),
        "given": _("stands as the given name"),
        "else": _("different"),
        "slip": _("one digit apart"),
        "two_parts": _("two of day, month and year agree"),
        "slips": _("two digits apart"),
        "year": _("only the year agrees"),
        "part_month_day": _("day and month agree, no year known"),
        "part_year_month": _("year and month agree, no day known"),
        "part_year": _("the year agrees, no more is known"),
        "part_near_year": _("about the same year"),
        "part_else": _("different as far as known"),
        "home": _("the same home"),
        "home_close": _("the same home, spelt differently"),
        "same_street": _("the same street in the same place"),
        "street": _("the same street and number"),
        "postcode": _("the same postcode"),
        "suburb": _("the same place"),
        "place_moved": _("the same place and postcode, another street"),
        "postcode_moved": _("the same postcode, another place and street"),
        "suburb_moved": _("the same place, another street"),
        "street_close": _("nearly the same street and number"),
        "place_close": _("nearly the same place"),
        "state": _("the same state, no more is known"),
        "suffix": _("junior and senior"),
        "twin": _("same surname, home and birthday, other given name: perhaps twins"),
        "relative": _("same surname and home, other given name: perhaps a relative"),
        "generation": _("same name and home, other birthday: perhaps parent and child"),
    }


def evidence_words(evidence: Evidence) -> str:
    """Return one line of the waterfall, such as "surname: the same (+9.1)"."""
    level = _level_words()[evidence.level]
    return f"{comparison_words(evidence.comparison)}: {level} ({evidence.weight:+.1f})"


def match_words(match: Match) -> str:
    """Return how likely it is that this is the person: never a "match", a person confirms."""
    if match.band == "probable":
        return _("Probably the same person. Somebody who may see both should confirm it.")
    return _("Possibly the same person. One more detail would help to tell.")


def field_words(field: str) -> str:
    """Return a field of a person in words."""
    return {
        "date_of_birth": _("the date of birth, or about how old they are"),
        "postcode": _("the postcode, or the part of town"),
        "phone": _("a telephone number"),
        "email": _("an e-mail address"),
        "street": _("the street"),
        "employer": _("where they work"),
        "given_name": _("the given name"),
        "surname": _("the surname"),
    }[field]


def sufficiency_words(sufficiency: Sufficiency) -> str:
    """Return what to ask for, or "" when there is enough to go on."""
    if sufficiency.enough:
        return ""
    if not sufficiency.ask:
        return _("Too little to go on, and nothing more to ask for. A person has to look.")
    return _("Too little to go on. What would help most: {field}.").format(
        field=field_words(sufficiency.ask)
    )


def answer_words(answer: Answer) -> str:
    """Return an answer in one or two sentences, without names."""
    probable = sum(match.band == "probable" for match in answer.matches)
    possible = len(answer.matches) - probable
    if not answer.matches:
        found = _("Nobody found.")
    else:
        found = _("Probable: {probable}. Possible: {possible}.").format(
            probable=probable, possible=possible
        )
    return f"{found} {sufficiency_words(answer.sufficiency)}".strip()


def _kind_words() -> dict[str, str]:
    return {
        "same_person": _("the same person as"),
        "client": _("a client of"),
        "therapist": _("the therapist of"),
        "former_client": _("a former client of"),
        "former_therapist": _("the former therapist of"),
        "partner": _("the partner of"),
        "ex_partner": _("a former partner of"),
        "lover": _("a lover, now or once, of"),
        "date": _("somebody who met for dating with"),
        "parent": _("a parent of"),
        "child": _("a child of"),
        "sibling": _("a sister or brother of"),
        "guardian": _("a guardian of"),
        "ward": _("under the guardianship of"),
        "household": _("in one household with"),
        "kin": _("a relative of"),
        "friend": _("a friend of"),
        "business_partner": _("a business partner of"),
        "creditor": _("owed money by"),
        "debtor": _("in debt to"),
        "landlord": _("the landlord of"),
        "tenant": _("a tenant of"),
        "litigant": _("in a legal dispute with"),
        "manager": _("the manager of"),
        "report": _("managed by"),
        "employing": _("the employer of"),
        "employee": _("employed by"),
        "colleague": _("a colleague of"),
        "supervisor": _("the supervisor of"),
        "supervisee": _("supervised by"),
        "teacher": _("a teacher of"),
        "student": _("a student of"),
        "evaluator": _("somebody who assesses"),
        "evaluated": _("assessed by"),
        "fellow_trainee": _("in training together with"),
        "carer": _("a doctor or other carer of"),
        "patient": _("a patient of"),
        "referrer": _("somebody who recommended us to"),
        "referred": _("sent to us by"),
        "avoided": _("not to meet"),
        "neighbour": _("a neighbour of"),
        "online": _("in touch online with"),
        "other": _("tied in another way to"),
        "works_at": _("working at"),
        "employs": _("the employer of"),
        "belongs_to": _("belonging to"),
        "has_member": _("joined by"),
    }


def tie_words(tie: Tie) -> str:
    """Return a tie as the middle of a sentence, with its years where they are known."""
    words = _kind_words()[tie.kind]
    if tie.promised:
        return _("{tie} (agreed for later)").format(tie=words)
    since = str(tie.since.year) if tie.since else ""
    until = str(tie.until.year) if tie.until else ""
    return f"{words} ({since}–{until})" if since or until else words


def finding_words(finding: Finding) -> str:
    """Return what a finding is, for the conflict desk; it names nobody."""
    roles = {
        "same_person": _("The person is one of the therapists."),
        "another_role": _("The person and the therapist know each other in another role."),
        "someone_close": _("Somebody close to the person is tied to the therapist."),
        "someone_known": _("Somebody the person knows is tied to the therapist."),
        "promised_role": _("A later role is agreed."),
    }
    words = roles[finding.role]
    if finding.over:
        words += " " + _("It has ended.")
    if finding.side == "client":
        words += " " + _("It leads through another person's therapy and may not be talked about.")
    return words
