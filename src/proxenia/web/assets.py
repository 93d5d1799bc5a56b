"""Files the pages load: style, script, and the built map."""

from pathlib import Path
from typing import Final

from proxenia.errors import AssetsMissingError

__all__ = ["MAP_FILES", "STATIC", "check_map_assets"]

STATIC: Final = Path(__file__).parent / "static"
MAP_FILES: Final = ("map/atlas-map.js", "map/atlas-map.css")


def check_map_assets(static: Path = STATIC) -> None:
    """Check that the map was built.

    Raises
    ------
    AssetsMissingError
        When a file of it is missing; the message says how to build it.
    """
    missing = [name for name in MAP_FILES if not (static / name).is_file()]
    if missing:
        raise AssetsMissingError(
            f"The map is not built: {', '.join(missing)} missing",
            expected="It is built when Proxenia is installed",
            next_step="Run `uv sync --reinstall-package proxenia` in the project's folder",
        )
