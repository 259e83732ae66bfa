"""The audit shows the first row that is not as written, and a cut end."""

from datetime import datetime

import pytest
from django.db import Error, connection, transaction

from holdfast.web.audit import models as audit
from holdfast.web.audit.immutable import erasing, immutable_models, put_triggers

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def _three_rows(now: datetime) -> None:
    for kind in ("signed in", "opened", "signed out"):
        audit.record(kind, now=now)


def _without_triggers(sql: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_entry_no_update")
            cursor.execute("DROP TRIGGER audit_entry_no_delete")
        else:
            cursor.execute("DROP TRIGGER audit_entry_immutable ON audit_entry")
        cursor.execute(sql)
    put_triggers()


@pytest.mark.usefixtures("_three_rows")
def test_it_works() -> None:
    assert audit.broken(audit.ORDINARY) is None


@pytest.mark.usefixtures("_three_rows")
def test_a_changed_row_is_named() -> None:
    _without_triggers("UPDATE audit_entry SET kind = 'nothing' WHERE number = 2")

    assert audit.broken(audit.ORDINARY) == audit.Break("ordinary", 2, "changed")


@pytest.mark.usefixtures("_three_rows")
def test_a_missing_row_is_named() -> None:
    _without_triggers("DELETE FROM audit_entry WHERE number = 2")

    assert audit.broken(audit.ORDINARY) == audit.Break("ordinary", 2, "missing")


@pytest.mark.usefixtures("_three_rows")
def test_a_cut_end_is_found_by_the_head_kept_outside(now: datetime) -> None:
    head = audit.sign_head(audit.ORDINARY, now)
    _without_triggers("DELETE FROM audit_entry WHERE number = 3")

    assert audit.broken(audit.ORDINARY) is None
    assert audit.head_holds(head) == audit.Break("ordinary", 3, "cut")


@pytest.mark.usefixtures("_three_rows")
def test_a_head_with_another_count_is_refused(now: datetime) -> None:
    head = audit.sign_head(audit.ORDINARY, now)
    head.count = 2

    found = audit.head_holds(head)

    assert found is not None
    assert found.what == "head not signed here"


def test_the_reserved_chain_leaves_no_gap_in_the_ordinary_one(now: datetime) -> None:
    audit.record("opened", now=now)
    audit.record("opened an identity", now=now, chain=audit.RESERVED)
    audit.record("opened", now=now)

    numbers = list(audit.Entry.objects.filter(chain="ordinary").values_list("number", flat=True))
    assert sorted(numbers) == [1, 2]


@pytest.mark.parametrize("model", immutable_models(), ids=lambda m: m._meta.label)
def test_every_immutable_table_has_its_triggers(model: type) -> None:
    table = model._meta.db_table  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type='trigger' AND tbl_name=%s", [table]
            )
            expected = 2
        else:
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgname=%s", [f"{table}_immutable"]
            )
            expected = 1

        assert cursor.fetchone()[0] == expected


@pytest.mark.usefixtures("_three_rows")
@pytest.mark.parametrize("sql", ["UPDATE audit_entry SET kind = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses(sql: str) -> None:
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert audit.Entry.objects.count() == 3


@pytest.mark.usefixtures("_three_rows")
def test_deletion_needs_a_recorded_erasure(now: datetime) -> None:
    with erasing("retention", now):
        audit.Entry.objects.filter(number=3).delete()

    assert audit.Entry.objects.count() == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="an empty table is read whole elsewhere")
@pytest.mark.parametrize("last", [3, 50])
def test_the_last_rows_about_something_are_found_without_reading_a_chain(last: int) -> None:
    rows = audit.Entry.objects.filter(chain=audit.ORDINARY, about="a therapy", kind="opened")
    plan = rows.exclude(actor="somebody").order_by("-number")[:last].explain()

    assert "(about=? AND chain=?)" in plan
    assert "TEMP B-TREE" not in plan
