"""Who gets the public pages: everybody."""

from urls_table import Row, World


def a_page(world: World, role: str) -> dict[str, object]:
    """A page on what is usual."""
    return {"slug": "friends"}


def a_therapist(world: World, role: str) -> dict[str, object]:
    """A therapist whose profile visitors may read."""
    return {"therapist_id": world.keep("shown therapist", lambda: _shown(world)).pk}


def _shown(world: World):  # type: ignore[no-untyped-def]
    from holdfast.web.practice.actions import staff
    from holdfast.web.practice.models import Practice

    Practice.get()
    Practice.objects.update(public_profiles=True)
    by = world.person("therapist")

    def works_here():  # type: ignore[no-untyped-def]
        today = world.now.date()
        return staff.add_therapist(
            by, by=by, now=world.now, since=today, codes=[], languages=["en"]
        )

    row = world.keep("portal anna", works_here)
    row.public = True
    row.save(update_fields=["public"])
    return row


ROWS = {
    "portal:is_this_ok": Row(open=True),
    "portal:is_this_ok_all": Row(open=True),
    "portal:usual": Row(open=True),
    "portal:usual_page": Row(open=True, sample=a_page),
    "portal:help": Row(open=True),
    "portal:therapists": Row(open=True),
    "portal:questions": Row(open=True),
    "portal:profile": Row(open=True, sample=a_therapist),
}
