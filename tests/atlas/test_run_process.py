"""A process for a run: told to end before it has heard its task, it ends and says why."""

import json
from typing import Any

import pytest

from proxenia.atlas import run_process
from proxenia.atlas.run_process import RunProcess, Trouble


def test_a_run_that_is_stopped_before_it_heard_its_task_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    process = RunProcess({"task": "never told"}, seconds=60, progress=lambda done, total: None)
    stopped = Trouble("It was stopped")
    written = json.dumps

    def stop_first(task: Any) -> str:
        process.end(stopped)
        return written(task)

    monkeypatch.setattr(run_process.json, "dumps", stop_first)
    assert process.compute() == stopped
