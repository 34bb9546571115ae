"""Texts that nobody would write: long, deep, repeated. Each must be coded within bounds, with the sound sentence behind it.

    python3 tests/stress.py KHABAR [NAME...]     TAP; time and peak memory of each on a line of its own

KHABAR_HOME says where the model is. KH_STRESS_SLOW=N allows N times the time (sanitizers, a loaded machine).
"""
import os
import subprocess
import sys
import tempfile
import threading
import time

SECONDS, MEGABYTES, LIMIT = 10, 250, 120
SOUND = "Gunmen killed three soldiers in a raid on a market in Kabul on Sunday, police said."


def names(n):
    first = ["Karim", "Amina", "Omar", "Leila", "Yusuf", "Zahra", "Idris"]
    last = ["Odol", "Gulzai", "Mandri", "Haspar", "Tolo", "Berenji"]
    return ", ".join(f"{first[i % 7]} {last[i % 6]}{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}" for i in range(n))


BEGIN, END = "The rebels attacked the town of ", " on Sunday."
CASES = {
    "a sentence of 10,000 words": "The rebels attacked " + "the village and " * 3333 + "fled.",
    "10,000 words without a verb": "market " * 10000,
    "10,000 verbs": "attack " * 10000 + ".",
    "100,000 commas": "army, " * 50000,
    "quotes that never close": '"The army attacked us, they said. ' * 3000,
    "500 names in a list": "Rebels killed " + names(500) + " in Kabul.",
    "5,000 names in a list": "Police arrested " + names(5000) + ".",
    "5,000 pronouns": "Rebels and soldiers met. " + "He told them that they had killed him and her and its men. " * 900,
    "100,000 nested brackets": "(" * 50000 + "attack" + ")" * 50000,
    "nested brackets with blanks": "( " * 50000 + "attack" + " )" * 50000,
    "a word of 5 MB": BEGIN + "a" * 5_000_000 + END,
    "a word of 5 MB with hyphens": BEGIN + "ab-" * 1_666_666 + END,
    "5 MB of dots": BEGIN + "." * 5_000_000 + END,
    "5 MB of quotes": BEGIN + "'" * 5_000_000 + END,
    "5 MB of combining marks": BEGIN + "e" + "\u0301" * 2_500_000 + END,
    "5 MB of blanks": " " * 5_000_000,
    "a million short lines": "ab\n" * 1_000_000,
    "a million short paragraphs": "a b\n\n" * 1_000_000,
    "300,000 short sentences": "The army attacked.\n\n" * 300_000,
    "a hundred thousand headings": "Troops attack\n\n" * 100_000,
    "the same sentence 5,000 times": "Rebels attacked the army in Kabul on Sunday. " * 5000,
    "5 MB of numbers": "1,234,567 " * 500_000,
    "5 MB of Arabic": "\u0647\u0627\u062c\u0645 " * 550_000,
    "dates without an end": "3 May 2014, " * 5000,
    "a list of 5,000 places": "Fighting in " + "Kabul, Islamabad and London, " * 1700 + "continued.",
    "accusations of accusations": "The army accused rebels of " + "accusing rebels of " * 2000 + "attacks.",
}
TOO_LONG = {"300,000 short sentences"}            # more words than a document may have: refused with one line


def run(khabar, text, args):
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf8") as f, tempfile.TemporaryFile() as out:
        f.write(text + "\n\n" + SOUND + "\n")
        f.flush()
        start = time.monotonic()
        p = subprocess.Popen([khabar, "code", "--format", "jsonl", *args, f.name], stdout=out, stderr=subprocess.PIPE)
        clock = threading.Timer(LIMIT, p.kill)
        clock.start()
        said = p.stderr.read()
        _, status, usage = os.wait4(p.pid, 0)
        p.returncode = 0
        clock.cancel()
        took = time.monotonic() - start
        out.seek(0)
        return os.waitstatus_to_exitcode(status), out.read(), said.decode(errors="replace"), took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    khabar, wanted = sys.argv[1], sys.argv[2:]
    slow = float(os.environ.get("KH_STRESS_SLOW", "1"))
    bad = 0
    for n, (name, text) in enumerate(CASES.items(), 1):
        if wanted and not any(w in name for w in wanted):
            continue
        code, out, said, took, cpu, peak = run(khabar, text, ["--date", "2021-08-30"])
        sound = b'"text":"Gunmen"' in out or name in TOO_LONG
        faults = [w for w, ok in ((f"exit {code} {said.strip()[:100]}", code == (name in TOO_LONG)), ("the sound sentence is lost", sound),
                                  (f"more than {SECONDS} s", cpu <= SECONDS * slow), (f"more than {MEGABYTES} MB", peak <= MEGABYTES * (4 if slow > 1 else 1))) if not ok]
        bad += bool(faults)
        print(f"{'not ok' if faults else 'ok'} {n} - {name}" + (": " + "; ".join(faults) if faults else ""))
        print(f"# {cpu:.2f} s, {peak:.0f} MB, {out.count(chr(10).encode())} events", flush=True)
    print(f"1..{len(CASES)}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
