"""What `holdfast alliance` prints: signals as they come, counts, a picture."""

import json
from pathlib import Path

import click

from holdfast.alliance import Course, Episode, Instrument, Prior, lane, scale_of
from holdfast.alliance.drawing import Panel, draw_lanes
from holdfast.alliance.words import default_words, how_often_right, repair_label, signal_words

ANSWER_SCHEMA = "holdfast/signals/1"
MOST_DRAWN = 12
_MOST_SHOWN = 20


class Answer:
    """What is printed: counts, and the signals as they come."""

    def __init__(self, which: Instrument, prior: Prior, rate: float, as_json: bool) -> None:
        self.which, self.prior, self.rate, self.as_json = which, prior, rate, as_json
        self.clients = self.signals = self.blind = 0
        self.to_draw: list[tuple[str, Course]] = []
        if as_json:
            click.echo(f'{{"schema": "{ANSWER_SCHEMA}", "scale": "{which.id}", "signals": [')

    def add(self, client: str, done: Course) -> None:
        """Count a client, print its signals, and keep it for the picture if there is room."""
        self.clients += 1
        self.blind += done.blind_from is not None
        for episode in done.episodes:
            self._tell(client, episode)
            self.signals += 1
        with_signals = sum(bool(kept.episodes) for _, kept in self.to_draw)
        if len(self.to_draw) < MOST_DRAWN:
            self.to_draw.append((client, done))
        elif done.episodes and with_signals < MOST_DRAWN:
            quiet = next(at for at, (_, kept) in enumerate(self.to_draw) if not kept.episodes)
            self.to_draw[quiet] = (client, done)

    def _tell(self, client: str, episode: Episode) -> None:
        told = signal_words(episode.signal)
        if self.as_json:
            data = {
                "client": client,
                "session": episode.signal.session,
                "kind": episode.signal.kind,
                "strong": episode.signal.strong,
                "words": f"{told.title}. {told.evidence}",
                "state": episode.repair.state,
                "repaired_at": episode.repair.back_at,
            }
            click.echo(("," if self.signals else "") + json.dumps(data, ensure_ascii=False))
        elif self.signals < _MOST_SHOWN:
            click.echo(f"{client}, session {episode.signal.session}: {told.title}.")
            click.echo(f"  {told.evidence}")
            click.echo(f"  {repair_label(episode.repair, episode.signal)}.")

    def finish(self, rows: int) -> None:
        """Print the counts and what to bear in mind."""
        limits = [how_often_right(self.rate)]
        limits += [default_words()] if not self.prior.clients else []
        limits += [] if self.which.validated else [self.which.licence]
        if self.as_json:
            counts = {"clients": self.clients, "sessions": rows, "always_at_best": self.blind}
            more = {**counts, "rate": self.rate, "prior": self.prior.origin, "limits": limits}
            click.echo("], " + json.dumps(more, ensure_ascii=False)[1:])
            return
        if self.signals > _MOST_SHOWN:
            click.echo(f"... and {self.signals - _MOST_SHOWN} more; --output FILE lists them all.")
        click.echo(
            f"{_count(self.signals, 'signal')} in {_count(rows, 'session')} of "
            f"{_count(self.clients, 'client')} "
            f"(expected ranges: {self.prior.origin})."
        )
        if self.blind:
            click.echo(
                f"Always the highest score: {_count(self.blind, 'client')}; nothing can show there."
            )
        click.echo("\n".join(limits))

    def draw(self, path: Path) -> None:
        """Write the picture."""
        drawn = sorted(self.to_draw, key=lambda each: not each[1].episodes)
        scale = scale_of(self.which)
        panels = [Panel(client, lane(done, scale)) for client, done in drawn]
        heading = f"{self.which.name}: answers beside what was expected"
        try:
            path.write_text(draw_lanes(panels, heading), encoding="utf-8")
        except OSError as error:
            raise click.ClickException(f"cannot write {path}: {error.strerror}") from error
        left = self.clients - len(panels)
        if left and not self.as_json:
            click.echo(f"Drawn: {_count(len(panels), 'client')}; not in the picture: {left}.")


def refuse_to_overwrite(source: Path, *written: Path | None) -> None:
    """Raise a click error if a file to be written is the one that is read."""
    if any(path and path.resolve() == source.resolve() for path in written):
        raise click.ClickException(
            f"{source.name} is the file that is read; write to another, such as signals.csv."
        )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
