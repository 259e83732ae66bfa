"""Asking once what several parts of one page want to know.

Ten capabilities put together the page of a relationship, and many of them need the same rows.
While a page is put together (`one_page`), a function marked `once_a_page` answers the second time
what it answered the first. Anywhere else it reads anew: no act goes by what was true before it.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_answers: ContextVar[dict[Hashable, object] | None] = ContextVar("answers", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """Remember answers until a page is put together; also as a decorator of its view."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once_a_page(read: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Mark a function that only reads. Whoever asks shares the answer and leaves it as it is."""

    @wraps(read)
    def answered(*asked: Asked.args, **named: Asked.kwargs) -> Answer:
        answers = _answers.get()
        if answers is None:
            return read(*asked, **named)
        key = (read, *map(_hashable, asked), *sorted(named.items()))
        if key not in answers:
            answers[key] = read(*asked, **named)
        return answers[key]  # type: ignore[return-value]

    return answered


def _hashable(value: object) -> Hashable:
    return tuple(value) if isinstance(value, list) else value
