"""The picture of persons: places, spread, and a drawing that needs neither colour nor sight."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.transference import Episode, Point, draw_map, places

SVG = "{http://www.w3.org/2000/svg}"


def episode(person, *point, me=False, part="other"):
    points = {part: Point(*point)} if point else {}
    return Episode("e", person, me, frozenset({"x"}), points=points)


TOLD = [
    episode("mother", -3, 2),
    episode("mother", -4, 1),
    episode("mother", -5, 3),
    episode("mother"),
    episode("friend", 5, 0),
    episode("friend", 4, -1),
    episode("Ms T", 1, 1, me=True),
    episode("boss"),
]


def test_it_places_persons_by_their_mean():
    found = places(TOLD)

    assert [(p.person, p.n, p.left_out) for p in found] == [
        ("Ms T", 1, 0),
        ("mother", 3, 1),
        ("friend", 2, 0),
    ]
    assert (found[1].affiliation, found[1].control) == (-4, 2)
    assert found[2].spread is None


def test_spread_is_one_standard_deviation():
    spread = places(TOLD)[1].spread

    assert (spread.affiliation, spread.control) == pytest.approx((1, 1))
    # Covariance -0.5 between both: axes of sqrt(1.5) and sqrt(0.5), the long one falling.
    assert (spread.long, spread.short) == pytest.approx((1.5**0.5, 0.5**0.5))
    assert spread.angle == pytest.approx(-45)


def test_each_part_has_its_own_picture():
    told = [episode("mother", 5, 5, part="wish")]

    assert places(told) == ()
    assert places(told, "wish")[0].affiliation == 5


@pytest.mark.parametrize("point", [(6, 0), (0, -6)])
def test_a_point_off_the_scale_is_refused(point):
    with pytest.raises(ValueError, match="runs from -5 to 5"):
        Point(*point)


def test_the_drawing_says_in_words_what_it_shows():
    root = ElementTree.fromstring(draw_map(places(TOLD), prefix="one"))

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "one-title one-desc"
    assert root.find(f"{SVG}title").get("id") == "one-title"
    description = root.find(f"{SVG}desc").text
    for words in ("mother, n = 3: affiliation -4.0, control +2.0, spread 1.0", "Ms T (therapist)"):
        assert words in description
    labels = [text.text for text in root.iter(f"{SVG}text")]
    assert {"mother, n = 3", "friend, n = 2", "Ms T (therapist), n = 1"} <= set(labels)


def test_no_two_persons_look_alike_and_the_therapist_is_a_star():
    told = [episode("Ms T", 0, 0, me=True)] + [episode(f"P{i}", 0, 0) for i in range(30)]
    root = ElementTree.fromstring(draw_map(places(told)))
    marks = [
        (
            m.get("points", "circle").count(",") if m.get("points") else 0,
            m.get("points"),
            m.get("fill"),
        )
        for m in root.iter()
        if m.tag in (f"{SVG}polygon", f"{SVG}circle")
    ]

    assert len(marks) == len(set(marks)) == 31
    assert marks[0][0] == 10


def test_a_name_is_text_and_never_markup():
    drawn = draw_map(places([episode('<script>alert("x")</script>&', 1, 1)]))

    assert "<script" not in drawn
    ElementTree.fromstring(drawn)


def test_an_empty_picture_says_so():
    assert "No episode has both sliders set." in draw_map(())


SLIDER = st.integers(-5, 5)


@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["C"]), min_size=1), SLIDER, SLIDER),
        max_size=30,
    )
)
def test_every_picture_is_well_formed_and_labels_stay_inside(told):
    episodes = [episode(name, a, c) for name, a, c in told if name.strip()]
    root = ElementTree.fromstring(draw_map(places(episodes)))

    height = float(root.get("viewBox").split()[3])
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x")) <= 720
        assert 0 < float(text.get("y")) < height


def test_a_crowd_makes_the_picture_higher_and_hides_no_name():
    told = [episode(f"person {i}", 0, 0) for i in range(80)]
    root = ElementTree.fromstring(draw_map(places(told)))
    labels = [text for text in root.iter(f"{SVG}text") if text.text.startswith("person")]
    spots = {(text.get("x"), text.get("text-anchor"), text.get("y")) for text in labels}

    assert len(spots) == 80
    assert float(root.get("viewBox").split()[3]) > max(float(text.get("y")) for text in labels)
