#!/usr/bin/env python3
"""recipes.py KHABAR: runs every block of docs/recipes.md in one folder, in order, and looks at what it prints. The word behind the language of a
block names its tool; a block whose tool is missing is skipped. TAP."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

KHABAR = pathlib.Path(sys.argv[1]).resolve()
STORY = "Rebels shelled a market in Kabul on Sunday, killing 12 people, including three soldiers."
ARTICLES = ('{"id":"r1","date":"2014-05-05","outlet":"The Daily","title":"Market shelled","text":"%s"}\n'
            '{"id":"r2","date":"2014-05-06","text":"Thousands of people protested in Athens on Monday."}\n'
            '{"id":"r3","date":"2014-05-06","text":"Russia and China called for talks with the United States on Monday."}\n') % STORY
# What each block must print, in its order; every one of these.
EXPECT = [["Kabul", "heavy-weapons", STORY], ["AFG|2014-05|12|1"], ["r1|killed|", "|3"], ["r1|Market shelled"], ['"place": "Kabul"', '"killed": 12'],
          ["AFG", "ASSAULT", "12"], [], ["20140504", " 194 ", " 02"], ["AFG", "ASSAULT", "12"], ["Protests", "Explosions/Remote violence"], [],
          ["ASSAULT", "12", "('194',)"], ["'cameo': '194'", "'killed': 12"], ["POINT (69.1723 34.5281)", "killed (Integer) = 12"],
          ['"row":"all"', '"only_theirs":0']]
RUN = {"sh": ["sh", "-e", "-c"], "python": [shutil.which("python3") or sys.executable, "-c"], "r": ["Rscript", "-e"]}


def present(language, tool):
    if language == "python":
        return subprocess.run(RUN["python"] + ["import " + tool], capture_output=True).returncode == 0
    if language == "r":
        return bool(shutil.which("Rscript")) and (tool == "base" or subprocess.run(["Rscript", "-e", f"library({tool})"], capture_output=True).returncode == 0)
    return tool == "khabar" or bool(shutil.which(tool))


def main():
    text = pathlib.Path("docs/recipes.md").read_text(encoding="utf8")
    blocks = re.findall(r"^```(\w+) (\w+)\n(.*?)^```$", text, re.M | re.S)
    bad = len(blocks) != len(EXPECT)
    if bad:
        print(f"# {len(blocks)} blocks, and {len(EXPECT)} expectations")
    with tempfile.TemporaryDirectory() as folder:
        env = dict(os.environ, PATH=f"{KHABAR.parent}:{os.environ['PATH']}")
        pathlib.Path(folder, "story.txt").write_text(STORY + "\n")
        subprocess.run([KHABAR, "add", "--db", "news.db", "-"], input=ARTICLES.encode(), cwd=folder, check=True, stdout=subprocess.DEVNULL)
        for i, ((language, tool, code), want) in enumerate(zip(blocks, EXPECT), 1):
            name = f"{i} - {tool}: {code.strip().splitlines()[0][:60]}"
            if not present(language, tool):
                print(f"ok {name} # SKIP {tool} is not installed")
                continue
            done = subprocess.run(RUN[language] + [code], cwd=folder, env=env, capture_output=True, text=True)
            missing = [w for w in want if w not in done.stdout]
            good = done.returncode == 0 and not missing
            bad |= not good
            print(f"{'ok' if good else 'not ok'} {name}")
            if not good:
                print("\n".join(f"# {x}" for x in [f"exit {done.returncode}, missing {missing}", *done.stdout.splitlines(), *done.stderr.splitlines()]))
    print(f"1..{len(blocks)}")
    sys.exit(bad)


main()
