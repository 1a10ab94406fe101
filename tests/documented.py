"""The commands that README and docs show, and how the tests carry each of them out.

A new command in the documentation needs a row here: how it is run, or why it cannot be. ``{year}`` and the like are filled from what the
installation holds; the files that the rows name are made by the test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "bench" / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
STARTS = re.compile(
    r"(sudo|civic|python|make|gpg|pip|git|cd|pg_dump|pg_restore|tar|journalctl|apt|curl|CIVIC_[A-Z_]+=\S+ |\d+ \* )(?=\s|\S*\s|$)|\./(run|test)\b|\.venv/bin/"
)


@dataclass(frozen=True)
class Run:
    """What is typed (``exit 4:`` before it where it must end with that code), and a pattern of what it says.

    ``on``: empty (tables alone), city (set up, with docket 2026-014), demo, checkout (the folder of
    the code), or seeded (what filling the demonstration said, which the others start from).
    """

    on: str
    commands: tuple[str, ...]
    shows: str
    typed: str = ""


def run(on: str, *commands: str, shows: str, typed: str = "") -> Run:
    return Run(on, commands, shows, typed)


SETUP = (
    'civic setup --no-input --city-name "City of Alder" --zone America/Chicago --seats 13 --ward 1:30000 --ward 2:31500 '
    '--contact-line "Phone 555-0100, weekdays 8 to 5" --contact-line "City Hall, room 304" --response-days 10 '
    '--attorney-sentence "What you send becomes a public record under state law." '
    "--administrator ada@alder.example --clerk cleo@alder.example --moderator moss@alder.example"
)

RUNS: dict[str, Run] = {
    # --- an installation without anything in it
    SETUP: run("empty", SETUP, shows="administrator: http://localhost:8000/invitation/"),
    "civic setup [--no-input] [OPTIONS]": run("empty", SETUP, shows="The city is set up"),
    "civic setup": run("empty", "exit 2: civic setup", shows="--zone is missing"),  # without a terminal it names what is missing
    "sudo -u civic civic setup": run("empty", "exit 2: civic setup", shows="--zone is missing"),
    "civic db upgrade": run("empty", "civic db upgrade", shows="The database is up to date"),
    "sudo -u civic civic db upgrade": run("empty", "civic db upgrade", shows="The database is up to date"),
    "civic db downgrade REVISION [--yes]": run("empty", "civic db downgrade 0010 --yes", shows="The tables are at 0010"),
    "civic check [--ask] [--json]": run("empty", "civic check", "civic check --json", "exit 1: civic check --ask", shows="ok   The tables are those of this version|\"state\": \"good\""),
    "sudo -u civic civic check --ask": run("empty", "exit 1: civic check --ask", shows="MEND http://localhost:8000/healthz"),  # nobody answers there
    "civic user invite EMAIL --role ROLE [--office TITLE]": run("empty", "civic user invite nora@alder.example --role clerk", 'exit 1: civic user invite chief@alder.example --role respondent --office "Chief of Police"', shows="invitation/|There is no office titled Chief of Police"),
    "civic user add EMAIL --name NAME --role ROLE": run("empty", 'civic user add nora@alder.example --name "Nora New" --role moderator', shows="This password is shown once"),
    "civic cities check [FILE…] [--json]": run("empty", "civic cities check", "civic cities check springfield-or.toml --json", shows=r"boston-ma|right|\"ok\": true"),
    "civic cities check springfield-or.toml": run("empty", "civic cities check springfield-or.toml", shows="springfield-or.toml"),
    "civic workflow list [--json]": run("empty", "civic workflow list", "civic workflow list --json", shows="minneapolis"),
    "civic workflow list": run("empty", "civic workflow list", shows="new-york"),
    "civic workflow check FILE [--json]": run("empty", "civic workflow check ours.toml", "civic workflow check ours.toml --json", shows="can be used|\"ok\": true"),
    "civic workflow check ours.toml": run("empty", "civic workflow check ours.toml", shows="It can be used"),
    "civic workflow replay FILE [--along KEY] [--seats N] [--all] [--json]": run("empty", "civic workflow replay bills.jsonl.gz --along new-york --seats 12 --all", "civic workflow replay bills.jsonl.gz --json", shows=r"1|\{"),
    "civic workflow replay introductions.jsonl.gz --along new-york --seats 51": run("empty", "civic workflow replay bills.jsonl.gz --along new-york --seats 51", shows="."),
    "civic workflow replay bills.jsonl.gz --along new-york --seats 51": run("empty", "civic workflow replay bills.jsonl.gz --along new-york --seats 51", shows="."),
    "civic campaigns find FILE [--text COLUMN] [--id COLUMN] [--stance COLUMN] [--law FILE] [--json]": run("empty", "civic campaigns find letters.csv --text words", "civic campaigns find same.csv --text words --id number --stance stance --law ours.toml --json", shows=r"2 texts|\"size\": 2"),
    "python -m civic.campaigns find FILE": run("empty", "python -m civic.campaigns find same.csv", shows="2 texts, 1 families"),
    # --- a city with a docket
    "civic mail list": run("city", "civic mail list", shows="Your account with City of Alder"),
    "civic mail show ID": run("city", "civic mail show {message}", shows="invitation/"),
    "civic mail bounced [FILE]": run("city", "exit 4: civic mail bounced letters.csv", "exit 4: civic mail bounced", shows="."),
    "civic mail release": run("city", "exit 3: civic mail release", shows="not on the list", typed="nobody@alder.example\n"),
    "civic backup TARGET [--without-keys] [--yes]": run("city", "civic backup one.tar", "civic backup one.tar --without-keys --yes", shows="one.tar: "),
    "sudo -u civic civic backup /var/backups/civic/before-update.tar --yes": run("city", "civic backup before-update.tar --yes", shows="before-update.tar: "),
    "civic restore SOURCE [--yes]": run("city", "civic backup one.tar", "civic restore one.tar --yes", shows="one.tar: |Restored the backup of"),
    "sudo -u civic civic restore one.tar --yes": run("city", "civic backup one.tar", "civic restore one.tar --yes", shows="one.tar: |Restored the backup of"),
    "CIVIC_DATA=/tmp/trial /opt/civic/app/.venv/bin/civic restore one.tar": run("city", "civic backup one.tar", "CIVIC_DATA=trial civic restore one.tar", shows="one.tar: |into .*trial"),
    "civic campaigns rebuild [--docket NUMBER] [--anew] [--json]": run("city", "civic campaigns rebuild", "civic campaigns rebuild --docket 2026-014 --anew --json", shows=r"Looked at 1 comments|\"comments\": 1"),
    "civic campaigns attest FILE --docket NUMBER --partner NAME --officer NAME --by EMAIL [--json]": run("city", 'civic campaigns attest letters.csv --docket 2026-014 --partner "Alder Cyclists" --officer "Gwen Aldous, chair" --by {clerk} --json', shows="Alder Cyclists"),
    "civic record rebuild [NUMBER] [--compare]": run("city", "civic record rebuild", "civic record rebuild 2026-014 --compare", shows="2026-014|equal"),
    "civic record rebuild --compare": run("city", "civic record rebuild --compare", shows="2026-014|equal"),
    "civic intake import FILE --docket NUMBER --map FIELD=COLUMN,…": run("city", "civic intake import comments.jsonl --docket 2026-014 --map body=text,received=submitted_at,channel=channel", shows="3 "),
    "civic intake import comments.jsonl --docket 2026-014 --map body=text,received=submitted_at,channel=channel": run("city", "civic intake import comments.jsonl --docket 2026-014 --map body=text,received=submitted_at,channel=channel", shows="3 "),
    "civic intake import letters.csv --docket 2026-014 --map body=words,received=postmark --channel post --dry-run": run("city", "civic intake import letters.csv --docket 2026-014 --map body=words,received=postmark --channel post --dry-run", shows="2 "),
    'civic intake import letters.csv --docket 2026-014 --map body=words,received=postmark --channel post --partner "Alder Cyclists" --officer "Gwen Aldous, chair" --agreed --by clerk@city.example': run("city", 'civic intake import letters.csv --docket 2026-014 --map body=words,received=postmark --channel post --partner "Alder Cyclists" --officer "Gwen Aldous, chair" --agreed --by {clerk}', shows="Alder Cyclists stands for the file"),
    "civic docket list": run("city", "civic docket list", shows="2026-014"),
    "civic docket show NUMBER": run("city", "civic docket show 2026-014", shows=r"[0-9a-f]{64}"),
    "civic docket create NUMBER --title …": run("city", 'civic docket create 2026-015 --title "Drones"', shows="2026-015"),
    "civic docket past-window NUMBER --opened 2014-05-15 --closed 2014-09-15 --source FILE": run("city", 'civic docket create 2014-007 --title "An old matter" --archive --summary "It is over."', "civic docket publish 2014-007 --yes", "civic docket past-window 2014-007 --opened 2014-05-15 --closed 2014-09-15 --source letters.csv --yes", shows="2014-007"),
    "civic docket import FILE": run("city", "civic docket import law.docx --docket 2026-014", shows="."),
    "civic docket import Int_0487-2018.json --format legistar --seats 51": run("city", "civic docket import Int_0487-2018.json --format legistar --seats 51", shows=r"\d{4}-\d{3}"),
    "civic docket import law.docx --docket 2026-014 --label amended": run("city", "civic docket import law.docx --docket 2026-014 --label amended", shows="."),
    "civic docket check NUMBER": run("city", "civic docket check 2026-014", shows="."),
    "civic docket check NUMBER --json": run("city", "civic docket check 2026-014 --json", shows=r"\{"),
    "civic docket check 2026-021 --json": run("city", "civic docket check 2026-014 --json", shows=r"\{"),
    "civic docket publish NUMBER": run("city", "civic docket import law.docx --docket 2026-014 --label amended", "civic docket publish 2026-014 --by {clerk} --findings-read --yes", shows="."),
    "civic docket publish 2026-014 --by clerk@city.example --findings-read --yes": run("city", "civic docket import law.docx --docket 2026-014", "civic docket publish 2026-014 --by {clerk} --findings-read --yes", shows="."),
    "civic docket extend NUMBER --until 2026-11-02T17:00 --reason …": run("city", 'civic docket extend 2026-014 --until {later}T17:00 --reason "Many asked for more time." --yes', shows="2026-014"),
    "civic docket close NUMBER --outcome adopted": run("city", 'civic docket create 2026-015 --title "Drones" --summary "On drones."', "civic docket publish 2026-015 --yes", "civic docket close 2026-015 --outcome adopted --yes", shows="2026-015"),
    "civic packet build NUMBER --out FILE": run("city", "civic packet build 2026-014 --out packet.html", shows="fingerprint [0-9a-f]{64}"),
    "civic summary check NUMBER [--json]": run("city", "exit 4: civic summary check 2026-014", "exit 4: civic summary check 2026-014 --json", shows="No summary of 2026-014 is being written"),
    # --- the demonstration
    "civic demo seed": run("seeded", "civic demo seed", shows="The demonstration is loaded"),
    "civic moderation recount --compare": run("city", "civic moderation recount --compare", shows="Equal to the decisions"),
    "civic moderation recount [--compare]": run("city", "civic moderation recount", "civic moderation recount --compare", shows="Equal to the decisions"),
    "civic theme recount --compare": run("demo", "civic theme recount --compare", shows="Equal to what was found"),
    "civic theme recount [--compare]": run("demo", "civic theme recount", "civic theme recount --compare", shows="Equal to what was found"),
    "civic search rebuild [--json]": run("demo", "civic search rebuild", "civic search rebuild --json", shows=r"The index holds \d+ comments|\"comments\": \d"),
    "civic theme agreement NUMBER [--json]": run("demo", "civic theme agreement {year}-014", "civic theme agreement {year}-014 --json", shows="alpha|No figure yet"),
    "civic summary publish NUMBER --approver EMAIL [--yes] [--json]": run("demo", "civic summary publish {year}-021 --approver ama@mardenfalls.example --yes --json", shows=r"\"ok\": true"),
    "civic ledger verdicts FILE [--json]": run("demo", "civic ledger verdicts ledger.json", "civic ledger verdicts ledger.json --json", shows="Chief of Police|verdict"),
    "python verdicts.py FILE [--json]": run("demo", "python verdicts.py ledger.json", "python verdicts.py ledger.json --json", shows="Chief of Police|verdict"),
    "python verdicts.py FILE": run("demo", "python verdicts.py ledger.json", shows="Chief of Police|verdict"),
    # --- servers
    "civic serve [--port N] [--host H] [--data DIR] [--demo/--no-demo] [--check]": run("demo", "civic serve --port {port} --host localhost --data data --demo --check", shows="Civic is at http://localhost:{port}"),
    "CIVIC_DATA=/tmp/trial /opt/civic/app/.venv/bin/civic serve --no-demo --port 8001 --check": run("checkout", "env CIVIC_DATA={data} ./run --port {port} --no-demo --check", shows="Civic is at http://localhost:{port}"),
    "./run": run("checkout", "env CIVIC_DATA={data} ./run --port {port} --no-demo --check", shows="Civic is at http://localhost:{port}"),
    "./run --no-demo": run("checkout", "env CIVIC_DATA={data} ./run --port {port} --no-demo --check", shows="Civic is at http://localhost:{port}"),
    "./run --check": run("checkout", "env CIVIC_DATA={data} ./run --port {port} --no-demo --check", shows="Civic is at http://localhost:{port}"),
    "sudo -u civic env CIVIC_DATA=/var/lib/civic ./run --no-demo --check": run("checkout", "env CIVIC_DATA={data} ./run --port {port} --no-demo --check", shows="Civic is at http://localhost:{port}"),
    # --- the folder of the code
    "./test": run("checkout", "./test -- -n 0 tests/record/test_numbers.py", shows=r"\d+ passed"),
    "make types": run("checkout", "make types", shows="Success: no issues found"),
    "python -m civic.record.kinds --markdown": run("checkout", "python -m civic.record.kinds --markdown", shows="`comment.received`"),
    "python bench/web.py --sizes 1000 --seconds 10": run("checkout", "python bench/web.py --sizes 20 --seconds 0.3 --data {data}", shows="20"),
    "python bench/web.py --help": run("checkout", "python bench/web.py --help", shows="usage"),
    "python bench/moderation.py --comments 5000": run("checkout", "python bench/moderation.py --comments 30 --rounds 2 --data {data}", shows="queue page with 30 comments: median"),
    "python bench/notices.py --followers 1000": run("checkout", "python bench/notices.py --followers 3 --before 1", shows="delivered: 3 in"),
    "python bench/search.py --sizes 20000": run("checkout", "python bench/search.py --sizes 60 --no-peer", shows="newest  any of these but the last: p95"),
    "python bench/campaigns.py --only arrival": run("checkout", "python bench/campaigns.py --only arrival --arrival 40", shows="arrival among 40, a commit each"),
    "python bench/desk.py --dockets 300": run("checkout", "python bench/desk.py --dockets 3 --rounds 2", shows="/staff with 3 dockets: median"),
    "make": run("checkout", "make", shows="types"),
    "make help": run("checkout", "make help", shows="types"),
    "make lint": run("checkout", "make lint", shows="All checks passed"),
    # --- in a copy of the code, because they write into it
    "make kinds": run("copy", "make kinds", shows=""),
    "make messages": run("copy", "make messages", shows=""),
    "python migrations/write.py letters 0006 0005": run("copy", "python migrations/write.py letters 0006 0005", shows=""),
}

ROOT_NEEDED = "needs root and changes the machine"
NOT_RUN: dict[str, str] = {
    "sudo useradd --system --create-home --home-dir /opt/civic civic": ROOT_NEEDED,
    "sudo install -d -o civic -g civic -m 700 /var/lib/civic /var/backups/civic": ROOT_NEEDED,
    "sudo -u civic git clone https://example.org/civic.git /opt/civic/app": "an example's address; a checkout is where the tests run",
    "cd /opt/civic/app": "a folder of the example's machine",
    "sudo install -o root -g civic -m 640 /dev/null /etc/civic.env": ROOT_NEEDED,
    "sudo chmod 755 /usr/local/bin/civic": ROOT_NEEDED,
    "sudo systemctl daemon-reload": "needs a running systemd and root",
    "sudo systemctl enable --now civic": "needs a running systemd and root",
    "sudo systemctl stop civic": "needs a running systemd and root",
    "sudo systemctl start civic": "needs a running systemd and root",
    "journalctl -u civic": "needs a running systemd",
    "sudo -u civic gpg --import operator.asc": "needs the operator's own key",
    "gpg --output one.tar --decrypt 2026-11-24-17.tar.gpg": "needs the operator's own key",
    "17 * * * *": "a line of cron; its `civic backup` is run by itself, encrypting needs the operator's key",
    "sudo -u civic /opt/civic/app/.venv/bin/pip install -e '/opt/civic/app[postgresql]'": "reaches the package index",
    "sudo -u civic /opt/civic/app/.venv/bin/pip install -e /opt/civic/app": "reaches the package index",
    "sudo -u civic git -C /opt/civic/app pull": "needs the address that the software came from",
    "pip install 'civic[pdf]'": "reaches the package index",
    "pg_dump --format=custom --file=civic.dump civic": "needs PostgreSQL's own tools of the server's version; tests/operators/test_postgresql.py",
    "pg_restore --clean --if-exists --dbname=civic civic.dump": "needs PostgreSQL's own tools of the server's version; tests/operators/test_postgresql.py",
    "tar --create --file=civic-keys.tar --directory=/var/lib/civic keys secret.key": "a folder of the example's machine",
    "./test --all": "runs this very test",
    "make run": "./run with the demonstration, until Ctrl-C; ./run is run",
    "make test": "./test, which is run on one file",
    "make test-all": "runs this very test",
    "civic worker": "runs until it is stopped: test_the_worker_starts_and_stops",
    "python bench/web.py --sizes 1000,100000 --data /tmp/civic-bench": "takes ten minutes; it is run with 20 comments",
    "python bench/web.py --sizes 1000 --seconds 6": "a figure's command; it is run with 20 comments",
    "python bench/web.py --sizes 100000 --seconds 8 --data DIR": "a figure's command; it is run with 20 comments",
    "python bench/notices.py --followers 600 --kill 4": "a figure's command; it is run with three followers, and tests/notices kill the worker",
    "python bench/search.py --full --data DIR": "makes a million comments; it is run with 60",
    "python bench/campaigns.py --only accuracy": "takes minutes; tests/campaigns hold its texts at a smaller size",
    "python bench/campaigns.py --only speed --sizes 100000,1000000": "takes half an hour; tests/campaigns/test_compiled.py holds the results of its code",
    "python bench/pages.py --data DIR --without-files": "makes 101,000 comments, which takes half an hour",
    "python bench/pages.py --data DIR --only comments.csv": "makes 101,000 comments, which takes half an hour",
    "python bench/pages.py --data DIR --only checks.list": "makes 101,000 comments, which takes half an hour",
    "python bench/pages.py --data DIR --only rules.": "makes 101,000 comments, which takes half an hour",
    "python bench/pages.py --data DIR --only themes.": "makes 101,000 comments, which takes half an hour",
    "python bench/pages.py --data DIR --only search. --without-files": "makes 101,000 comments, which takes half an hour",
    "python bench/search.py --postgresql --no-peer --sizes 100000": "makes 100,000 comments, which takes minutes; it is run with 60",
    "python bench/pages.py --postgresql --data DIR --without-files": "makes 101,000 comments, which takes half an hour",
    "python bench/campaigns.py --data …": "needs real comments, which are not in this repository",
    "python bench/imports.py …/nyc_legislation": "needs the real bills, which are not in this repository",
    "civic workflow replay …/introductions.jsonl.gz": "needs the real bills; it is run with a made one",
}


def documented() -> dict[str, str]:
    """Every command line that a page shows -> the page. A mention without its arguments belongs to the line that has them."""
    found: dict[str, str] = {}
    in_prose: set[str] = set()
    for page in PAGES:
        name, text = str(page.relative_to(ROOT)), page.read_text()
        for block in re.findall(r"^```[a-z]*\n(.*?)^```", text, re.S | re.M):
            for line in block.replace("\\\n", " ").splitlines():
                words = " ".join(re.split(r"\s{2,}#", line)[0].split())
                if STARTS.match(words) and not re.match(r"CIVIC_[A-Z_]+=\S*$", words) and not re.search(r"[{}]$", words):
                    found.setdefault("17 * * * *" if words.startswith("17 * * * *") else words, name)
        prose = re.sub(r"^```[a-z]*\n(.*?)^```", "", text, flags=re.S | re.M)
        for words in re.findall(r"`([^`\n]+)`", prose):
            if re.match(r"(civic [a-z]|\./(run|test)\b|make [a-z]|python (-m |[a-z/]+\.py )|pip |pg_restore |journalctl )", words):
                if words not in found:
                    in_prose.add(words)
                found.setdefault(words, name)
    for target in re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.M):
        found.setdefault(f"make {target}", "Makefile")
    return {words: page for words, page in found.items() if words != "civic docket …" and not _is_a_mention(words, in_prose, found)}


def _is_a_mention(words: str, in_prose: set[str], found: dict[str, str]) -> bool:
    """`civic mail show` in a sentence, where another line has `civic mail show ID`."""
    return words in in_prose and words.startswith("civic ") and any(other.startswith(words + " ") for other in found)
