import polars as pl
from tests.snapshot.made import ROTTERDAM, SHANGHAI, compiled, conflicts, only, said

from proxenia.model.period import day_number


def test_an_act_with_its_participants() -> None:
    snapshot = compiled(
        said(
            "act:port-loan",
            "event",
            value="loan",
            period="1985-05",
            title="A loan for the port",
            amount="1250000.5",
            currency="EUR",
            amount_year="1990",
            fields="economy",
            functions="funding",
            driver="network_push",
            case="rotterdam-shanghai",
            summary="One city lent to another.",
        ),
        said("act:port-loan", "event", "other", value="loan", period="1985", fields="development"),
        said(ROTTERDAM, "participation", object="act:port-loan", role="donor"),
        said(ROTTERDAM, "participation", "other", object="act:port-loan", role="donor"),
        said(SHANGHAI, "participation", object="act:port-loan", role="recipient"),
    )
    act = only(snapshot.acts)
    assert (act["kind"], act["title"], act["date"]) == ("loan", "A loan for the port", "1985-05")
    assert (act["earliest"], act["latest"]) == (day_number(1985, 5, 1), day_number(1985, 5, 31))
    assert (act["amount"], act["currency"], act["amount_year"]) == (1250000.5, "EUR", 1990)
    assert (act["fields"], act["functions"]) == (["development", "economy"], ["funding"])
    assert (act["driver"], act["case"]) == ("network_push", "rotterdam-shanghai")
    assert (act["statements"], act["independent_sources"]) == (2, 2)
    assert snapshot.participations.rows() == [
        ("act:port-loan", SHANGHAI, "recipient"),
        ("act:port-loan", ROTTERDAM, "donor"),
    ]
    assert conflicts(snapshot, "date") == [("1985", False), ("1985-05", True)]
    assert snapshot.evidence.filter(pl.col("record") == "act:port-loan").height == 5


def test_a_part_in_an_act_nobody_describes_stays_in_evidence_only() -> None:
    snapshot = compiled(said(ROTTERDAM, "participation", object="act:unknown", role="guest"))
    assert snapshot.acts.is_empty()
    assert snapshot.participations.is_empty()
    assert only(snapshot.evidence)["record"] == "act:unknown"


def test_an_act_without_title_is_called_by_its_key() -> None:
    assert only(compiled(said("act:a-visit", "event", value="visit")).acts)["title"] == "a-visit"


def test_figures_and_dyads() -> None:
    snapshot = compiled(
        said("px:uclg", "member_count", value="1553", unit="members", period="2017"),
        said(
            "un:001",
            "indicator",
            unit="%",
            period="2014",
            indicator="city_budgets",
            indicator_status="not_measured",
            claimed_by="T1",
        ),
        said(ROTTERDAM, "population", object=SHANGHAI, value="8900", unit="km"),
    )
    figure = snapshot.attributes.row(0, named=True)
    assert (figure["subject"], figure["number"], figure["unit"]) == ("px:uclg", 1553.0, "members")
    assert (figure["earliest"], figure["latest"]) == (day_number(2017), day_number(2017, 12, 31))
    claim = snapshot.attributes.row(1, named=True)
    assert (claim["indicator"], claim["indicator_status"], claim["claimed_by"], claim["number"]) == (
        "city_budgets",
        "not_measured",
        "T1",
        None,
    )
    dyad = only(snapshot.dyads)
    assert (dyad["a"], dyad["b"], dyad["number"], dyad["unit"]) == (ROTTERDAM, SHANGHAI, 8900.0, "km")
    assert figure["statement"] in snapshot.evidence["statement"].to_list()
