"""Events as CSV: what is written reads back, and bad cells are named by their line."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import holdfast.frame as frame
from holdfast.frame.event_files import COLUMNS, ROWS

from .made import LONDON, record

HEAD = "# schema: holdfast/events/1\n"
SESSION = "what,id,planned,minutes,status,start,end\n"


def read(text, zone=LONDON):
    return frame.load_events(HEAD + text, zone)


@st.composite
def some_events(draw):
    """Draw events of every kind with ids that are unique and not empty."""
    number = iter(range(1000))
    parts = {}
    for kind, many in ROWS.values():
        made = draw(st.lists(record(kind), max_size=2))
        for one in made:
            if hasattr(one, "id"):
                object.__setattr__(one, "id", f"e{next(number)}")
            if hasattr(one, "terms"):
                object.__setattr__(one, "terms", ("length", "fee"))
            if hasattr(one, "absent"):
                object.__setattr__(one, "absent", ("p1", "p2"))
            for name in ("note", "room", "participant", "session"):
                if hasattr(one, name):
                    text = " ".join(getattr(one, name).split()).strip("'").strip()
                    object.__setattr__(one, name, text)
        parts[many] = tuple(made)
    return frame.Events(**parts)


@given(some_events())
@settings(max_examples=60, deadline=None)
def test_what_is_written_reads_back(events):
    assert frame.load_events(frame.dump_events(events), UTC) == events


def test_a_local_time_is_meant_in_the_zone_of_the_frame():
    (one,) = read(SESSION + "session,s1,2026-07-07T17:00,50,held,,\n").sessions

    assert one.planned.astimezone(UTC) == datetime(2026, 7, 7, 16, tzinfo=UTC)
    (there,) = read(
        SESSION + "session,s1,2026-07-07T17:00+00:00,50,held,,\n", ZoneInfo("Asia/Tokyo")
    ).sessions
    assert there.planned == datetime(2026, 7, 7, 17, tzinfo=UTC)


def test_columns_may_be_few_and_in_any_order():
    events = read(
        "id,by,what,at,purpose,channel\nc1,client,contact,2026-01-06T22:00,crisis,phone\n"
    )

    assert [one.id for one in events.contacts] == ["c1"]


def test_a_spreadsheet_may_have_added_a_mark_and_commas():
    text = "\ufeff# schema: holdfast/events/1,,,\r\nwhat,id,first,last\r\n"
    text += "break,,2026-01-01,2026-01-08\r\n,,,\r\n"

    assert len(frame.load_events(text, LONDON).breaks) == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            "session,s1,2026-02-30T17:00,50,held,,\n",
            "line 3, planned: “2026-02-30T17:00” does not fit",
        ),
        ("session,s1,2026-01-06T17:00,fifty,held,,\n", "line 3, minutes: “fifty” does not fit"),
        ("sesion,s1,2026-01-06T17:00,50,held,,\n", "line 3, what: “sesion” is not an event"),
        ("session,,2026-01-06T17:00,50,held,,\n", "line 3, id: this key is needed"),
        (
            "session,s1,2026-01-06T17:00,50,held,2026-01-06T18:00,2026-01-06T17:00\n",
            "line 3, session: the session s1 ends before it starts",
        ),
        ("session,s1,2026-01-06T17:00,50,cancelled,,\n", "say by client or therapist"),
        (
            "session,s1,2026-01-06T17:00,50,held,,\nsession,s1,2026-01-13T17:00,50,held,,\n",
            "the id “s1” stands twice",
        ),
        ('session,"s1,2026\n', "line 3, not readable as CSV"),
    ],
)
def test_a_bad_cell_is_named(rows, said):
    with pytest.raises(frame.InvalidForm) as wrong:
        read(SESSION + rows)

    assert said.split(", ")[-1] in str(wrong.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the first line must be “# schema: holdfast/events/1”"),
        ("what,id\n", "the first line must be"),
        (HEAD + "what,frog\n", "there is no column “frog”"),
        (HEAD + "id\ns1\n", "a column “what” is needed"),
        (HEAD, "a column “what” is needed"),
        (
            HEAD + "what,first,last,terms\nexception,2026-01-01,2026-01-08,lenght\n",
            "“lenght” is not a term",
        ),
        (HEAD + "what,first,last\nbreak,2026-01-08,2026-01-01\n", "before it begins"),
        (HEAD + "what,id,due,amount\nfee,f1,2026-01-08,abc\n", "“abc” is not an amount"),
        (
            HEAD + "what,id,due,amount,status\nfee,f1,2026-01-08,5.00 EUR,paid\n",
            "say the day it was paid",
        ),
        (HEAD + "what,id,at\nbreak,b1,2026-01-08\n", "there is no key “id” here"),
    ],
)
def test_a_bad_file_is_named(text, said):
    with pytest.raises(frame.InvalidForm) as wrong:
        frame.load_events(text, LONDON)

    assert said in str(wrong.value)


def test_everything_wrong_is_said_at_once():
    rows = "session,s1,never,x,y,,\nsession,s2,2026-01-06T17:00,50,held,,\nfee,f1,,,,,\n"
    with pytest.raises(frame.InvalidForm) as wrong:
        read(SESSION + rows)

    assert {one.path for one in wrong.value.problems} == {
        "line 3, planned", "line 3, minutes", "line 3, status", "line 5, due", "line 5, amount",
    }  # fmt: skip


def test_a_cell_that_a_spreadsheet_would_run_is_disarmed():
    bad = frame.AgreedException(
        terms=("length",), first=datetime(2026, 1, 1, tzinfo=UTC).date(),
        last=datetime(2026, 1, 2, tzinfo=UTC).date(), note="=HYPERLINK(1)",
    )  # fmt: skip
    text = frame.dump_events(frame.Events(exceptions=(bad,)))

    assert "'=HYPERLINK(1)" in text
    assert frame.load_events(text, LONDON).exceptions == (bad,)


def test_the_schema_names_every_column():
    schema = frame.events_schema()
    named = {key for row in schema["rows"].values() for key in row["properties"]}

    assert {"what", *named} == set(COLUMNS)
    assert schema["schema"] == frame.EVENTS_SCHEMA


@pytest.mark.parametrize("field", ["planned", "start"])
def test_a_time_without_a_zone_is_refused(field):
    times = {"planned": datetime(2026, 1, 6, 17, tzinfo=UTC)} | {field: datetime(2026, 1, 6, 17)}
    with pytest.raises(ValueError, match="has no zone"):
        frame.Session(id="s", minutes=50, **times)
