"""Every error tells what happened, what was expected, and what to do next."""

from proxenia.errors import (
    AmbiguousNameError,
    FaultsError,
    InputError,
    LedgerBusyError,
    NotFoundError,
    PeriodError,
    ProxeniaError,
    UnknownValueError,
    WorldError,
)


def test_three_sentences_each_with_its_stop() -> None:
    error = ProxeniaError("The file is empty", expected="Expected a header!", next_step="Open it and look")
    assert str(error) == "The file is empty. Expected a header! Open it and look."
    assert error.attributes() == {
        "happened": "The file is empty",
        "expected": "Expected a header!",
        "next_step": "Open it and look",
    }


def test_exit_codes_and_statuses() -> None:
    assert (InputError("x").exit_code, InputError("x").http_status) == (2, 400)
    assert (WorldError("x").exit_code, WorldError("x").http_status) == (1, 500)
    assert NotFoundError("city", "x").http_status == 404
    assert LedgerBusyError("x").http_status == 503


def test_facts_are_attributes() -> None:
    assert AmbiguousNameError("San José", ["gn:1", "gn:2"]).candidates == ("gn:1", "gn:2")
    assert NotFoundError("tie", "tie:0", near=["tie:1"]).near == ("tie:1",)
    assert PeriodError("then").value == "then"
    assert UnknownValueError("field", "sport", ["peace", "economy"]).known == ("peace", "economy")


def test_many_faults_are_all_kept_and_ten_are_shown() -> None:
    error = FaultsError("The batch", [f"fault {number}" for number in range(1, 13)])
    assert len(error.faults) == 12
    assert "has 12 faults" in str(error)
    assert "fault 10; and 2 more" in str(error)
    assert "fault 11" not in str(error)
