#!/usr/bin/env python3
"""How well the program codes our own stories and samples.

    python3 tests/stories.py KHABAR                  report over tests/golden/stories, one line a story
    python3 tests/stories.py KHABAR --samples        the same over samples/
    python3 tests/stories.py KHABAR --rows           also what is wrong in each row, and each false alarm
    python3 tests/stories.py KHABAR --floor          as a test (TAP): fails below tests/golden/floor.tsv
    python3 tests/stories.py KHABAR 07-maputo.txt    these files only
    python3 tests/stories.py --check                 only whether the tables can be read and their quotes found

Beside each text NAME.txt lies NAME.expect.tsv (beside a file with several articles NAME.ID.expect.tsv), one expectation a line:
  quote       words of the text, found exactly once (white space is flexible); events of which a mention touches it are candidates
  need        must: an event is expected; may: any number is allowed; none: nothing may be triggered here
  type mode status certainty           PLOVER and contract words, alternatives by |
  actor recipient source               alternatives by |, one match on that side is enough: KEN country, KEN:MIL country and
              sector, :REB sector, - nobody known, ~word(s) in the name, the words or an antecedent, ~wor* words that begin so
  background  true or false
  date        FIRST..LAST: the event's interval lies within
  place       alternatives by |: country, or LAT,LON,KM
  killed      N or LOW..HIGH: the best estimate lies within
An empty cell is not compared. A row with a type is met by an event of that type only. An event that occurred, is no background
and meets no row is a false alarm, and so is every event on a `none` row.
"""
import json
import math
import os
import re
import subprocess
import sys
from collections import namedtuple

HERE = os.path.dirname(os.path.abspath(__file__))
STORIES = os.path.join(HERE, "golden", "stories")
SAMPLES = os.path.join(HERE, "..", "samples")
FLOOR = os.path.join(HERE, "golden", "floor.tsv")
FIELDS = ("type", "mode", "actor", "recipient", "status", "background", "date", "place", "killed", "certainty", "source")
HEADER = "# quote\tneed\t" + "\t".join(FIELDS)

Row = namedtuple("Row", "quote need want start end")
Story = namedtuple("Story", "name path id date expect")
Result = namedtuple("Result", "must right cells cells_right alarms wrong found error")


# ------------------------------------------------------------------ reading

def read_expect(path):
    """[(quote, need, {field: wanted})] and the article's date, if a comment gives one."""
    rows, date = [], None
    with open(path, encoding="utf-8") as lines:
        if next(lines).rstrip("\n") != HEADER:
            raise ValueError(f"{path}:1: the first line must be: {HEADER}")
        for number, line in enumerate(lines, 2):
            line = line.rstrip("\n")
            if line.startswith("# date:"):
                date = line[7:].strip()
            if not line or line.startswith("#"):
                continue
            quote, need, *cells = line.split("\t")
            if need not in ("must", "may", "none") or len(cells) > len(FIELDS):
                raise ValueError(f"{path}:{number}: need is must, may or none, and at most {len(FIELDS)} fields follow")
            rows.append((quote, need, {f: c for f, c in zip(FIELDS, cells) if c}))
    return rows, date


def place_rows(rows, text, path):
    """Rows with the byte span of their quote; a quote must stand in the text exactly once."""
    placed = []
    for quote, need, want in rows:
        found = [m.span() for m in re.finditer(r"\s+".join(re.escape(w) for w in quote.split()), text)]
        if len(found) != 1:
            raise ValueError(f"{path}: quote stands {len(found)} times in the text: {quote}")
        start, end = (len(text[:at].encode()) for at in found[0])
        placed.append(Row(quote, need, want, start, end))
    return placed


def stories():
    with open(os.path.join(STORIES, "index.tsv"), encoding="utf-8") as index:
        next(index)
        for line in index:
            name, date = line.split("\t")[:2]
            path = os.path.join(STORIES, name)
            yield Story(name, path, None, date, os.path.splitext(path)[0] + ".expect.tsv")


def samples():
    inputs = {n.split(".")[0]: n for n in os.listdir(SAMPLES) if not n.endswith(".expect.tsv") and n != "README.md"}
    for n in sorted(os.listdir(SAMPLES)):
        if n.endswith(".expect.tsv"):
            stem, *article = n[:-len(".expect.tsv")].split(".", 1)
            path = os.path.join(SAMPLES, n)
            yield Story(n[:-len(".expect.tsv")], os.path.join(SAMPLES, inputs[stem]), article[0] if article else None, read_expect(path)[1], path)


def run(khabar, command, story):
    """The JSON objects that the command prints, and its first message if it failed."""
    args = [khabar, command] + (["--date", story.date] if story.date else [])
    done = subprocess.run(args + [story.path], capture_output=True, text=True)
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    return objects, done.stderr.split("\n")[0] if done.returncode else None


