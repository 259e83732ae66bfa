"""Learning about the session check from the answers of many clients."""

import random

import pytest

from holdfast import alliance
from holdfast.alliance import CHECK, CheckAnswers
from holdfast.web.alliance.actions import learning
from holdfast.web.alliance.actions.answering import Place, take
from holdfast.web.alliance.models import Learned
from holdfast.web.alliance.series import series_of

from . import made

pytestmark = pytest.mark.django_db


def answers_of(anna, clients: int, now) -> list:
    dice = random.Random(7)
    therapies = [made.a_therapy(anna, f"Client {n}", weeks=5) for n in range(clients)]
    for therapy in therapies:
        who, level = therapy.participants.get(), dice.choice((3, 4))
        for session in made.held(therapy):
            given = {item: float(level + dice.choice((0, 0, 1))) for item in range(1, 8)}
            take(Place(who, CHECK, session), CheckAnswers(given), how="portal", now=now)
    return therapies


def test_with_few_clients_the_default_stays(anna, now) -> None:
    (therapy,) = answers_of(anna, 1, now)

    assert not learning.learn(CHECK, now)
    assert not Learned.objects.exists()
    assert len(series_of([therapy], now)) == 1


@pytest.mark.slow
def test_with_enough_clients_it_is_learned_and_used(anna, now) -> None:
    therapies = answers_of(anna, 22, now)

    assert learning.learn_all(now) == [CHECK]

    row = Learned.objects.get()
    assert row.clients == 22
    assert row.values["mean"] != alliance.default_prior(CHECK).mean
    expected = [point.high for point in series_of(therapies[:1], now)[0].course.points]
    Learned.objects.all().delete()
    by_default = [point.high for point in series_of(therapies[:1], now)[0].course.points]
    assert expected != by_default
