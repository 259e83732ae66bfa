"""The forms on a page, read from its HTML as a browser would, and filled in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Field:
    """One field: its name, type, present values and, where it has them, its choices."""

    name: str
    type: str
    value: str = ""
    choices: list[str] = field(default_factory=list)


@dataclass
class FoundForm:
    """One form: where it is sent, how, and its fields in order."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def filled(self, word: str, *, wrong: bool) -> dict[str, object]:
        """Fill every field: texts with the word; with `wrong` also what wants a date or choice."""
        data: dict[str, object] = {}
        for one in self.fields:
            if one.name in {"csrfmiddlewaretoken"}:
                continue
            if one.type == "hidden":
                data[one.name] = one.value
            elif one.choices:
                data[one.name] = word if wrong else next((c for c in one.choices if c), "")
            else:
                data[one.name] = word if wrong else _fitting(one, word)
        return data


VALUES = {
    "date": "2026-02-16",
    "time": "14:00",
    "datetime-local": "2026-02-16T14:00",
    "number": "50",
    "checkbox": "on",
}


def _fitting(one: Field, word: str) -> str:
    if one.type == "email":
        return f"{word}@example.org"
    return VALUES.get(one.type, word)


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms = path, []
        self._select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = given.get("action") or self.path
            self.forms.append(FoundForm(action, given.get("method", "get").lower()))
        elif not self.forms:
            return
        elif tag in {"input", "textarea", "select"} and given.get("name"):
            self._field(tag, given)
        elif tag == "option" and self._select is not None:
            self._select.choices.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None

    def _field(self, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text") if tag == "input" else tag
        there = next((f for f in self.forms[-1].fields if f.name == given["name"]), None)
        if kind in {"radio", "checkbox"} and there is not None:
            there.choices.append(given.get("value", "on"))
            return
        new = Field(given["name"], kind, given.get("value", ""))
        if kind == "radio" or (kind == "checkbox" and given.get("value")):
            new.choices.append(given.get("value", "on"))
        self.forms[-1].fields.append(new)
        self._select = new if tag == "select" else None


def forms_on(page: str, path: str) -> list[FoundForm]:
    """Return the forms of a page that act (those sent by POST)."""
    reader = _Reader(path)
    reader.feed(page)
    return [form for form in reader.forms if form.method == "post"]
