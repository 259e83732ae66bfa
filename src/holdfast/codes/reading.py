"""YAML with its line numbers: every slip is named with file and line, and all are shown at once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from holdfast.codes.facts import choose, show
from holdfast.plain_yaml import TooDeep, line_of, look_over


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.says}" if self.line else f"{self.file}: {self.says}"


class BrokenData(ValueError):
    """A file says what cannot be understood; `problems` holds all of it."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True)
class Item:
    """A value of a file with its place: a mapping, a list, or a single value."""

    value: object
    file: str
    line: int

    @property
    def pairs(self) -> dict[str, "Item"]:
        """The entries of a mapping; empty if it is none."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> list["Item"]:
        """The entries of a list; empty if it is none."""
        return self.value if isinstance(self.value, list) else []

    def plain(self) -> object:
        """Return the value as YAML alone would give it."""
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        return [item.plain() for item in self.items] if self.items else self.value


class Reader:
    """Takes items apart and notes what is wrong; `finish` raises it all."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, item: Item, says: str) -> None:
        """Note that something is wrong at an item."""
        self.problems.append(Problem(item.file, item.line, says))

    def finish(self) -> None:
        """Raise BrokenData if anything was wrong."""
        if self.problems:
            raise BrokenData(list(dict.fromkeys(self.problems)))

    def file(self, path: Path, schema: str, shown: str = "") -> Item:
        """Read a file and check that it says which schema it follows."""
        name = shown or str(path)
        return self.text_of_file(path.read_text(encoding="utf-8"), schema, name)

    def text_of_file(self, text: str, schema: str, name: str) -> Item:
        """Read the text of a file called `name`."""
        item = self._whole(text, name)
        if item is None:
            return Item({}, name, 0)
        if not isinstance(item.value, dict):
            self.wrong(item, f"the file must begin with schema: {schema}")
            return Item({}, name, 1)
        said = item.pairs.get("schema")
        if said is None or said.value != schema:
            told = "no schema" if said is None else f"the schema {said.value}"
            self.wrong(said or item, f"the file names {told}; write schema: {schema}")
        return item

    def _whole(self, text: str, name: str) -> Item | None:
        """The items of a file, or None where it cannot be read; what is wrong is noted."""
        try:
            look_over(text)
            node = yaml.compose(text, Loader=yaml.CSafeLoader)
            return self._item(node, name) if node else Item({}, name, 1)
        except TooDeep as error:
            says, line = str(error.problem), line_of(error)
        except yaml.MarkedYAMLError as error:
            says, line = f"this is not YAML: {error.problem}", line_of(error)
        except yaml.YAMLError as error:
            says, line = f"this is not YAML: {error}", 0
        except RecursionError:
            says, line = "a part of this file refers to itself (& and *)", 0
        self.problems.append(Problem(name, line, says))
        return None

    def _item(self, node: yaml.Node, file: str) -> Item:
        line = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return Item(self._pairs(node, file), file, line)
        if isinstance(node, yaml.SequenceNode):
            return Item([self._item(each, file) for each in node.value], file, line)
        return Item(self._scalar(node, file), file, line)

    def _pairs(self, node: yaml.MappingNode, file: str) -> dict[str, Item]:
        pairs: dict[str, Item] = {}
        for key, value in node.value:
            if str(key.value) in pairs:
                self.problems.append(
                    Problem(file, key.start_mark.line + 1, f"{key.value} stands here twice")
                )
            pairs[str(key.value)] = self._item(value, file)
        return pairs

    def _scalar(self, node: yaml.Node, file: str) -> object:
        text = str(node.value)
        match node.tag.rpartition(":")[2]:
            case "bool":
                return text.lower() in ("yes", "true", "on", "y")
            case "int" if text.removeprefix("-").isdigit():
                return int(text)
            case "timestamp" | "int" | "float":
                return _day(text)
            case "null":
                return None
        return text

    def mapping(self, item: Item, known: Collection[str], needed: Collection[str] = ()) -> None:
        """Refuse keys that are not known, and miss those that are needed."""
        if not isinstance(item.value, dict):
            self.wrong(item, f"keys are expected here ({', '.join(known)}), not {show(item.value)}")
            return
        for key, value in item.pairs.items():
            if key not in known:
                self.wrong(value, f"{key} is not a key here. {choose(key, list(known))}".strip())
        missing = [key for key in needed if key not in item.pairs]
        if missing:
            self.wrong(item, f"{', '.join(missing)} must be given")

    def text(self, item: Item, key: str) -> str:
        """Return a text, or an empty one if the key is not there."""
        found = item.pairs.get(key)
        if found is None:
            return ""
        if not isinstance(found.value, str) or not found.value.strip():
            self.wrong(found, f'{key} must be a text; put {show(found.value)} in quotes: "..."')
            return ""
        return " ".join(found.value.split())

    def texts(self, item: Item, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        found = item.pairs.get(key)
        if found is None:
            return ()
        if not isinstance(found.value, list):
            self.wrong(found, f"{key} must be a list, such as [{show(found.value)}]")
            return ()
        return tuple(each for entry in found.items if (each := self._word(entry, key)))

    def _word(self, entry: Item, key: str) -> str:
        if isinstance(entry.value, str):
            return entry.value
        self.wrong(entry, f'{key}: put {show(entry.value)} in quotes: "{show(entry.value)}"')
        return ""

    def day(self, item: Item, key: str) -> date | None:
        """Return a date, or None if the key is not there."""
        found = item.pairs.get(key)
        if found is None or isinstance(found.value, date):
            return found.value if found else None  # type: ignore[return-value]
        self.wrong(found, f"{key} must be a date such as 2026-03-31, not {show(found.value)}")
        return None

    def yes(self, item: Item, key: str) -> bool:
        """Return whether a key says yes; no if it is not there."""
        found = item.pairs.get(key)
        if found is None or isinstance(found.value, bool):
            return bool(found and found.value)
        self.wrong(found, f"{key} must be yes or no, not {show(found.value)}")
        return False

    def number(self, item: Item, key: str) -> int:
        """Return a whole number of 0 or more; 0 if the key is not there."""
        found = item.pairs.get(key)
        if found is None:
            return 0
        if isinstance(found.value, bool) or not isinstance(found.value, int) or found.value < 0:
            self.wrong(found, f"{key} must be a whole number, not {show(found.value)}")
            return 0
        return found.value

    def word(self, item: Item, key: str, known: Collection[str]) -> str:
        """Return one of the known words; an empty one if it is not there or not known."""
        found = item.pairs.get(key)
        if found is None:
            return ""
        if found.value not in known:
            near = choose(show(found.value), list(known))
            self.wrong(found, f"{key} cannot be {show(found.value)}. {near}".strip())
            return ""
        return str(found.value)

    def words(self, item: Item, key: str, known: Collection[str]) -> tuple[str, ...]:
        """Return a list of known words."""
        found = item.pairs.get(key)
        given = self.texts(item, key)
        for entry in found.items if found else ():
            if isinstance(entry.value, str) and entry.value not in known:
                near = choose(entry.value, list(known))
                self.wrong(entry, f"{key}: {entry.value} is not known. {near}".strip())
        return tuple(each for each in given if each in known)

    def entries(self, item: Item, key: str) -> Iterator[tuple[str, Item]]:
        """Yield the entries of a mapping below `key`."""
        found = item.pairs.get(key)
        if found is not None and not isinstance(found.value, dict):
            self.wrong(found, f"{key} must hold entries by their id")
        yield from (found.pairs if found else {}).items()

    def listed(self, item: Item, key: str) -> list[Item]:
        """Return the entries of a list below `key`."""
        found = item.pairs.get(key)
        if found is not None and not isinstance(found.value, list):
            self.wrong(found, f"{key} must be a list")
        return found.items if found else []


def _day(text: str) -> object:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text
