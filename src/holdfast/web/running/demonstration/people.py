"""The invented people of the demonstration."""

from dataclasses import dataclass

from holdfast.web.accounts.demonstration import Doors
from holdfast.web.accounts.models import Role

PASSWORD = "holdfast-demonstration"  # noqa: S105  printed by `make demo`; demonstrations only
PASSPHRASE = "kelp rock tide lantern harbour quiet"  # noqa: S105  of every vault, printed too
DOMAIN = "riverside.example"
DANA, MIA, HELEN, PAUL = "Dana Whitfield", "Mia Marsh", "Helen Marsh", "Paul Ashworth"
# Who signs in themselves: clients, one of them of long ago, and the guardian of another.
CLIENTS = {DANA: "dana@client.example", PAUL: "paul@client.example"}
GUARDIANS = {HELEN: "helen@client.example"}


@dataclass(frozen=True)
class Colleague:
    """Somebody who works in the demonstration practice."""

    key: str
    name: str
    roles: tuple[str, ...]
    codes: tuple[str, ...] = ()
    orientation: str = ""
    languages: tuple[str, ...] = ("en",)
    body: str = ""
    number: str = ""
    trainee: bool = False

    @property
    def address(self) -> str:
        """The address they sign in with."""
        return f"{self.key}@{DOMAIN}"


STAFF = (
    Colleague("ruth", "Ruth Adeyemi", ("lead",)),
    Colleague("ines", "Ines Castellano", ("intake",)),
    Colleague("desmond", "Desmond Achterberg", ("desk",)),
    Colleague("hanna", "Hanna Lindqvist", ("reader",)),
    Colleague(
        "miriam",
        "Dr Miriam Okafor",
        ("therapist",),
        ("bacp-2018", "aca-2014", "apa-2017"),
        "Psychodynamic, open-ended",
        ("en", "ig"),
        "British Association for Counselling and Psychotherapy",
        "DEMO-20417",
    ),
    Colleague(
        "tomas",
        "Dr Tomás Reyes",
        ("therapist", "supervisor"),
        ("bacp-2018",),
        "Integrative; supervision",
        ("en", "es"),
        "British Association for Counselling and Psychotherapy",
        "DEMO-11882",
    ),
    Colleague(
        "priya",
        "Priya Raman",
        ("therapist", "cover"),
        ("bacp-2018",),
        "Cognitive behavioural therapy",
        ("en", "ta"),
        "British Association for Behavioural and Cognitive Psychotherapies",
        "DEMO-30952",
    ),
    Colleague(
        "jonas",
        "Jonas Feldmann",
        ("therapist",),
        ("bacp-2018",),
        "Couples and families, systemic",
        ("en", "de"),
        "Association for Family Therapy",
        "DEMO-07741",
    ),
    Colleague(
        "aoife",
        "Aoife Brennan",
        ("therapist",),
        ("bacp-2018",),
        "Dialectical behaviour therapy, groups",
        ("en", "ga"),
        "British Association for Counselling and Psychotherapy",
        "DEMO-28830",
    ),
    Colleague(
        "kofi",
        "Kofi Mensah",
        ("therapist",),
        ("bacp-2018",),
        "Young people; in training",
        ("en", "tw"),
        "",
        "",
        trainee=True,
    ),
)

GIVEN = (
    "Dana", "Sam", "Leila", "Marcus", "Yuki", "Femi", "Clara", "Iwan", "Noor", "Stefan", "Adaeze",
    "Ben", "Carmen", "Dmitri", "Elin", "Farid", "Greta", "Hugo", "Imani", "Jakub", "Keiko", "Lena",
    "Mateo", "Nadia", "Oisin", "Paloma", "Quentin", "Rosa", "Sanjay", "Thea", "Umar", "Vera",
    "Wanda", "Xenia", "Yusuf", "Zoe", "Amara", "Bruno", "Cecily", "Dov", "Esme", "Finn", "Gwen",
    "Hamid", "Isla", "Joao", "Katya", "Lars", "Maeve", "Nils", "Olive", "Petra", "Rafael", "Signe",
    "Tariq", "Una", "Viktor", "Willa", "Ximena", "Yara", "Zeno", "Agnes", "Boris", "Celia",
    "Darius",
    "Edda", "Fergus", "Gaia", "Henrik", "Ilse", "Jorge", "Kamala", "Luca", "Mina", "Nora", "Otto",
    "Pia", "Ravi", "Sofia", "Till", "Ursula", "Vito", "Winnie", "Yasmin", "Zadie", "Arlo", "Beate",
    "Cyrus", "Dora", "Emil",
)  # fmt: skip
FAMILY = (
    "Whitfield", "Okoro", "Haddad", "Lindgren", "Tanaka", "Balogun", "Moreau", "Prys", "Rahman",
    "Novak", "Eze", "Carver", "Ortega", "Volkov", "Sund", "Karimi", "Bauer", "Lefevre", "Wanjiru",
    "Kowal", "Mori", "Fischer", "Silva", "Petrov", "Doyle", "Cruz", "Marchand", "Bianchi", "Mehta",
    "Strand", "Siddiqui", "Horvat", "Zielinska", "Pappas", "Demir", "Hartley", "Nwosu", "Ricci",
    "Ashdown", "Levi", "Thornbury", "Gallagher", "Pryce", "Rostami", "Campbell", "Pereira",
)  # fmt: skip


def doors() -> list[tuple[str, str, str]]:
    """Return who to sign in as, one for each role and a former client: name, address, role."""
    seen: set[str] = set()
    found = []
    for colleague in STAFF:
        new = [str(Role(role).label) for role in colleague.roles if role not in seen]
        if new:
            found.append((colleague.name, colleague.address, ", ".join(new)))
        seen.update(colleague.roles)
    return [
        *found,
        (DANA, CLIENTS[DANA], str(Role.CLIENT.label)),
        (PAUL, CLIENTS[PAUL], "client whose therapy has ended"),
        (HELEN, GUARDIANS[HELEN], f"guardian of {MIA}"),
    ]


def who_signs_in() -> Doors:
    """Return the doors with what opens them, for the sign-in page."""
    return Doors(tuple(doors()), PASSWORD, PASSPHRASE)
