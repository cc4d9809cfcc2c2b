#!/usr/bin/env python3
"""Makes data/world.txt, the outline on which the report draws the countries of operators.

usage: make_world.py ATLAS ISO_3166 > data/world.txt

ATLAS     folder of the npm package world-atlas 2 (Natural Earth's vector data as TopoJSON; public domain)
ISO_3166  iso_3166-1.json of Debian's package iso-codes: the letters of each numeric code

Outlines are those of 1:110 million; a country's point is the middle of its largest part in 1:50 million, which has the
small ones too. Projection: Equal Earth (Savric, Patterson and Jenny 2018), because circles on it are compared by area."""
import json
import math
import sys

WIDTH = 960
SCALE = WIDTH / (2 * 2.7066)  # half the width of the projection's equator is 2.7066
NORTH = 83.7


def project(longitude, latitude):
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2 ** 3
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / (3 * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1))
    return x, theta * (a4 * t6 * t2 + a3 * t6 + a2 * t2 + a1)


TOP = project(0, NORTH)[1]


def place(point):
    x, y = project(*point)
    return round(WIDTH / 2 + x * SCALE), round((TOP - y) * SCALE)


class Atlas:
    def __init__(self, path):
        self.data = json.load(open(path))
        (sx, sy), (tx, ty) = self.data['transform']['scale'], self.data['transform']['translate']
        self.arcs = []
        for arc in self.data['arcs']:
            x = y = 0
            points = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append((x * sx + tx, y * sy + ty))
            self.arcs.append(points)

    def countries(self):
        return [c for c in self.data['objects']['countries']['geometries'] if c.get('id') != '010']  # without Antarctica

    def ring(self, arcs):
        points = []
        for number in arcs:
            part = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            points += part[1:] if points else part
        return points

    def outer_rings(self, country):
        parts = [country['arcs']] if country['type'] == 'Polygon' else country['arcs']
        return [self.ring(part[0]) for part in parts]


def halves(ring):
    """A ring across the 180th meridian as one on either side of it."""
    turns, unwrapped = 0, [ring[0]]
    for (before, _), (longitude, latitude) in zip(ring, ring[1:]):
        turns += (longitude - before < -180) - (longitude - before > 180)
        unwrapped.append((longitude + 360 * turns, latitude))
    for turn in (-360, 0, 360):
        half = [(min(180, max(-180, longitude + turn)), latitude) for longitude, latitude in unwrapped]
        if len({longitude for longitude, _ in half}) > 1:
            yield half


def path(ring):
    """The ring as an SVG path, without steps shorter than a pixel; empty where nothing is left of it."""
    kept = []
    for point in map(place, ring):
        if not kept or point != kept[-1]:
            kept.append(point)
    if len(set(kept)) < 3:
        return ''
    steps = ' '.join(f'{bx - ax},{by - ay}' for (ax, ay), (bx, by) in zip(kept, kept[1:-1]))
    return f'M{kept[0][0]},{kept[0][1]}l{steps}z'.replace(' -', '-').replace(',-', '-')


def area_and_middle(ring):
    area = mx = my = 0
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        cross = ax * by - bx * ay
        area, mx, my = area + cross, mx + (ax + bx) * cross, my + (ay + by) * cross
    if not area:
        return 0, ring[0]
    return abs(area), (mx / (3 * area), my / (3 * area))


def main():
    atlas, codes = sys.argv[1:]
    letters = {row['numeric']: row['alpha_2'] for row in json.load(open(codes))['3166-1']}
    coarse, fine = Atlas(f'{atlas}/countries-110m.json'), Atlas(f'{atlas}/countries-50m.json')
    print('# Made by tools/make_world.py from Natural Earth 4.1 (public domain). Equal Earth projection, 960 units wide.')
    print('# land: an SVG path. Else: a country (ISO 3166-1) and its middle.')
    rings = [half for country in coarse.countries() for ring in coarse.outer_rings(country) for half in halves(ring)]
    print('land', ''.join(map(path, rings)))
    points = {}
    for country in fine.countries():
        if country.get('id') in letters:
            middle = max(area_and_middle(half) for ring in fine.outer_rings(country) for half in halves(ring))[1]
            points.setdefault(letters[country['id']], place(middle))
    for code, (x, y) in sorted(points.items()):
        print(code, x, y)


main()
