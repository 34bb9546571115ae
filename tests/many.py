#!/usr/bin/env python3
"""many.py STORE N: fills a store with copies of the events it has, until there are N; for tests of memory and speed. Ids, days and points are
new; the copies belong to the same articles."""
import datetime
import json
import sqlite3
import sys

db = sqlite3.connect(sys.argv[1])
want = int(sys.argv[2])
rows = db.execute("SELECT article, type, mode, status, certainty, background, country, confidence, json FROM coded WHERE superseded = 0").fetchall()
have = db.execute("SELECT count(*) FROM coded WHERE superseded = 0").fetchone()[0]
first = datetime.date(1997, 1, 1)
with db:
    for i in range(have, want):
        article, kind, mode, status, certainty, background, country, confidence, text = rows[i % len(rows)]
        o = json.loads(text)
        o["id"] = f"e:{i:016x}"
        day = (first + datetime.timedelta(days=i % 9000)).isoformat()
        o["date"] = {"start": day, "end": day, "precision": 1, "text": None, "from": None}
        lat = lon = None
        if o["place"] and o["place"]["lat"] is not None:
            lat, lon = o["place"]["lat"], o["place"]["lon"] = round(-60 + i % 1200 / 10, 4), round(-170 + i % 3400 / 10, 4)
        db.execute("INSERT INTO coded(article, id, type, mode, status, certainty, background, day, last, country, lat, lon, confidence, json)"
                   " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   (article, o["id"], kind, mode, status, certainty, background, day, day, country, lat, lon, confidence,
                    json.dumps(o, ensure_ascii=False, separators=(",", ":"))))
