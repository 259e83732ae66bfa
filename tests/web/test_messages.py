"""What a page says after an act tells what was kept: by itself "Noted." tells nobody anything."""

import ast
from collections.abc import Iterator
from pathlib import Path

WEB = Path(__file__).parents[2] / "src" / "holdfast" / "web"
SAY_NOTHING = ("Noted.", "Done.", "Saved.", "Sent.", "Entered.", "OK.")


def test_every_message_says_what_was_kept() -> None:
    bare = [
        f"{path.relative_to(WEB)}: {text}"
        for path in sorted(WEB.rglob("*.py"))
        for text in _messages(ast.parse(path.read_text(encoding="utf-8")))
        if text in SAY_NOTHING or text.startswith("Noted. ")
    ]

    assert not bare, bare


def _messages(tree: ast.AST) -> Iterator[str]:
    """Every sentence handed to `messages`, in whatever branch of it."""
    for node in ast.walk(tree):
        is_message = isinstance(node, ast.Call) and ast.unparse(node.func).startswith("messages.")
        for inner in ast.walk(node) if is_message else ():
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                yield inner.value
