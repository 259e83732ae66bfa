"""People in a file as they may be declared: which column is what, one row at a time.

Nothing is decided here. A formula is never taken for a value, and a name in one column is parted
only where the file parts it with a comma or has it in one word after another.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.utils.translation import gettext_lazy as _

from holdfast.screening import Person, parse_birth
from holdfast.web.practice.importing.fields import Field, guess_among, is_formula
from holdfast.web.practice.importing.people import whole_name
from holdfast.web.practice.importing.reading import Table


def _field(name: str, aliases: str) -> Field:
    return Field(name, name, (name.replace("_", " "), *(a.strip() for a in aliases.split(","))))


COLUMNS = (
    _field("client", "name, full name, display name, fn, anzeigename"),
    _field("given_name", "first name, firstname, forename, vorname"),
    _field("surname", "last name, lastname, family name, nachname"),
    _field("former_name", "previous name, maiden name, birth name, geburtsname"),
    _field("date_of_birth", "birthday, dob, birth date, birthdate, born, geburtstag, geburtsdatum"),
    _field("street", "address, street address, home street, address 1, address line 1, strasse"),
    _field("suburb", "town, city, place, home city, ort, stadt"),
    _field("postcode", "post code, zip, zip code, postal code, home postal code, plz"),
    _field("state", "county, province, region, home state"),
    _field("phone", "mobile, mobile phone, telephone, home phone, phone 1 value, telefon, handy"),
    _field("email", "e mail, e mail address, email address, e mail 1 value, mail"),
    _field("employer", "company, organisation, organization, organization 1 name, firma"),
)


@dataclass(frozen=True)
class InFile:
    """One person of a file: the number of the row, the whole name, what is known, what was odd."""

    number: int
    name: str
    person: Person
    notes: tuple[str, ...] = ()

    def initial(self) -> dict[str, str]:
        """Return the values that the form begins with."""
        birth = parse_birth(self.person.date_of_birth)
        return {**asdict(self.person), "date_of_birth": _as_typed(birth)}


def people_in(table: Table) -> list[InFile]:
    """Return everybody in a file who has a name, in the order of the file."""
    columns = guess_among(table.columns, COLUMNS)
    found = (_person(row.number, row.cells, columns) for row in table.rows)
    return [one for one in found if any(c.isalnum() for c in one.name)]


def _person(number: int, cells: tuple[str, ...], columns: Mapping[int, str]) -> InFile:
    held = {name: " ".join(cells[place].split()) for place, name in columns.items()}
    formulas = [name for name, text in held.items() if is_formula(text)]
    known = {name: "" if name in formulas else text[:200] for name, text in held.items()}
    whole = known.pop("client", "")
    given, family = known.get("given_name", ""), known.get("surname", "")
    apart = {"given": given, "family": family}
    name = whole_name(apart if given and family else {"client": whole, **apart})
    if not (given or family):
        known |= _parted(name)
    notes = (str(_("A cell held a formula; it was not read.")),) if formulas else ()
    return InFile(number, name, Person(**known), notes)


def _parted(name: str) -> dict[str, str]:
    """The last word of a whole name is the family name; a person looks before it is kept."""
    given, _blank, family = name.rpartition(" ")
    return {"given_name": given, "surname": family} if given else {"given_name": family}


def _as_typed(birth: str) -> str:
    """Return a date of birth as the form takes it; one without its year is left out."""
    if not birth or birth.startswith("0000"):
        return ""
    parts = (birth[:4], birth[4:6], birth[6:])
    known = [part for part in parts if part.strip("0")]
    return "-".join(known if len(known) < 3 else parts)
