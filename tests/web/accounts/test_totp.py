"""The codes of RFC 6238, and that each works once."""

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.web.accounts import totp

# RFC 6238, appendix B: the ASCII secret 12345678901234567890, eight digits, SHA-1.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_published_codes(seconds: int, code: str) -> None:
    assert totp.code_at(SECRET, seconds // 30, digits=8) == code


def test_a_clock_half_a_minute_off_is_allowed_and_more_is_not(now: datetime) -> None:
    code = totp.code_at(SECRET, totp.step_of(now))  # `now` is the first second of its step

    for seconds, fits in ((-30, True), (59, True), (-31, False), (60, False)):
        found = totp.step_that_fits(SECRET, code, now + timedelta(seconds=seconds), after=0)
        assert (found is not None) == fits, seconds


def test_a_code_is_not_accepted_again(now: datetime) -> None:
    code = totp.code_at(SECRET, totp.step_of(now))
    step = totp.step_that_fits(SECRET, code, now, after=0)
    assert step is not None

    assert totp.step_that_fits(SECRET, code, now, after=step) is None


def test_spaces_are_no_matter_and_nonsense_fits_never() -> None:
    at = datetime.fromtimestamp(59, UTC)

    assert totp.step_that_fits(SECRET, " 287 082 ", at, after=0) == 1
    for nonsense in ("", "28708", "2870822", "héllo!"):
        assert totp.step_that_fits(SECRET, nonsense, at, after=0) is None


def test_what_an_app_reads() -> None:
    said = totp.address_for_app(SECRET, "Holdfast", "dana@example.org")

    assert said == f"otpauth://totp/Holdfast%3Adana%40example.org?secret={SECRET}&issuer=Holdfast"
