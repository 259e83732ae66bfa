"""Numbers in a line become links a phone acts on; nothing else does."""

import pytest

from holdfast.web.alliance.templatetags.calling import calls


@pytest.mark.parametrize(
    ("line", "link"),
    [
        ("999: For danger right now.", 'href="tel:999"'),
        ("Samaritans: 116 123, day and night", 'href="tel:116123"'),
        ("Shout: text 85258, day and night", 'href="sms:85258"'),
        ("Ring (020) 7014 9978", 'href="tel:02070149978"'),
        ("1-800-656-4673", 'href="tel:18006564673"'),
        ("call or text 988", 'href="tel:988"'),
    ],
)
def test_a_number_is_a_link(line, link) -> None:
    assert link in calls(line)


def test_a_number_that_stands_in_a_name_too_is_one_link() -> None:
    found = calls("NHS 111, mental health option: 111, day and night")

    assert found.count("href=") == 1
    assert found.startswith("NHS 111, mental health option: <a ")


def test_what_is_no_number_stays_and_words_are_escaped() -> None:
    assert calls("from 9:00 to 17:00, https://112.be/x <b>") == (
        "from 9:00 to 17:00, https://112.be/x &lt;b&gt;"
    )
