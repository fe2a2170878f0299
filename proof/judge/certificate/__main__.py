"""Checks certificates: `python3 -m judge.certificate DIR DOCUMENTS.json`.

Exit code 0 where every claim of the documents (with --claims: every one of these) is checked, 1 where something
does not hold, 3 where all holds and a claim is not checked, or there is none, 2 at a misuse, 130 at an interrupt.
"""

import argparse
import json
import secrets
import sys
from pathlib import Path

from . import Refused
from .agreement import REQUESTS
from .claims import CLAIMS
from .directory import check_directory


def main():
    parser = argparse.ArgumentParser(prog="python3 -m judge.certificate", description="Checks certificates.")
    parser.add_argument("directory", type=_directory, help="what prove --certificate wrote")
    parser.add_argument("documents", type=_json, help="the documents file that the claims are about")
    parser.add_argument("--everyone", type=_json, help="the same with every role and user, as --live reads them")
    parser.add_argument("--before", type=_json, help="the documents that --against compared with")
    parser.add_argument("--claims", type=_claims, default=CLAIMS, help="which claims there must be; defaults to all")
    parser.add_argument("--seed", default=secrets.token_hex(8), help="draws the requests again that another run drew")
    given = parser.parse_args()
    try:
        answer = check_directory(given.directory, given.documents, before=given.before, everyone=given.everyone,
                                 names=given.claims, seed=given.seed)
    except Refused as error:
        print(f"refused: {given.directory}: {error} (--seed {given.seed})", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"interrupted: {given.directory} is not checked", file=sys.stderr)
        return 130
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(answer.clauses.items()))
    print(f"checked: {len(answer.checked)} claims; {sum(answer.clauses.values())} clauses: {kinds}; {answer.compared} "
          f"comparisons with the judge, of {answer.requests} requests, {answer.allowed} of them allowed by some policy")
    print(f"requests: of {answer.few} claims some policy allows fewer than {REQUESTS // 2}")
    print(f"statements: {answer.derived} gates follow from the documents for every request, {answer.sampled} are sampled")
    print(f"assumptions: {', '.join(sorted(answer.assumptions)) or 'none'}")
    if left_out := [one for one in CLAIMS if one not in given.claims and given.before is None]:
        print(f"left out by --claims: {', '.join(left_out)}")
    for one in answer.unchecked:
        print(f"not checked: {one}")
    return 3 if answer.unchecked else 0


def _directory(text):
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"{text} is no directory")
    return Path(text)


def _json(text):
    try:
        return json.loads(Path(text).read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise argparse.ArgumentTypeError(f"{text} is no documents file: {error}") from None


def _claims(text):
    names = text.split(",")
    if unknown := [one for one in names if one not in CLAIMS]:
        raise argparse.ArgumentTypeError(f"{unknown[0]} is no claim; they are {', '.join(CLAIMS)}")
    return names


sys.exit(main())
