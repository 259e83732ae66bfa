import pytest

from holdfast.codes import Library, groups, search, search_topics, shipped


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("wedding", "wedding"),
        ("invited to a marriage", "wedding"),
        ("my client gave me a scarf", "scarf"),
        ("dat", "former_romance"),
        ("former client", "former_romance"),
    ],
)
def test_the_best_comes_first(small: Library, typed: str, first: str) -> None:
    assert search(small, typed)[0].id == first


def test_nothing_typed_is_everything(small: Library) -> None:
    assert len(search(small, "  ")) == len(small.situations)


def test_nothing_found_is_nothing(small: Library) -> None:
    assert search(small, "zebra") == []


@pytest.mark.parametrize(
    "typed", ["\N{SLIGHTLY SMILING FACE}", "?!", "\N{HEAVY BLACK HEART} ...", "what is it"]
)
def test_what_holds_no_word_finds_nothing(small: Library, typed: str) -> None:
    assert search(small, typed) == []


def test_situations_are_browsed_by_group(small: Library) -> None:
    assert [kind.id for kind in groups(small)["Events"]] == ["wedding", "former_romance", "scarf"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("invited to the wedding", "wedding"),
        ("my therapist hugged me", "hug"),
        ("she texts me at night about her divorce", "texts_about_divorce"),
        ("asked me to review him online", "ask_review"),
        ("I treat friends like clients", "friends_like_clients"),
        ("google my client", "google_client"),
        ("my son's teacher", "childs_teacher"),
        ("sexual feelings", "attracted"),
        ("falling in love", "attracted"),
        ("crush", "attracted"),
        ("attracted to a client", "attracted"),
        ("in love with a client", "mutual_love"),
        ("gave me a gift", "scarf"),
        ("an expensive present", "expensive_watch"),
    ],
)
def test_what_people_ask_is_found_among_all_that_is_shipped(typed: str, first: str) -> None:
    assert search(shipped(), typed)[0].id == first


@pytest.mark.parametrize(
    ("typed", "kind"), [("my therapist kissed me", "serious"), ("hug", "worth_a_talk")]
)
def test_a_client_finds_a_topic(typed: str, kind: str) -> None:
    assert search_topics(shipped(), typed)[0].kind == kind


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("is a witch", []),
        ("swears", []),
        ("my therapist", []),
        ("she fell asleep", ["drunk_or_ill"]),
        ("raised the fee", ["raises_the_price"]),
        ("always late", ["sessions_run_over"]),
        ("friend request on facebook", ["friend_request"]),
        ("read my notes", ["debt_and_messages", "my_notes", "revenge", "notes_not_kept"]),
    ],
)
def test_only_topics_that_share_a_word_of_meaning_are_found(typed: str, found: list[str]) -> None:
    assert [topic.id for topic in search_topics(shipped(), typed)] == found


@pytest.mark.parametrize("typed", ["hugs", "hugged", "hugging", "a hug"])
def test_a_word_finds_its_topic_in_each_of_its_forms(typed: str) -> None:
    assert [topic.id for topic in search_topics(shipped(), typed)] == ["hug"]
