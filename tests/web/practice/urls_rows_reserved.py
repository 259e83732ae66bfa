"""Who gets what of the separate log: the one who is named, and a lead who names them."""

from urls_table import Row, World


def a_named_person(world: World, role: str) -> dict[str, object]:
    """The intake coordinator reads it."""
    from holdfast.web.practice.models import LogReader

    def build() -> object:
        return LogReader.objects.create(
            user=world.person("intake"), asked_at=world.now, since=world.now
        )

    world.keep("reader of the log", build)
    return {}


ROWS = {
    "practice:reserved_log": Row(theirs={"intake"}, sample=a_named_person),
    "practice:name_log_reader": Row(anyones={"lead"}),
}
