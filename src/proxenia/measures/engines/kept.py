"""Results of a graph or a ground that several measures share: computed once, forgotten with it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

__all__ = ["give", "kept"]

Owner = TypeVar("Owner")
Rest = ParamSpec("Rest")
Result = TypeVar("Result")

_KEPT: Final[WeakKeyDictionary[Any, dict[Any, Any]]] = WeakKeyDictionary()


def kept(work: Callable[Concatenate[Owner, Rest], Result]) -> Callable[Concatenate[Owner, Rest], Result]:
    """Return a function that works once for each graph (or ground) and choice of options; neither ever changes."""

    @wraps(work)
    def once(owner: Owner, /, *args: Rest.args, **options: Rest.kwargs) -> Result:
        results = _KEPT.get(owner)
        if results is None:
            results = _KEPT.setdefault(owner, {})
        key = (work, args, tuple(sorted(options.items())))
        if key not in results:
            results[key] = work(owner, *args, **options)
        answer: Result = results[key]
        return answer

    return once


def give(work: Callable[[Owner], Result], owner: Owner, result: Result) -> None:
    """Have a kept function return for an owner what it returned for another one that is the same."""
    _KEPT.setdefault(owner, {})[work.__wrapped__, (), ()] = result  # type: ignore[attr-defined]