# ------------------------------------------------------------------ comparing one cell

def words_of(entity):
    said = [entity.get("name"), entity.get("text")] + [v.get("text") for v in entity.get("via") or ()]
    return [s for s in said if s]


def is_entity(entity, want):
    if want.startswith("~"):
        tail = "" if want.endswith("*") else r"(?:s|es)?(?!\w)"
        pattern = r"(?<!\w)" + r"\s+".join(re.escape(w) for w in want[1:].rstrip("*").split()) + tail
        return any(re.search(pattern, s, re.I) for s in words_of(entity))
    country, _, sector = want.partition(":")
    if country and country not in (entity.get("country") or ()):
        return False
    return not sector or entity.get("sector") == sector


def is_side(entities, want):
    entities = [e for e in entities if e]
    known = any(e.get("id") or e.get("name") or e.get("country") or e.get("sector") for e in entities)
    return any(not known if w == "-" else any(is_entity(e, w) for e in entities) for w in want.split("|"))


def is_date(date, want):
    first, last = want.split("..")
    start = (date or {}).get("start")
    return bool(start) and first <= start and ((date or {}).get("end") or start) <= last


def distance(a, b):
    """Kilometres between two (lat, lon) on a sphere."""
    (la, lo), (lb, lp) = (tuple(map(math.radians, p)) for p in (a, b))
    cosine = math.sin(la) * math.sin(lb) + math.cos(la) * math.cos(lb) * math.cos(lp - lo)
    return 6371 * math.acos(max(-1.0, min(1.0, cosine)))


def is_place(place, want):
    for w in want.split("|"):
        if "," not in w:
            if (place or {}).get("country") == w:
                return True
            continue
        lat, lon, km = map(float, w.split(","))
        if (place or {}).get("lat") is not None and distance((lat, lon), (place["lat"], place["lon"])) <= km:
            return True
    return False


def is_killed(toll, want):
    killed = (toll or {}).get("killed") or {}
    best = killed.get("best")
    best = killed.get("low") if best is None else best
    low, dots, high = want.partition("..")
    return best is not None and (not low or best >= int(low)) and (not (high if dots else low) or best <= int(high if dots else low))


def is_right(event, field, want):
    if field in ("actor", "recipient"):
        return is_side(event.get(field + "s") or [], want)
    if field == "source":
        return is_side([event.get("source")], want)
    if field == "background":
        return bool(event.get("background")) is (want == "true")
    if field == "date":
        return is_date(event.get("date"), want)
    if field == "place":
        return is_place(event.get("place"), want)
    if field == "killed":
        return is_killed(event.get("toll"), want)
    return (event.get(field) or "") in want.split("|")


# ------------------------------------------------------------------ comparing a story

def touches(event, row):
    spans = [event.get("trigger") or {}] + list(event.get("mentions") or ())
    return any(s["start"] < row.end and row.start < s["end"] for s in spans if s.get("start") is not None)


def assign(rows, events):
    """{row: (event, right fields)}: each event meets one row at most; `must` rows choose first, then the best fit."""
    offers = []
    for r, row in enumerate(rows):
        if row.need == "none":
            continue
        for e, event in enumerate(events):
            if touches(event, row) and ("type" not in row.want or is_right(event, "type", row.want["type"])):
                right = [f for f in row.want if is_right(event, f, row.want[f])]
                offers.append((row.need != "must", -len(right), len(row.want), r, e, right))
    chosen, taken = {}, set()
    for _, _, _, r, e, right in sorted(offers):
        if r not in chosen and e not in taken:
            chosen[r] = (e, right)
            taken.add(e)
    return chosen, taken


def shown(event):
    who = lambda side: ", ".join(e.get("text") or "?" for e in event.get(side) or ()) or "-"
    date, place = event.get("date") or {}, event.get("place") or {}
    killed = ((event.get("toll") or {}).get("killed") or {}).get("best")
    parts = [event["type"] + ("/" + event["mode"] if event.get("mode") else ""), repr((event.get("trigger") or {}).get("text")),
             who("actors") + " > " + who("recipients"), event.get("status"), "background" if event.get("background") else "",
             event.get("certainty"), f"{date.get('start')}..{date.get('end')}", place.get("name") or place.get("country") or "no place",
             f"killed {killed}" if killed is not None else ""]
    return " ".join(p for p in parts if p)


def false_alarms(rows, events, taken):
    for e, event in enumerate(events):
        if any(r.need == "none" and touches(event, r) for r in rows):
            yield event
        elif e not in taken and event.get("status") == "occurred" and not event.get("background"):
            if not any(r.need == "may" and touches(event, r) for r in rows):
                yield event


