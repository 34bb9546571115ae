#!/usr/bin/env python3
"""Codes the sentences of tests/cases/events/*.case and compares what comes out with what a careful reader expects.

    python3 tests/cases.py KHABAR [FILE.case ...] [--verbose]

A case file has blocks:

    # a comment; `date 2021-08-30` sets the article date: within a block for its sentence, else from here on (this one is the default)
    > Militants killed two soldiers near Gao on Sunday.
    ASSAULT  actor=militants  recipient=soldiers  status=occurred  killed=2

A sentence (or a short text; a further `>` line goes on with it, `>>` is the title) is followed by lines that must hold:
  TYPE  field=value ...    an event of this type (`ACCUSE|THREATEN`: either) with these fields
  !TYPE field=value ...    no such event
  may TYPE field=value ... an event that is allowed, but not asked for; `may *` any
  none [TYPE ...]          nothing that occurred may be coded (none of these types)
An event that occurred (or goes on), is no background and belongs to no line is a false alarm, and a second event for one line
is a duplicate: both fail the sentence. Fields are parted by two blanks or a tab and compared only where given:
  mode status certainty    alternatives by `|`; mode=- for none
  actor recipient source   `a|b` either, `a&b` both, `-` nobody known; each is a country KEN, country and sector KEN:COP, sector :REB,
                           an actor's id, or whole words of its text, name or antecedents
  actor! recipient! source!  no such entity stands on that side
  background               true or false
  killed injured arrested abducted displaced perpetrators
                           the best figure: N, LO..HI, or `-` for no figure; killed.low, killed.high for the ends
  about                    type of the act that the event is about; `-` for none
  place                    ISO code of its country, or words of its name
  day                      the day, or first and last as 2021-08-24..2021-08-30
  weapon                   words of the weapon

Prints right of all per file and in total; --verbose lists each failure and what came out, --causes counts what is wrong (an
expected event that is missing, a field that differs, an event too many). Exit 1 below tests/cases/events/floor (percent of
sentences), when all files were run. --self-test checks this program on events made by hand.
"""
import argparse
import collections
import itertools
import pathlib
import re
import sys

sys.dont_write_bytecode = True
from coded import brief, code, floor, occurred, side_is

HERE = pathlib.Path(__file__).resolve().parent / "cases" / "events"
TYPES = set("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split())
HARMS = set("killed injured arrested abducted displaced perpetrators".split())
SIDES = {"actor": "actors", "recipient": "recipients"}
WORDS = {"mode", "status", "certainty"}
FIELDS = WORDS | HARMS | set(SIDES) | {"source", "background", "about", "place", "day", "weapon", "actor!", "recipient!", "source!"} | \
    {f"{h}.{end}" for h in HARMS for end in ("low", "high")}


def read_line(text, where):
    """One expectation: (kind, types, fields)."""
    kind = "must"
    if text.startswith("!"):
        kind, text = "not", text[1:]
    elif text.startswith("may "):
        kind, text = "may", text[4:]
    elif text.split()[0] == "none":
        kind = "none"
        return kind, text.split()[1:], {}
    head, *parts = re.split(r"\t|\s{2,}", text.strip())
    fields = {}
    for part in parts:
        name, eq, value = part.partition("=")
        if not eq or name not in FIELDS or not value:
            sys.exit(f"{where}: `{part}` is no field; fields are parted by two blanks")
        fields[name] = value
    types = head.split("|")
    if not (kind == "may" and head == "*") and not set(types) <= TYPES:
        sys.exit(f"{where}: `{head}` is no type")
    return kind, types, fields


def read_cases(path):
    cases, date, case = [], "2021-08-30", None
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}:{n}"
        if not line.strip():
            case = None
        elif line.startswith("#"):
            continue
        elif line.startswith("date "):
            if case:
                case["date"] = line.split()[1]
            else:
                date = line.split()[1]
        elif line.startswith(">"):
            title = line.startswith(">>")
            text = line.lstrip("> ").strip()
            if case is None or case["lines"]:
                case = {"id": where, "date": date, "title": None, "text": "", "lines": []}
                cases.append(case)
            if title:
                case["title"] = text
            else:
                case["text"] = (case["text"] + " " + text).strip()
        elif case is None:
            sys.exit(f"{where}: an expectation without a sentence")
        else:
            case["lines"].append((read_line(line.strip(), where), line.strip()))
    for case in cases:
        if not case["lines"]:
            sys.exit(f"{case['id']}: nothing is expected of the sentence")
    return cases


