"""Everything that is installed, contributing together."""

import inspect
from datetime import date

import pytest

from holdfast.web.home import gathering
from holdfast.web.practice import contributors
from holdfast.web.practice.seam import Told

SEAM = {
    "find": ["therapies", "now"],
    "brief": ["therapies", "reader", "now"],
    "frame_line": ["therapies", "reader", "now"],
    "words": ["signals", "reader"],
    "panel": ["therapy", "reader", "now"],
    "moments": ["therapy", "reader", "start", "end"],
    "lanes": ["therapy", "reader", "start", "end"],
    "after_session": ["session", "reader"],
    "standing": ["now"],
    "told": ["reader", "now"],
    "copy": ["person", "reader"],
    "clients_words": ["therapy"],
    "erase": ["person", "now"],
}


@pytest.mark.parametrize("name", contributors.MODULES)
def test_functions_of_the_seam_take_what_the_seam_says(name: str) -> None:
    if not contributors.is_here(name):
        pytest.skip(f"{name} is not part of this installation")
    module = __import__(name, fromlist=["here"])

    for function, takes in SEAM.items():
        if offered := getattr(module, function, None):
            assert list(inspect.signature(offered).parameters) == takes, function


@pytest.mark.parametrize("name", contributors.MODULES)
def test_who_keeps_rows_of_a_person_can_erase_them(name: str) -> None:
    """See `practice.seam` beneath `erase` for what it has to do."""
    if not contributors.is_here(name):
        pytest.skip(f"{name} is not part of this installation")
    module = __import__(name, fromlist=["here"])
    app = name.split(".")[-2]

    tied = _tied_to_a_person(app)

    assert not tied or hasattr(module, "erase"), f"{app} keeps {tied} and offers no erase"


def _tied_to_a_person(app: str) -> list[str]:
    from django.apps import apps

    from holdfast.web.practice.actions.forgetting import paths
    from holdfast.web.practice.models import Card, Participant, Therapy

    if app not in {a.label for a in apps.get_app_configs()}:
        return []
    found = apps.get_app_config(app).get_models()
    targets = (Card, Participant, Therapy)
    return [m.__name__ for m in found if any(paths(m, target) for target in targets)]


def test_a_capability_that_is_not_installed_is_passed_over() -> None:
    assert not contributors.is_here("holdfast.web.nowhere.contributes")
    assert contributors.is_here("holdfast.web.home.record")


@pytest.mark.usefixtures("everybody")
def test_all_pages_work_with_everybody(knock, alice, with_dana) -> None:
    browser = knock(alice)

    for address in (
        "/today/",
        "/clients/",
        f"/therapies/{with_dana.pk}/",
        f"/therapies/{with_dana.pk}/brief/",
        "/today/2026-02-17/briefs/",
    ):
        assert browser.get(address).status_code == 200


@pytest.mark.usefixtures("everybody")
@pytest.mark.parametrize("page", ["/today/", "therapy"])
def test_the_same_queries_with_everybody(
    knock, alice, anna, begin, page: str, django_assert_num_queries, count_queries
) -> None:
    few_held = begin(anna, "Few", since=date(2026, 2, 3), weeks=3)
    browser = knock(alice)
    few = count_queries(browser, page if page != "therapy" else f"/therapies/{few_held.pk}/")
    many_held = begin(anna, "Many", hour=9, since=date(2025, 3, 4), weeks=52)
    for hour in (10, 11):
        begin(anna, f"Client {hour}", hour=hour)
    address = page if page != "therapy" else f"/therapies/{many_held.pk}/"
    browser.get(address)

    with django_assert_num_queries(few):
        assert browser.get(address).status_code == 200


def test_lanes_without_points_are_not_drawn(with_dana, alice, now) -> None:
    lanes = gathering.lanes(with_dana, alice, now, now)

    assert lanes == ()


def test_what_somebody_was_told_stands_where_they_begin(knock, alice, lead, anna, spoken) -> None:
    said = {alice.pk: [Told("Somebody opened <Dana>.", "/opened/")], lead.pk: []}
    spoken.told = lambda reader, now: said[reader.pk]

    hers = knock(alice).get("/today/").content.decode()
    assert "Somebody opened &lt;Dana&gt;." in hers
    assert 'href="/opened/"' in hers
    assert "Somebody opened" not in knock(lead).get("/overview/").content.decode()
