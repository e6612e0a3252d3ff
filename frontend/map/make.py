#!/usr/bin/env python3
"""Makes world.tsv: the countries of the world, small enough to stand inside a page.

    python3 make.py countries-50m.json iso3166-1.json > world.tsv

The first file is the TopoJSON of Natural Earth's 1:50m countries in the npm package `world-atlas`, the second the
array of ISO 3166-1 codes (`alpha2`, `numeric`) of the npm package `iso-3166`, as JSON.

A row is a code, a point for a label or a bubble (x, y) and an SVG path, separated by tabs, in the Equal Earth
projection around 11° east (the world is cut in the Bering Strait, through no land) and in whole numbers of the view
box that the first line states. Borders are simplified as arcs, which two
neighbours share, so that no gap opens between them. What is too small to be seen is a disc, and discs come last,
so that they lie on top of what surrounds them. Land without an ISO code has an empty first cell.
"""

import heapq
import json
import math
import sys

WIDTH = 2000
MIDDLE = 11
NORTH, SOUTH = 83.7, -56.0  # without Antarctica and the empty sea around the pole
MIN_TRIANGLE = 5.0  # a corner that encloses less is left out
MIN_ISLAND = 12.0  # a further island below this area is left out
MIN_COUNTRY = 30.0  # a country below this area is a disc
RADIUS = 4

# Parts that have a code of their own in ISO 3166-1, but none in the source; and Crimea, where the source draws who
# holds it and this map follows the General Assembly of the United Nations (resolution 68/262).
# (of, west, south, east, north, code)
PARTS = [
    ("FR", -55, 2, -51, 6, "GF"),
    ("FR", -62, 15.7, -60.9, 16.6, "GP"),
    ("FR", -61.3, 14.3, -60.7, 15, "MQ"),
    ("FR", 55, -21.5, 56, -20.8, "RE"),
    ("FR", 45, -13.1, 45.4, -12.6, "YT"),
    ("NL", -69, 12, -62, 18, "BQ"),
    ("NO", 9, 74, 35, 82, "SJ"),
    ("RU", 32, 44, 36.7, 46.3, "UA"),
    ("Indian Ocean Ter.", 105, -11, 106, -10, "CX"),
    ("Indian Ocean Ter.", 96, -13, 97, -11, "CC"),
]
# In the source by name only.
NAMES = {"Kosovo": "XK"}
# Not in the source at all: longitude and latitude of the main settlement.
DISCS = {"GI": (-5.35, 36.14), "TV": (179.2, -8.52), "TK": (-171.85, -9.2)}
# No people live there for good.
LEFT_OUT = {"AQ", "HM", "GS", "TF"}


def equal_earth(longitude, latitude):
    """Šavrič, Patterson and Jenny (2018), for the unit sphere."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * slope)
    return x, a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t


SCALE = WIDTH / (2 * equal_earth(180, 0)[0])
TOP = equal_earth(0, NORTH)[1]
HEIGHT = round((TOP - equal_earth(0, SOUTH)[1]) * SCALE)


def unroll(points):
    """Undoes the jump from 180 to -180 degrees, and moves all of it to the side of the cut where most of it lies."""
    unrolled, turn = [points[0]], 0
    for (before, _), (longitude, latitude) in zip(points, points[1:]):
        if abs(longitude - before) > 180:
            turn += 360 if longitude < before else -360
        unrolled.append((longitude + turn, latitude))
    mean = sum(longitude for longitude, _ in unrolled) / len(unrolled)
    shift = -360 * math.floor((mean - MIDDLE + 180) / 360)
    return [(longitude + shift, latitude) for longitude, latitude in unrolled]


def project(point):
    x, y = equal_earth(point[0] - MIDDLE, point[1])
    return WIDTH / 2 + x * SCALE, (TOP - y) * SCALE


def decode(topology):
    """The arcs of a quantised topology, as longitudes and latitudes."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(unroll(points))
    return arcs


