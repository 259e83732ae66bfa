from holdfast.codes import Library, Verdict, differences


def test_every_way_to_differ_is_listed_with_both_clauses(small: Library) -> None:
    found = [
        each
        for each in differences(small, "romance")
        if (each.first, each.second) == ("example-2020", "other-2015")
    ]

    shown = {(a.first_verdict, a.first_clauses, a.second_verdict, a.second_clauses) for a in found}
    assert shown == {
        (Verdict.PROHIBITED, ("5",), Verdict.WITH_SAFEGUARDS, ("A.2",)),
        (Verdict.PROHIBITED, ("5",), Verdict.AVOID, ("A.2",)),
        (Verdict.AVOID, ("5(b)",), Verdict.PROHIBITED, ("A.2",)),
        (Verdict.AVOID, ("5(b)",), Verdict.WITH_SAFEGUARDS, ("A.2",)),
    }
    assert not any(each.sampled for each in found)


def test_the_facts_shown_are_enough(small: Library) -> None:
    found = next(
        each
        for each in differences(small, "gift")
        if (each.first, each.second) == ("law-here", "other-2015")
        and each.second_verdict is Verdict.PERMITTED
        and each.first_verdict is Verdict.PROHIBITED
    )

    assert dict(found.facts) == {"dependence": "high", "exploitative": False}
    assert found.points == 1
