"""Who gets the pages for looking after an installation."""

from typing import Any

from urls_table import Row, World


def an_export(world: World, role: str) -> dict[str, object]:
    """An export that was asked for and is not made yet: to take back."""
    from holdfast.web.accounts.models import Approval
    from holdfast.web.running.actions import KIND

    def build() -> Any:
        by = world.person("lead")
        return Approval.objects.create(
            kind=KIND, subject_id=by.pk, asked_by=by, asked_at=world.now, reason="moving"
        )

    return {"approval_id": world.keep("export", build).pk}


def a_made_export(world: World, role: str) -> dict[str, object]:
    """An export whose file is there."""
    from holdfast.web.accounts.models import Approval
    from holdfast.web.running.actions import path_of

    row = Approval.objects.get(pk=an_export(world, role)["approval_id"])
    row.done_at = world.now
    row.save(update_fields=["done_at"])
    path_of(row).parent.mkdir(exist_ok=True)
    path_of(row).write_bytes(b"locked")
    return {"approval_id": row.pk}


ROWS = {
    "running:health": Row(open=True),
    "running:export": Row(anyones={"lead"}),
    "running:export_back": Row(theirs={"lead"}, sample=an_export, method="post"),
    "running:export_file": Row(anyones={"lead"}, sample=a_made_export),
}
