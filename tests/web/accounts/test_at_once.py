"""Two requests at the same moment: one act, one lock-out count, one code used."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from threading import Barrier
from typing import TypeVar

import pytest
from django import forms
from django.db import connection
from django.test import RequestFactory

from holdfast.web.accounts import totp
from holdfast.web.accounts.actions import signing_in
from holdfast.web.accounts.forms import OnceForm
from holdfast.web.accounts.models import Failure, Once, User

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="The tests' SQLite lives in memory, where threads share one cache that locks "
        "whole tables; the suite runs this on PostgreSQL.",
    ),
]
Answer = TypeVar("Answer")
THREADS = 4


def _together(work: Callable[[], Answer]) -> list[Answer]:
    """Do the same in four threads that start together, each with its own connection."""
    ready = Barrier(THREADS)

    def one() -> Answer:
        try:
            ready.wait(timeout=10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return [future.result() for future in [pool.submit(one) for _ in range(THREADS)]]


class NoteForm(OnceForm):
    """A note."""

    note = forms.CharField()


def test_the_same_form_sent_together_is_one_act(dana: User, now: datetime) -> None:
    data = {"note": "new", "once": str(uuid.uuid4())}
    acts: list[str] = []

    def send() -> str:
        request = RequestFactory().post("/notes/", data)
        request.user, request.now = dana, now  # type: ignore[attr-defined, assignment]
        form = NoteForm(request.POST)

        def act() -> str:
            acts.append(form.cleaned_data["note"])
            return f"/notes/{len(acts)}/"

        answer = form.once(request, act)  # type: ignore[arg-type]
        assert answer is not None
        return answer["Location"]

    assert set(_together(send)) == {"/notes/1/"}
    assert acts == ["new"]
    assert Once.objects.count() == 1


def test_one_code_lets_one_in(alice: User, now: datetime) -> None:
    code = totp.code_at(alice.factors.get().text("secret"), totp.step_of(now))
    kinds = _together(lambda: signing_in.check_code(alice, code, now))

    assert sorted(kinds) == ["", "", "", "app"]


def test_tries_made_together_all_count(dana: User, now: datetime) -> None:
    """However many come at once, no more passwords are looked at than one after the other."""

    def tries(times: int = 4) -> int:
        """Return how many of these tries were looked at."""
        looked_at = 0
        for _ in range(times):
            with suppress(signing_in.TooManyTries):
                signing_in.check_address_and_password(
                    "dana@example.org", "wrong", network=str(uuid.uuid4()), now=now
                )
                looked_at += 1
        return looked_at

    together = sum(_together(tries))

    assert together + tries(times=Failure.FOR_ADDRESS) == Failure.FOR_ADDRESS
    with pytest.raises(signing_in.TooManyTries):
        signing_in.check_address_and_password(
            "dana@example.org", "four plain words here", network="elsewhere", now=now
        )
