"""Which of the locked packages have known faults, as pip-audit finds them: make audit installs and runs it.

Every version in requirements/ is looked up by name; nothing is installed or resolved for that, since the locks are
whole. Exit 1 on a known fault. Where the list of faults can't be reached, that is said, and is no fault: without an
answer pip-audit itself says “No known vulnerabilities found”.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
OPTIONS = ["--disable-pip", "--require-hashes", "--format=json", "--progress-spinner=off"]


def answers(lock: Path) -> tuple[list[Mapping[str, Any]], str]:
    """Return what pip-audit says of each package of ``lock``, or nothing and why not."""
    command = [sys.executable, "-m", "pip_audit", *OPTIONS, "--requirement", str(lock)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
    try:
        return json.loads(done.stdout)["dependencies"], ""
    except (ValueError, KeyError):
        return [], (done.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1]


def told(packages: list[Mapping[str, Any]], why: str = "") -> tuple[list[str], int]:
    """Return what is to be said of the answers, and the exit code."""
    known = {f"{p['name']} {p['version']}": p["vulns"] for p in packages if "skip_reason" not in p}
    unknown = sorted({p["name"] for p in packages if "skip_reason" in p} - {name.split()[0] for name in known})
    if not known:
        reason = why or next((str(p["skip_reason"]) for p in packages), "no package is locked")
        return [f"skipped: no answer about any package; {reason}"], 0
    lines = [
        f"{name}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version yet'}"
        for name, faults in sorted(known.items())
        for fault in faults
    ]
    end = f"{len(known)} packages were asked about, {len(lines)} known faults."
    return [*lines, *(f"{name}: no answer" for name in unknown), end], int(bool(lines))


def main() -> int:
    """Ask about every lock; return 1 where a fault is known."""
    asked = [answers(lock) for lock in LOCKS]
    lines, status = told([package for packages, _ in asked for package in packages], next(why for _, why in asked))
    print("\n".join(lines))
    return status


if __name__ == "__main__":
    sys.exit(main())
