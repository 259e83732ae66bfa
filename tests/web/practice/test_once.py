"""Several parts of one page ask once; whatever else asks reads what is true now."""

from itertools import count

from holdfast.web.practice.once import once_a_page, one_page


def _counter():
    numbers = count(1)

    @once_a_page
    def read(*_asked: object) -> int:
        return next(numbers)

    return read


def test_a_page_reads_once_what_is_asked_alike() -> None:
    read = _counter()

    with one_page():
        assert (read(["a"]), read(["a"]), read(["b"])) == (1, 1, 2)


def test_the_next_page_reads_anew() -> None:
    read = _counter()

    with one_page():
        read("a")
    with one_page():
        assert read("a") == 2


def test_outside_of_a_page_every_call_reads_anew() -> None:
    read = _counter()

    assert (read("a"), read("a")) == (1, 2)


def test_functions_do_not_answer_for_one_another() -> None:
    one, other = _counter(), _counter()

    with one_page():
        one("a")
        one("b")
        assert (one("b"), other("b")) == (2, 1)


def test_a_page_that_fails_leaves_nothing_behind() -> None:
    read = _counter()

    try:
        with one_page():
            read("a")
            raise ValueError
    except ValueError:
        pass

    assert (read("a"), read("a")) == (2, 3)