def figure_is(toll, name, want):
    name, _, end = name.partition(".")
    value = (toll or {}).get(name, {}).get(end or "best")
    if want == "-":
        return value is None
    if value is None:
        return False
    low, dots, high = want.partition("..")
    return float(low or "-inf") <= value <= float((high or "inf") if dots else low)


def words_in(text, want):
    return any(w.lower() in (text or "").lower() for w in want.split("|"))


def place_is(event, want):
    places = [event.get("place")] + (event.get("places") or [])
    return any(w == p.get("country") or words_in(f"{p.get('name')} {p.get('text')}", w) for p in places if p for w in want.split("|"))


def field_is(event, name, want, types_by_id):
    if name.rstrip("!") in ("actor", "recipient", "source"):
        side = name.rstrip("!")
        entities = event.get(SIDES[side]) if side in SIDES else [event.get("source")]
        if side == "source":
            entities = [e for e in entities if e and e.get("text")]
        return side_is(entities, want) != name.endswith("!")
    if name in WORDS:
        return (event.get(name) or "-") in want.split("|")
    if name == "background":
        return bool(event.get("background")) == (want == "true")
    if name == "about":
        return (types_by_id.get(event.get("about")) or "-") in want.split("|")
    if name == "place":
        return place_is(event, want)
    if name == "day":
        date = event.get("date") or {}
        return want == "..".join(dict.fromkeys([str(date.get("start")), str(date.get("end"))]))
    if name == "weapon":
        return words_in((event.get("weapon") or {}).get("text"), want)
    return figure_is(event.get("toll"), name, want)


def misses(event, line, types_by_id):
    """Names of the fields that are wrong, None where the type is another."""
    _, types, fields = line
    if types != ["*"] and event["type"] not in types:
        return None
    return [n for n, want in fields.items() if not field_is(event, n, want, types_by_id)]


def pair_up(must, events, types_by_id):
    """The choice of events for the lines that leaves the fewest fields wrong: [(line, event or None, misses)]."""
    cost = [[misses(e, line, types_by_id) for e in events] for line in must]
    best, best_cost = None, None
    slots = list(range(len(events))) + [None] * len(must)
    choices = itertools.permutations(slots, len(must)) if len(slots) <= 9 else [tuple(greedy(cost, len(events)))]
    for choice in choices:
        total = sum(100 if i is None or cost[k][i] is None else len(cost[k][i]) for k, i in enumerate(choice))
        if best_cost is None or total < best_cost:
            best, best_cost = choice, total
    return [(line, None if i is None or cost[k][i] is None else i, [] if i is None else cost[k][i] or []) for k, (line, i) in enumerate(zip(must, best))]


def greedy(cost, count):
    used = set()
    for row in cost:
        free = [(len(row[i]), i) for i in range(count) if i not in used and row[i] is not None]
        at = min(free)[1] if free else None
        used.add(at)
        yield at


def judge(case, events):
    """What is wrong with the events of one sentence, as a list of lines; empty when all is right."""
    types_by_id = {e["id"]: e["type"] for e in events}
    lines = [line for line, _ in case["lines"]]
    wrong, used = [], set()
    pairs = pair_up([x for x in lines if x[0] == "must"], events, types_by_id)
    for line, at, missed in pairs:
        used.add(at)
        want = next(text for x, text in case["lines"] if x is line)
        if at is None:
            wrong.append(f"missing: {want}")
        elif missed:
            wrong.append(f"differs in {' '.join(missed)}: {want}")
    for line, text in case["lines"]:
        if line[0] == "not" and any(misses(e, line, types_by_id) == [] for e in events):
            wrong.append(f"must not be: {text}")
        if line[0] == "none" and any(occurred(e) and (not line[1] or e["type"] in line[1]) for e in events):
            wrong.append(f"must not be: {text}")
    allowed = [x for x in lines if x[0] == "may"]
    only_some = any(x[0] == "none" and x[1] for x in lines)
    for i, e in enumerate(events):
        if i in used or not occurred(e) or only_some or ["none", [], {}] == list(lines[0]):
            continue
        if not any(misses(e, x, types_by_id) == [] for x in allowed):
            twin = any(misses(e, x, types_by_id) == [] for x in lines if x[0] == "must")
            wrong.append(("duplicate: " if twin else "false alarm: ") + brief(e, types_by_id.get(e.get("about"))))
    return wrong


