"""The public library: what others build on is a reviewed list."""

import holdfast.codes


def test_what_is_public_is_there_and_sorted() -> None:
    assert sorted(holdfast.codes.__all__) == holdfast.codes.__all__
    assert all(hasattr(holdfast.codes, name) for name in holdfast.codes.__all__)
