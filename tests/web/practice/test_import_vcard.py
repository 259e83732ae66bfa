"""Address books of every version and make, read by the same child as other files."""

from datetime import date

import pytest

from holdfast.web.practice.importing import child
from holdfast.web.practice.importing.reading import Unreadable, read

TODAY = date(2026, 2, 17)
V21 = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Jos=C3=A9;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Jos=C3=A9 =
M=C3=BCller
NOTE;ENCODING=QUOTED-PRINTABLE:met at=0A=
END:VCARD of the party=
 and after
TEL;CELL;VOICE:+49 170 1234567
ADR;HOME:;;Hauptstr. 1;Ulm;BW;89073;Germany
PHOTO;ENCODING=BASE64;JPEG:AAAA
 BBBB==

BDAY:19800503
END:VCARD
"""
V30 = """BEGIN:VCARD
VERSION:3.0
N:Silva;Ana;Maria;Dr.;
FN:Dr. Ana Maria
  Silva
X-MAIDENNAME:Costa
ORG:Harbour Office;Night shift
EMAIL;TYPE=HOME:ana@example.org
EMAIL;TYPE=WORK:office@example.org
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ
 SkZJRg==
END:VCARD
"""
V40 = """BEGIN:VCARD
VERSION:4.0
FN:Bob Tanaka
BDAY:--0412
item1.TEL;VALUE=uri:tel:+44-20-7946-0018
PHOTO:data:image/jpeg;base64,AAAA
RELATED;VALUE=text;TYPE=spouse:Somebody Else
END:VCARD
"""


@pytest.fixture(autouse=True)
def _in_this_process(request, monkeypatch) -> None:
    if "child" not in request.node.name:
        monkeypatch.setattr(
            "holdfast.web.practice.importing.reading._ask",
            lambda content, name, today, seconds: child.answer(content, name, today),
        )


def people(content: bytes) -> list[dict[str, str]]:
    table = read(content, "people.vcf", TODAY)
    filled = (zip(table.columns, row.cells, strict=True) for row in table.rows)
    return [{column: cell for column, cell in row if cell} for row in filled]


def test_version_2_1_with_quoted_letters() -> None:
    assert people(V21.replace("\n", "\r\n").encode()) == [
        {
            "Name": "José Müller", "Given name": "José", "Family name": "Müller",
            "Birthday": "19800503", "Street": "Hauptstr. 1", "Town": "Ulm", "Post code": "89073",
            "State": "BW", "Phone": "+49 170 1234567",
        }
    ]  # fmt: skip


def test_version_3_0_with_a_maiden_name_and_folded_lines() -> None:
    assert people(V30.encode()) == [
        {
            "Name": "Dr. Ana Maria Silva", "Given name": "Ana Maria", "Family name": "Silva",
            "Former name": "Costa", "E-mail": "ana@example.org",
            "Employer": "Harbour Office Night shift",
        }
    ]  # fmt: skip


def test_version_4_0_with_half_a_birthday_and_no_parts_of_the_name() -> None:
    assert people(V40.encode()) == [
        {"Name": "Bob Tanaka", "Birthday": "--0412", "Phone": "+44-20-7946-0018"}
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_several_in_one_file_in_any_letters(encoding: str) -> None:
    names = [row["Name"] for row in people((V21 + V30 + V40).encode(encoding))]

    assert names == ["José Müller", "Dr. Ana Maria Silva", "Bob Tanaka"]


def test_letters_as_windows_wrote_them() -> None:
    card = "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Größe;Zoë\r\nFN:Zoë Größe\r\nEND:VCARD\r\n"

    assert people(card.encode("cp1252"))[0]["Name"] == "Zoë Größe"


@pytest.mark.parametrize("name", ["李小龍", "דנה כהן", "محمد علي", "x" * 300])
def test_names_of_every_script_and_length(name: str) -> None:
    card = f"BEGIN:VCARD\nVERSION:4.0\nFN:{name}\nEND:VCARD\n"

    assert people(card.encode())[0]["Name"] == name


def test_a_broken_card_costs_no_other() -> None:
    broken = "BEGIN:VCARD\nVERSION:2.1\nN;ENCODING=BASE64:%%%\nADR;ENCODING=BASE64:=\nEND:VCARD\n"
    table = read((V30 + broken + V40).encode(), "x.vcf", TODAY)

    assert [row.cells[0] for row in table.rows] == ["Dr. Ana Maria Silva", "Bob Tanaka"]
    assert table.notes["unreadable"] == 1


def test_a_person_inside_a_card_is_not_another() -> None:
    agent = "AGENT:\nBEGIN:VCARD\nVERSION:2.1\nFN:Secretary\nEND:VCARD\n"

    assert len(people(V30.replace("END:", agent + "END:").encode())) == 1


@pytest.mark.parametrize(
    "content",
    [V30.replace("END:VCARD\n", "").encode(), b"BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n"],
)
def test_what_breaks_off_or_holds_nobody_is_said(content: bytes) -> None:
    with pytest.raises(Unreadable) as wrong:
        people(content)

    assert "breaks off or holds nobody" in str(wrong.value)


def test_a_child_reads_one() -> None:
    assert people(V40.encode())[0]["Name"] == "Bob Tanaka"
