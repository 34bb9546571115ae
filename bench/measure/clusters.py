#!/usr/bin/env python3
"""How well reports of one incident are linked.

clusters.py KHABAR REPORTS.jsonl [--wrong] [--floor F]   B3 on reports that carry "incident" ("-": none, must stay alone)
clusters.py KHABAR --docs ECB.jsonl SYSTEM.tsv      writes id<TAB>incident for score/coref.py --docs; topics 12 and 18
clusters.py KHABAR --speed N                        seconds to code N made-up reports, and to keep and link them

In clusters an article stands for its first attack, else its first incident; in --docs articles that share an incident are one group."""
import json
import os
import subprocess
import sys
import tempfile
import time


def link(khabar, reports):
    """Adds the reports to a new database; its incidents, each with its members."""
    folder = tempfile.mkdtemp(prefix="khabar-clusters-")
    path, db = os.path.join(folder, "in.jsonl"), os.path.join(folder, "a.db")
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(json.dumps({k: r[k] for k in ("id", "date", "outlet", "text") if r.get(k)}) + "\n" for r in reports)
    subprocess.run([khabar, "add", "--db", db, path], check=True, stdout=subprocess.DEVNULL)
    ids = subprocess.run([khabar, "incident", "list", "--db", db], capture_output=True, text=True, check=True).stdout
    shown = [json.loads(subprocess.run([khabar, "incident", "show", json.loads(line)["id"], "--db", db], capture_output=True, text=True,
                                       check=True).stdout) for line in ids.splitlines()]
    return shown


def first_incident(incidents):
    """{article: the incident it stands for}: its first attack, else its first."""
    found = {}
    for n, i in enumerate(incidents):
        for m in i["members"]:
            rank = (i["type"] != "ASSAULT", n)
            if m["article"] not in found or rank < found[m["article"]][0]:
                found[m["article"]] = (rank, i["id"])
    return {a: i for a, (_, i) in found.items()}


def joined(incidents):
    """{article: group}: articles that share any incident, however they are chained."""
    group = {}

    def top(a):
        while group.setdefault(a, a) != a:
            a = group[a]
        return a
    for i in incidents:
        articles = sorted({m["article"] for m in i["members"]})
        for a in articles:
            group[top(a)] = top(articles[0])
    return {a: top(a) for a in list(group)}


def b3(gold, system):
    def mean(of, by):
        total = 0
        for m in gold:
            mine = {x for x in gold if of[x] == of[m]}
            total += len(mine & {x for x in gold if by[x] == by[m]}) / len(mine)
        return total / len(gold)
    p, r = mean(system, gold), mean(gold, system)
    return p, r, 2 * p * r / (p + r)


def main(argv):
    khabar = argv[1]
    if argv[2] == "--speed":
        towns = ["Kabul", "Kandahar", "Herat", "Kunduz", "Ghazni", "Jalalabad"]
        reports = [{"id": f"s{n}", "date": f"20{10 + n // 2000 % 10}-{n // 150 % 12 + 1:02d}-{n % 28 + 1:02d}",
                    "text": f"A bomb killed {n % 40 + 2} people at a market in {towns[n % 6]}, Afghanistan, on Sunday."} for n in range(int(argv[3]))]
        for part in (len(reports) // 4, len(reports)):
            folder = tempfile.mkdtemp(prefix="khabar-clusters-")
            path = os.path.join(folder, "in.jsonl")
            with open(path, "w", encoding="utf-8") as f:
                f.writelines(json.dumps(r) + "\n" for r in reports[:part])
            times = []
            for command in (["code", path], ["add", "--db", os.path.join(folder, "a.db"), path]):
                begun = time.time()
                subprocess.run([khabar, *command], check=True, stdout=subprocess.DEVNULL)
                times.append(time.time() - begun)
            print(f"{part} reports: code {times[0]:.1f} s, add {times[1]:.1f} s; {1e3 * (times[1] - times[0]) / part:.2f} ms a report to keep and link")
        return
    if argv[2] == "--docs":
        docs = [d for d in map(json.loads, open(argv[3], encoding="utf-8")) if d["topic"] in (12, 18)]
        found = joined(link(khabar, [{"id": d["id"], "text": "\n".join(" ".join(s) for s in d["sents"])} for d in docs]))
        with open(argv[4], "w", encoding="utf-8") as f:
            f.write("id\tevent\n" + "".join(f"{d['id']}\t{found.get(d['id'], 'alone-' + d['id'])}\n" for d in docs))
        return
    reports = [json.loads(line) for line in open(argv[2], encoding="utf-8")]
    found = first_incident(link(khabar, reports))
    gold = {r["id"]: r["incident"] if r["incident"] != "-" else "alone-" + r["id"] for r in reports}
    system = {r["id"]: found.get(r["id"], "none-" + r["id"]) for r in reports}
    score = b3(gold, system)
    print("clusters %d, reports %d: B3 P %.3f R %.3f F1 %.3f" % (len(set(gold.values())), len(gold), *score))
    if "--wrong" in argv:
        for m in gold:
            wrong = [x for x in gold if (gold[x] == gold[m]) != (system[x] == system[m])]
            if wrong:
                print(m, system[m], "unlike gold with", *wrong)
    if "--floor" in argv and score[2] < float(argv[argv.index("--floor") + 1]):
        sys.exit("below the floor")


main(sys.argv)
