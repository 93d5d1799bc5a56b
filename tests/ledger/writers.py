"""What the tests run in processes of their own, which they stop, kill or let wait."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from tempfile import TemporaryDirectory

from tests.ledger.samples import SIGNED, many, moment, same, source

from proxenia.errors import ProxeniaError
from proxenia.ledger import Ledger, open_ledger

ROWS = 8_000


def import_batch(ledger: Ledger, number: int) -> None:
    """Do an import that writes every kind of row several times."""
    start, at = number * ROWS, moment(number)
    with ledger.transaction():
        ledger.add_sources([source(f"edition {number}")], recorded_at=at)
        for part in range(4):
            ledger.append(many(ROWS // 4, start=start + part * ROWS // 4), recorded_at=at)
        ledger.retract([s.id for s in many(ROWS // 8, start=start)], **SIGNED, recorded_at=at)
        ledger.judge([same(f"hekman:{n}", f"gn:{n}", at) for n in range(1, 500)])
        ledger.reinstate([s.id for s in many(ROWS // 16, start=start)], **SIGNED, recorded_at=at)


def run_import(address: str, number: int, pipe: Connection) -> None:
    """Import, and tell when it begins and when it ended."""
    with open_ledger(address) as ledger:
        pipe.send("begins")
        import_batch(ledger, number)
        pipe.send("done")


def hold_and_write(address: str, seconds: float, pipe: Connection) -> None:
    """Write and keep the transaction open for a while."""
    with open_ledger(address) as ledger, ledger.transaction():
        ledger.append(many(100), recorded_at=moment(1))
        pipe.send("holds")
        time.sleep(seconds)


def open_and_write(address: str, number: int, pipe: Connection) -> None:
    """Open a ledger that may not exist yet, and write into it."""
    try:
        with open_ledger(address) as ledger, ledger.transaction():
            ledger.append(many(10, start=number * 10), recorded_at=moment(1))
        pipe.send("")
    except ProxeniaError as error:
        pipe.send(str(error))


def open_as_nobody(address: str, _number: int, pipe: Connection) -> None:
    """Open a ledger as a user who may not write there."""
    with TemporaryDirectory() as folder:
        open_ledger(f"{folder}/any").close()  # what Python imports late may lie where nobody can read it
    if os.geteuid() == 0:
        os.setuid(65534)
    try:
        open_ledger(address).close()
        pipe.send("opened")
    except ProxeniaError as error:
        pipe.send(f"{type(error).__name__}: {error}")


@contextmanager
def process(task: Callable[..., None], address: str, argument: float) -> Iterator[tuple[BaseProcess, Connection]]:
    """Run a task in a fresh process that has imported what it needs."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.ledger.writers"])
    here, there = context.Pipe()
    child = context.Process(target=task, args=(address, argument, there), daemon=True)
    child.start()
    there.close()
    try:
        yield child, here
    finally:
        if child.is_alive():
            child.join(20)
        if child.is_alive():
            child.kill()
        child.join()
        here.close()
