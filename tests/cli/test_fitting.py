"""``proxenia fit``: the folder of CSV files, the JSON, and what is wrong with a folder."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.running import Home

from proxenia.foresight.city_history import CITY_EFFECTS

FILES = {
    "places.csv": "label,present,size,country\na,TRUE,1,x\nb,TRUE,,y\nc,TRUE,4,x\nd,FALSE,2.5,\ne,TRUE,3,y\n",
    "tienet_initial.csv": "sender,receiver,value\na,b,1\nb,a,1\n",
    "tiechanges.csv": "time,sender,receiver,increment\n2001-02-03,a,c,1\n2002-05-01,b,c,1\n2002-05-01,a,b,1\n"
    "2003-01-01,a,b,-1\n2004-07-01,d,e,1\n2005-01-01,a,e,1\n2006-01-01,b,d,1\n2007-01-01,c,d,1\n",
    "nearnet_initial.csv": "sender,receiver,value\na,c,1\nd,e,1\n",
    "nearchanges.csv": "time_epoch,sender,receiver,replace\n1000000000,b,d,1\n",
    "herechanges.csv": "time,node,replace\n2003-06-01,d,TRUE\n",
    "sizechanges.csv": "time,node,replace\n2003-01-01,c,5\n2004-01-01,b,\n",
}
"""Made for this test."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_json_of_a_fit(home: Home, folder: Path) -> None:
    told = home.done("fit", "--data", folder, "--effects", "alter:size,tie:near", "--json").json
    assert {"model", "effects", "loglik", "n_events", "n_actors", "iterations", "seconds", "data_hash"} <= set(told)
    assert told["model"] == "choice_coordination"
    assert [one["id"] for one in told["effects"]] == ["alter:size", "tie:near"]
    assert all(one["z"] == pytest.approx(one["coef"] / one["se"]) for one in told["effects"])
    assert (told["n_events"], told["n_actors"], len(told["data_hash"])) == (7, 5, 64)
    again = home.done("fit", "--data", folder, "--effects", "alter:size,tie:near", "--json").json
    assert {**again, "seconds": 0} == {**told, "seconds": 0}


