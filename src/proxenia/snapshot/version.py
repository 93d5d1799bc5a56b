"""The version of the code that compiles: a saved snapshot of another version is not reused."""

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import proxenia
from proxenia import model

__all__ = ["code_version"]


@lru_cache(maxsize=1)
def code_version() -> str:
    """Return the package's version and a short hash of the code that decides what a snapshot holds."""
    digest = blake2b(digest_size=4)
    for folder in (Path(__file__).parent, Path(model.__file__).parent):
        for file in sorted(folder.glob("*.py")):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"{proxenia.__version__}+{digest.hexdigest()}"