def cause(wrong):
    """Names of what is wrong: the kind of a failure, for `differs` each field."""
    kind, _, rest = wrong.partition(": ")
    if kind.startswith("differs in "):
        return [f"differs: {field}" for field in kind[len("differs in "):].split()]
    return [f"{kind}: {re.split(r'[ /|]', rest)[0]}"] if kind in ("missing", "false alarm", "duplicate") else [kind]


def self_test():
    """The runner must be able to fail: each row is lines, events, and the kinds of failure that they must give."""
    def event(type, actor, recipient, **more):
        side = lambda text: [{"text": text, "country": [], "sector": None}] if text else []
        base = {"id": f"{type}{actor}{recipient}", "type": type, "mode": None, "actors": side(actor), "recipients": side(recipient),
                "status": "occurred", "certainty": "fact", "background": False, "toll": {}, "trigger": {"text": "x"}, "rule": ""}
        return {**base, **more}
    hit = event("ASSAULT", "two gunmen", "a priest", toll={"killed": {"low": 2, "best": 2, "high": 2}})
    back = event("ASSAULT", "a priest", "two gunmen")
    rows = [
        (["ASSAULT  actor=gunmen  recipient=priest  killed=2"], [hit], []),
        (["ASSAULT  actor=gunmen  recipient=priest  killed=1..3"], [hit], []),
        (["ASSAULT  actor=gun"], [hit], ["differs: actor"]),
        (["ASSAULT  actor=gunmen  recipient!=gunmen"], [back], ["differs: actor", "differs: recipient!"]),
        (["ASSAULT  killed=-"], [hit], ["differs: killed"]),
        (["ASSAULT  actor=-"], [event("ASSAULT", "", "x")], []),
        (["COERCE  actor=gunmen"], [hit], ["missing: COERCE", "false alarm: ASSAULT"]),
        (["ASSAULT  actor=gunmen"], [hit, dict(hit, id="2")], ["duplicate: ASSAULT"]),
        (["ASSAULT  actor=gunmen", "may ASSAULT"], [hit, back], []),
        (["!ASSAULT  status=occurred"], [hit], ["must not be", "false alarm: ASSAULT"]),
        (["!ASSAULT  status=occurred"], [dict(hit, status="future")], []),
        (["none"], [hit], ["must not be"]),
        (["none"], [dict(hit, background=True)], []),
        (["none COERCE"], [hit], []),
    ]
    bad = 0
    for lines, events, want in rows:
        case = {"lines": [(read_line(text, "self-test"), text) for text in lines]}
        got = [k for w in judge(case, events) for k in cause(w)]
        if got != want:
            bad += 1
            print(f"not ok: {lines}: {got}, want {want}")
    print(f"{len(rows) - bad} of {len(rows)}")
    return 1 if bad else 0


def main():
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("khabar", nargs="?")
    ap.add_argument("files", nargs="*", type=pathlib.Path)
    ap.add_argument("--verbose", action="store_true", help="each failure, and what came out")
    ap.add_argument("--causes", action="store_true", help="failures counted by what is wrong")
    ap.add_argument("--self-test", action="store_true")
    a = ap.parse_args()
    if a.self_test:
        return self_test()
    if not a.khabar:
        ap.error("which khabar?")
    paths = a.files or sorted(HERE.glob("*.case"))
    cases = [(p, c) for p in paths for c in read_cases(p)]
    events = code(a.khabar, [{k: c[k] for k in ("id", "date", "title", "text") if c[k]} for _, c in cases])
    right, causes = 0, collections.Counter()
    for path in paths:
        mine = [c for p, c in cases if p is path]
        failed = [(c, w) for c in mine for w in [judge(c, events[c["id"]])] if w]
        right += len(mine) - len(failed)
        print(f"{path.name}: {len(mine) - len(failed)} of {len(mine)}")
        causes.update(k for _, wrong in failed for w in wrong for k in cause(w))
        for c, wrong in failed if a.verbose else []:
            print(f"  {c['id']}: {c['text']}")
            for w in wrong:
                print(f"      {w}")
            types_by_id = {e["id"]: e["type"] for e in events[c["id"]]}
            for e in events[c["id"]]:
                print(f"    - {brief(e, types_by_id.get(e.get('about')))}")
    for name, n in causes.most_common() if a.causes else []:
        print(f"{n:6} {name}")
    share = 100.0 * right / max(len(cases), 1)
    least = floor(HERE / "floor")
    print(f"total: {right} of {len(cases)} ({share:.1f} %), floor {least:.1f} %")
    return 1 if not a.files and share < least else 0


if __name__ == "__main__":
    sys.exit(main())
