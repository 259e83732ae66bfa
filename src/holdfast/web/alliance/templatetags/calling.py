"""Numbers one can call or write to, as links a phone acts on."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from holdfast import codes

register = template.Library()
NUMBER = re.compile(r"(?<![\w.,:/-])\+?\d(?:[ ()-]{0,2}\d){2,}(?!\w|:\d|/)")


@register.filter
def calls(words: str) -> SafeString:
    """Make each phone number in some words a link, where it stands last: a name may hold it too.

    A number for texts alone writes to it.
    """
    escaped = conditional_escape(words)
    last = {_digits(found.group()): found.start() for found in NUMBER.finditer(escaped)}

    def link(found: re.Match[str]) -> str:
        is_last = last[_digits(found.group())] == found.start()
        return _link(found) if is_last else found.group()

    return mark_safe(NUMBER.sub(link, escaped))  # noqa: S308


@register.filter
def texts(number: str) -> SafeString:
    """Make a number that is written to a link."""
    return _to("sms", number)


def _link(found: re.Match[str]) -> str:
    number = found.group()
    return _to("sms" if _digits(number) in _for_texts() else "tel", number)


def _to(scheme: str, number: str) -> SafeString:
    return format_html('<a class="number" href="{}:{}">{}</a>', scheme, _digits(number), number)


def _digits(number: str) -> str:
    return re.sub(r"[^+\d]", "", number)


def _for_texts() -> set[str]:
    """Numbers of lines that are written to and cannot be called."""
    lines = [entry for place in codes.shipped().help.values() for entry in place.crisis]
    called = {_digits(entry.phone) for entry in lines}
    return {_digits(entry.text_number) for entry in lines if entry.text_number} - called
