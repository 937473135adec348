from workflows.standards.defects import Defect, DefectCode, element, identity, ordered


def test_a_list_entry_is_named_by_itself_or_counted_from_one() -> None:
    raw = {"steps": [{"key": "review", "acts": [{"name": "pass", "routes": [{}, {}]}]}]}

    assert element(raw, ["steps", 0, "acts", 0, "routes", 1, "to"]) == "steps[review].acts[pass].routes[2].to"


def test_a_place_that_is_not_there_is_still_named() -> None:
    assert element({}, ["steps", 3, "key"]) == "steps[4].key"


def test_identity_is_key_id_role_or_name() -> None:
    assert [identity(item) for item in ({"id": "i"}, {"role": "r"}, {"name": "n"}, {"key": 1}, "x")] == [
        *("i", "r", "n"),
        *(None, None),
    ]


def test_defects_are_ordered_and_never_repeated() -> None:
    one = Defect(DefectCode.NO_END, "steps", "B.")
    other = Defect(DefectCode.NO_MACHINE, "regime", "A.")

    assert ordered([one, other, one]) == [other, one]