def triangle(a, b, c):
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def simplify(points):
    """Visvalingam and Whyatt: the corner that encloses least goes first. The ends stay."""
    least = 4 if points[0] == points[-1] else 2
    before, after = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))
    size = [math.inf] * len(points)
    gone = [False] * len(points)
    heap = []

    def weigh(i, floor=0.0):
        if 0 < i < len(points) - 1:
            size[i] = max(floor, triangle(points[before[i]], points[i], points[after[i]]))
            heapq.heappush(heap, (size[i], i))

    for i in range(len(points)):
        weigh(i)
    left = len(points)
    while heap and left > least:
        area, i = heapq.heappop(heap)
        if gone[i] or area != size[i]:
            continue
        if area >= MIN_TRIANGLE:
            break
        gone[i], left = True, left - 1
        after[before[i]], before[after[i]] = after[i], before[i]
        weigh(before[i], area)
        weigh(after[i], area)
    return [point for point, out in zip(points, gone) if not out]


def assemble(indices, arcs):
    """A ring from the arcs that make it; a negative index means backwards."""
    ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


def area_and_centre(ring):
    area = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        cross = ax * by - bx * ay
        area, x, y = area + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    if abs(area) < 1e-9:
        return 0.0, ring[0]
    return abs(area) / 2, (x / (3 * area), y / (3 * area))


def path(ring):
    """A closed path of whole numbers: one absolute point, then steps."""
    points = [(round(x), round(y)) for x, y in ring]
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in zip(points, points[1:])]
    merged = []
    for step in steps:
        if step == (0, 0):
            continue
        if merged and step[0] * merged[-1][1] == step[1] * merged[-1][0] and (
            step[0] * merged[-1][0] + step[1] * merged[-1][1] > 0
        ):
            step = (step[0] + merged[-1][0], step[1] + merged[-1][1])
            merged.pop()
        merged.append(step)
    if len(merged) < 3:
        return ""
    # `z` draws the last step.
    numbers = [number for step in merged[:-1] for number in step]
    text = "".join(f" {n}" if n >= 0 and i > 0 else str(n) for i, n in enumerate(numbers))
    return f"M{points[0][0]} {points[0][1]}l{text}z"


def disc(centre):
    x, y = round(centre[0]), round(centre[1])
    r = RADIUS
    return f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0-{2 * r} 0z"


def gather(topology, codes, arcs):
    """Rings by code: a list of polygons, each a list of index lists."""
    countries = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        home = codes.get(geometry.get("id")) or NAMES.get(name) or ""
        if home in LEFT_OUT:
            continue
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            ring = assemble(polygon[0], arcs)
            longitude = sum(p[0] for p in ring) / len(ring)
            latitude = sum(p[1] for p in ring) / len(ring)
            code = next(
                (c for of, w, s, e, n, c in PARTS
                 if of in (home, name) and w <= longitude <= e and s <= latitude <= n),
                home,
            )
            # Land without a code keeps its name here, so that two such lands stay two rows.
            countries.setdefault((code, "" if code else name), []).append(polygon)
    return countries


def row(code, polygons, full, simple):
    """The row of a country, and whether it is a disc."""
    weighed = sorted(
        ((*area_and_centre(assemble(polygon[0], full)), polygon) for polygon in polygons),
        key=lambda entry: -entry[0],
    )
    largest, centre, _ = weighed[0]
    drawing = ""
    # A disc stands for people; land without a code has the shape that it has.
    if largest >= MIN_COUNTRY or not code:
        for size, _, polygon in weighed:
            least = MIN_ISLAND if code else 0
            if size < least:
                break
            for indices in polygon:
                if area_and_centre(assemble(indices, full))[0] >= least:
                    drawing += path(assemble(indices, simple))
    small = not drawing
    cells = [code, str(round(centre[0])), str(round(centre[1])), drawing or disc(centre)]
    return small, "\t".join(cells)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        topology = json.load(file)
    with open(sys.argv[2], encoding="utf-8") as file:
        codes = {entry["numeric"]: entry["alpha2"] for entry in json.load(file)}
    arcs = decode(topology)
    full = [[project(point) for point in arc] for arc in arcs]
    simple = [simplify(arc) for arc in full]
    rows = []
    for (code, name), polygons in gather(topology, codes, arcs).items():
        small, text = row(code, polygons, full, simple)
        rows.append((small, code, name, text))
    for code, point in DISCS.items():
        x, y = project(unroll([point])[0])
        rows.append((True, code, "", "\t".join([code, str(round(x)), str(round(y)), disc((x, y))])))
    print(f"# viewBox\t0 0 {WIDTH} {HEIGHT}")
    for entry in sorted(rows):
        print(entry[-1])


main()
