"""How long a preview takes from saving a note until its new words are served: python -m bench.preview [ROUNDS]."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.test_preview import NOTE, PRINTED, serving

if __name__ == "__main__":
    taken = []
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as served:
        note, text = served.folder / NOTE, (served.folder / NOTE).read_text(encoding="utf-8")
        for number in range(int(sys.argv[1]) if len(sys.argv) > 1 else 11):
            time.sleep(0.5)  # as an editor would, and so that it is at rest
            words, start = f"changed{number:04}", time.perf_counter()
            note.write_text(text.replace(PRINTED, f"{PRINTED}, {words}"), encoding="utf-8")
            while words not in served.get("/")[1]:
                time.sleep(0.002)
            taken.append(1000 * (time.perf_counter() - start))
    print(f"from saving to served: {median(taken):.0f} ms, from {min(taken):.0f} to {max(taken):.0f}")