def compare(rows, events, error=None):
    chosen, taken = assign(rows, events)
    must = right = cells = cells_right = found = 0
    wrong = []
    for r, row in enumerate(rows):
        if row.need != "must":
            continue
        event, fields = chosen.get(r, (None, []))
        missing = [f for f in row.want if f not in fields]
        must, cells, cells_right = must + 1, cells + len(row.want), cells_right + len(fields)
        found += event is not None
        right += not missing and event is not None
        if event is None:
            near = [shown(e) for e in events if touches(e, row)]
            wrong.append(f"{row.quote}\n      no {row.want.get('type', 'event')}" + "".join(f"\n      there: {n}" for n in near))
        elif missing:
            want = ", ".join(f"{f} {row.want[f]}" for f in missing)
            wrong.append(f"{row.quote}\n      wanted {want}\n      got {shown(events[event])}")
    return Result(must, right, cells, cells_right, list(false_alarms(rows, events, taken)), wrong, found, error)


def score(khabar, story):
    """A story that does not come out, or comes out without the quoted words, has all its rows wrong and says why."""
    rows, _ = read_expect(story.expect)
    articles, error = run(khabar, "extract", story)
    article = next((a for a in articles if story.id in (None, a["id"])), None)
    try:
        if article is None:
            raise ValueError(error or "no article came out")
        placed = place_rows(rows, article["text"], story.expect)
    except ValueError as problem:
        return compare([Row(q, n, w, 0, 0) for q, n, w in rows], [], str(problem))
    events, error = run(khabar, "code", story)
    return compare(placed, [e for e in events if e["article"]["id"] == article["id"]], error)


# ------------------------------------------------------------------ reports

def total(results):
    add = lambda name: sum(getattr(r, name) for r in results)
    return Result(add("must"), add("right"), add("cells"), add("cells_right"), [a for r in results for a in r.alarms], [], add("found"), None)


def line_of(name, r):
    return f"{name:34} {r.right:4}/{r.must:<4} {r.cells_right:5}/{r.cells:<5} {len(r.alarms):6}"


def report(scored, with_rows):
    print(f"{'':34} {'rows':>9} {'cells':>11} {'alarms':>6}")
    for story, r in scored:
        print(line_of(story.name, r) + (f"   {r.error}" if r.error else ""))
        if with_rows:
            for w in r.wrong:
                print("    - " + w)
            for a in r.alarms:
                print("    ! false alarm: " + shown(a))
    whole = total([r for _, r in scored])
    empty = [r for _, r in scored if not r.must]
    print(line_of("all", whole))
    if whole.must:
        print(f"rows wholly right {whole.right / whole.must:.3f}, rows with an event {whole.found / whole.must:.3f}, cells {whole.cells_right / whole.cells:.3f}, "
              f"false alarms {len(whole.alarms)}, of these {sum(len(r.alarms) for r in empty)} in {len(empty)} stories without events")


def floors():
    with open(FLOOR, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return {name: (int(right), int(alarms)) for name, right, alarms in rows[1:]}


def as_test(khabar):
    sets, n = {"stories": stories(), "samples": samples()}, 0
    for name, (right, alarms) in floors().items():
        whole = total([score(khabar, s) for s in sets[name]])
        for ok, words in ((whole.right >= right, f"{name}: {whole.right} of {whole.must} rows right, at least {right}"),
                          (len(whole.alarms) <= alarms, f"{name}: {len(whole.alarms)} false alarms, at most {alarms}")):
            n += 1
            print(f"{'' if ok else 'not '}ok {n} - {words}")
    print(f"1..{n}")


def check():
    """Tables only: reads each, finds the quotes of the plain texts."""
    for story in [*stories(), *samples()]:
        rows, _ = read_expect(story.expect)
        if story.path.endswith(".txt"):
            with open(story.path, encoding="utf-8") as f:
                place_rows(rows, f.read(), story.expect)
        elif story.path.endswith(".jsonl"):
            with open(story.path, encoding="utf-8") as f:
                articles = [json.loads(line) for line in f]
            place_rows(rows, next(a["text"] for a in articles if story.id in (None, a["id"])), story.expect)
    print("all tables can be read")


def main():
    options = [a for a in sys.argv[1:] if a.startswith("--")]
    names = [a for a in sys.argv[1:] if not a.startswith("--")]
    if not set(options) <= {"--samples", "--rows", "--floor", "--check"} or not (names or "--check" in options):
        sys.exit(__doc__)
    try:
        if "--check" in options:
            return check()
        khabar, wanted = names[0], names[1:]
        if "--floor" in options:
            return as_test(khabar)
        chosen = [s for s in (samples() if "--samples" in options else stories()) if not wanted or s.name in wanted]
        report([(s, score(khabar, s)) for s in chosen], "--rows" in options)
    except (OSError, ValueError, StopIteration) as problem:
        sys.exit(f"stories.py: {problem}")


if __name__ == "__main__":
    main()
