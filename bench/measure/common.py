"""What the measuring scripts share: running khabar over records, and handing its answers to a scorer.

Every script is called  SCRIPT.py KHABAR GOLD SCORE [SET...]  with the command, the folder of gold sets and the folder of
scorers, and prints what the scorer says.  Offsets are code points, as in the sets."""
import json
import os
import re
import subprocess
import sys
import tempfile

QUAD = dict(AGREE=1, CONSULT=1, SUPPORT=1, AID=2, COOPERATE=2, CONCEDE=2, RETREAT=2, ACCUSE=3, REJECT=3, REQUEST=3,
            THREATEN=3, ASSAULT=4, COERCE=4, MOBILIZE=4, PROTEST=4, SANCTION=4)
HAPPENED = ("occurred", "ongoing")


class Bench:
    def __init__(self, khabar, gold, score, keep=None):
        self.khabar, self.gold, self.scorers = khabar, gold, score
        self.folder = keep or tempfile.mkdtemp(prefix="khabar-measure-")

    def load(self, name):
        with open(os.path.join(self.gold, name + ".jsonl"), encoding="utf-8") as f:
            return [json.loads(line) for line in f]

    def write(self, name, rows):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as f:
            f.writelines(json.dumps(row) + "\n" for row in rows)
        return path

    def run(self, command, rows, *options):
        """The JSON Lines that `khabar COMMAND --offsets chars` writes for the rows."""
        path = self.write(command + ".in", rows)
        done = subprocess.run([self.khabar, command, "--offsets", "chars", *options, path], capture_output=True, text=True)
        sys.stderr.write(done.stderr[:500])
        return [json.loads(line) for line in done.stdout.split("\n") if line]

    def code(self, rows, *options):
        """{article id: [event, ...]}"""
        events = {}
        for e in self.run("code", rows, *options):
            events.setdefault(e["article"]["id"], []).append(e)
        return events

    def subset(self, name, rows):
        """A gold file of these rows only, to be given to score()."""
        return self.write(os.path.basename(name) + "-part.jsonl", rows)

    def scored(self, scorer, name, rows, *options):
        """What the scorer prints. name: a set of GOLD, or what subset() gave."""
        gold = name if name.startswith(self.folder) else os.path.join(self.gold, name + ".jsonl")
        path = self.write(os.path.basename(name) + ".sys", rows)
        done = subprocess.run([sys.executable, os.path.join(self.scorers, scorer + ".py"), gold, path, *options],
                              capture_output=True, text=True)
        return done.stdout.strip() + done.stderr[-500:]

    def score(self, scorer, name, rows, *options):
        print("##", os.path.basename(name), *options)
        print(self.scored(scorer, name, rows, *options))


def token_offsets(text, tokens):
    """Start and end of each token in the text; None where the text has it not."""
    out, at = [], 0
    for t in tokens:
        i = text.find(t, at) if t.strip() else -1
        out.append((i, i + len(t)) if i >= 0 else None)
        at = i + len(t) if i >= 0 else at
    return out


def best(events):
    """The surest event, what happened before what did not; None if there is none."""
    return max(events, key=lambda e: (e["status"] in HAPPENED, e["confidence"]), default=None)


def fresh(events):
    return [e for e in events if e["status"] in HAPPENED and not e["background"]]


def number(event, harm, which="best"):
    toll = event["toll"].get(harm)
    return toll[which] if toll and toll[which] is not None else None


def words(event, role):
    return [(p["text"] or "").lower() for p in event[role]]


def any_word(pattern, texts):
    return any(re.search(pattern, t) for t in texts)


def main(sets, doc):
    """sets: {name: function(bench)}; the command line chooses, all by default."""
    if len(sys.argv) < 4 or any(name not in sets for name in sys.argv[4:]):
        sys.exit("%s\nusage: %s KHABAR GOLD SCORE [%s]..." % (doc.strip(), os.path.basename(sys.argv[0]), "|".join(sets)))
    bench = Bench(*sys.argv[1:4], keep=os.environ.get("KEEP"))
    for name in sys.argv[4:] or sets:
        sets[name](bench)
