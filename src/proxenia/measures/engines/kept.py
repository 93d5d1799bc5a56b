"""Results of a graph that several measures share: computed once, forgotten with the graph."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from proxenia.measures.graph import Graph

__all__ = ["kept"]

Rest = ParamSpec("Rest")
Result = TypeVar("Result")

_KEPT: Final[WeakKeyDictionary[Graph, dict[Any, Any]]] = WeakKeyDictionary()


def kept(work: Callable[Concatenate[Graph, Rest], Result]) -> Callable[Concatenate[Graph, Rest], Result]:
    """Return a function that works once for each graph and choice of options; a graph never changes."""

    @wraps(work)
    def once(graph: Graph, /, *args: Rest.args, **options: Rest.kwargs) -> Result:
        results = _KEPT.setdefault(graph, {})
        key = (work, args, tuple(sorted(options.items())))
        if key not in results:
            results[key] = work(graph, *args, **options)
        answer: Result = results[key]
        return answer

    return once
