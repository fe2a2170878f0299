"""Reads lines of JSON, {documents, requests, sessionPolicies?}, and prints a line of verdicts for each. A line has
one letter for each request: `a` allowed, `d` denied, `?` not documented. If a line is refused, it prints `!` and why."""

import json
import sys

from .conditions import Invalid
from .documents import Documents

_LETTERS = {True: "a", False: "d", None: "?"}


def main():
    for line in sys.stdin:
        try:
            print(_verdicts(json.loads(line)), flush=True)
        except (Invalid, KeyError, TypeError, ValueError, AttributeError) as error:
            print(f"! {type(error).__name__}: {error}", flush=True)


def _verdicts(asked):
    documents = Documents(asked["documents"])
    session = asked.get("sessionPolicies")
    return "".join(_LETTERS[documents.is_allowed(r, session)] for r in asked["requests"])


if __name__ == "__main__":
    main()