def test_what_people_read(home: Home, folder: Path) -> None:
    told = home.done("fit", "--data", folder, "--effects", "alter:size")
    assert "alter:size" in told.out
    assert "McFadden" in told.out
    rates = home.done("fit", "--data", folder, "--effects", "degree", "--model", "rate")
    assert "intercept" in rates.out
    assert "McFadden" not in rates.out


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("places.csv", None, "no file of actors"),
        ("tiechanges.csv", None, "no file of ties"),
        ("nearchanges.csv", "sender,receiver,replace\nb,d,1\n", "nearchanges.csv has no dates"),
        ("nearchanges.csv", "time,sender,receiver,replace\nsoon,b,d,1\n", "row 1: 'soon' is not a date"),
        ("nearchanges.csv", "time_epoch,sender,receiver,replace\n,b,d,1\n", "layer near: row 1 has no date"),
        ("nearchanges.csv", "time_epoch,sender,receiver,replace\n5,b,d,many\n", "'many' is not a number"),
        ("nearchanges.csv", "time_epoch,sender,receiver,replace\n5,b,z,1\n", "'z' is none of the actors"),
        ("herechanges.csv", "time,node,replace\n2003-06-01,d,TRUE\n2003-06-01,d,1\n", "neither TRUE nor FALSE"),
        ("herechanges.csv", "time,node,replace\n2005-06-01,d,TRUE\n", "d ties itself at"),
        ("sizechanges.csv", "time,node,replace\n2003-01-01,c,big\n", "needs numbers"),
        ("wealthchanges.csv", "time,node,replace\n2003-01-01,c,5\n", "belongs to no attribute"),
        ("morechanges.csv", FILES["tiechanges.csv"], "second file of ties"),
        ("tiechanges.csv", "time,sender,receiver,increment\n2001-02-03,a,c,1\n2001-02-03,b,c,1\n", "same date"),
        ("nearchanges.csv", "time,who,replace\n2001-01-01,a,1\n", "has the columns time, who, replace"),
        ("nearchanges.csv", "\xff\xfe", "is not a CSV file"),
    ],
)
def test_what_is_wrong_with_a_folder(home: Home, folder: Path, name: str, text: str | None, words: str) -> None:
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(text.encode("latin-1"))
    result = home.run("fit", "--data", folder, "--effects", "alter:size,tie:near")
    assert result.code == 2
    assert words in result.err
    assert len(result.complaints) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--since", "2030"), "is dated from 2030 to"),
        (("--until", "1800"), "No tie between local governments is dated 1800 or earlier"),
        (("--kind", "twining"), "Did you mean 'twinning'"),
        (("--effects", "tie:position"), "Write distance:position"),
        (("--effects", "degree,tie:near"), "'near' is not a known layer"),
        (("--model", "rate", "--effects", "degree", "--controls", "5"), "is about the relational model"),
        (("--controls", "0"), "--controls"),
        (("--seed", "-1"), "--seed"),
        (("--until", "0"), "--until"),
        (("--controls", "30000000"), "Draw a sample: at most"),
    ],
)
def test_what_is_wrong_with_a_question_to_the_register(home: Home, words: tuple[str, ...], said: str) -> None:
    result = home.run("fit", *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert len(result.complaints) == 1


@pytest.mark.parametrize("option", ["--until", "--since"])
def test_a_folder_has_no_years_to_choose(home: Home, folder: Path, option: str) -> None:
    result = home.run("fit", "--data", folder, "--effects", "degree", option, "1990")
    assert result.code == 2
    assert f"{option} chooses among the register's ties" in result.err
    assert "No effect is named" in home.run("fit", "--data", folder).err


def test_the_register_is_fitted_without_a_folder(home: Home) -> None:
    told = home.done("fit", "--json").json
    assert told["model"] == "relational"
    assert told["at_risk"] == "untied"
    assert {"effects", "loglik", "n_events", "n_actors", "iterations", "seconds", "data_hash"} <= set(told)
    assert 0 < told["n_events"] <= told["dated_ties"] <= told["all_ties"]
    named = [one["id"] for one in told["effects"]] + [one["id"] for one in told["left_out"]]
    assert sorted(named) == sorted(CITY_EFFECTS.split(","))
    assert all(one["id"] in one["reason"] for one in told["left_out"])
    earlier = home.done("fit", "--until", str(told["until"] - 20), "--json").json
    assert earlier["n_events"] < told["n_events"]
    assert earlier["until"] == told["until"] - 20


def test_the_same_seed_gives_the_same_numbers(home: Home) -> None:
    one, again, other = (
        {**home.done("fit", "--effects", "degree", "--controls", "10", "--seed", seed, "--json").json, "seconds": 0}
        for seed in ("3", "3", "4")
    )
    assert one == again
    assert (one["controls"], one["sampling"], one["seed"]) == (10, "favouring", 3)
    assert one["effects"] != other["effects"]


def test_what_people_read_of_the_register(home: Home) -> None:
    told = home.done("fit", "--effects", "degree,inertia", "--controls", "10", "--at-risk", "all").out
    for words in ("Model relational", "ties with a year", "10 drawn for each new tie", "not proof of a cause"):
        assert words in told
    rates = home.done("fit", "--model", "rate", "--effects", "degree").out
    assert "intercept" in rates
    assert "pairs looked at" not in rates


SAYING_WHEN_IT_DRAWS = """
import sys
from proxenia.cli.main import main
from proxenia.foresight.sampling import PairSampler
draw = PairSampler.draw
def told(*arguments):
    print("drawing", file=sys.stderr, flush=True)
    return draw(*arguments)
PairSampler.draw = told
main(sys.argv[1:])
"""


def test_ctrl_c_stops_a_fit(home: Home) -> None:
    ties = home.done("fit", "--effects", "degree", "--controls", "1", "--json").json["n_events"]
    # Many seconds' work: ten million pairs, each with the partners it shares.
    words = ["fit", "--effects", "common_partners", "--controls", str(10_000_000 // ties)]
    process = subprocess.Popen(
        [sys.executable, "-c", SAYING_WHEN_IT_DRAWS, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=home.environment(),
    )
    assert process.stderr is not None
    assert process.stderr.readline() == "drawing\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err.endswith("proxenia: stopped; nothing half-done was kept\n")


def test_no_folder(home: Home, tmp_path: Path) -> None:
    result = home.run("fit", "--data", tmp_path / "nowhere", "--effects", "degree")
    assert result.code == 2
    assert "is not a folder" in result.err


def test_the_fits_of_the_docs(home: Home, reference_dir: Path) -> None:
    """What docs/concepts/formation.md prints is what comes out."""
    page = (Path(__file__).parents[2] / "docs" / "concepts" / "formation.md").read_text(encoding="utf-8")
    data = reference_dir / "state" / "fisheries_treaties"
    lists = [
        line.split("--effects ")[1].split()[0] for line in page.splitlines() if "fisheries_treaties --effects" in line
    ]
    assert len(lists) >= 3
    for effects in lists[:3]:
        told = home.done("fit", "--data", data, "--effects", effects, "--json").json
        assert f"log-likelihood {told['loglik']:.3f}" in page
        for one in told["effects"]:
            row = f"| `{one['id']}` | {one['coef']:.4f} | {one['se']:.4f} | {one['z']:.2f} |"
            assert row in page, row
