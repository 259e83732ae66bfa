"""How much of a file is read, and the problem that ends its reading; for the child's readers."""

CPU_SECONDS = 40
MEMORY_BYTES = 1024 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 120
MOST_LETTERS = 4_000


class Problem(Exception):
    """Why a file cannot be read: a word that the caller puts into a sentence, and what about."""

    def __init__(self, word: str, about: str = "") -> None:
        super().__init__(word)
        self.word, self.about = word, about
