"""A directory of certificates, and the index of what they certify."""

import hashlib
import json
from collections import Counter

from . import Refused
from .certificate import Certificate

FORMAT = "eks-pod-secrets certificates 1"
ENDINGS = (".cnf", ".lrat", ".json")


def check_directory(directory):
    """Refuses the directory where something in it does not hold; else says what does."""
    index = _read_index(directory)
    counts, results, total = Counter(), Counter(), 0
    for claim in index["claims"]:
        what = f"{claim['claim']} of {claim['subject']}"
        if claim["result"] == "proved" and not claim["certificates"] and "notCertified" not in claim:
            raise Refused(f"{what} is said to be proved, and has no certificate")
        results["not certified" if "notCertified" in claim else "certified"] += 1
        for name in claim["certificates"]:
            texts = [_text(directory, name + ending, index["files"]) for ending in ENDINGS]
            try:
                certificate = Certificate(*texts)
                if certificate.claim != (claim["claim"], claim["subject"]):
                    raise Refused("it is of another claim")
                made, kinds = certificate.check()
                if not made <= set(claim["assumptionsUsed"]):
                    raise Refused(f"it makes assumptions that the index does not name: {sorted(made)}")
            except (Refused, LookupError, TypeError, ValueError, AttributeError) as error:
                reason = str(error) if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
                raise Refused(f"{name}: {reason}") from None
            counts += kinds
            total += 1
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()))
    return [
        f"accepted: {total} certificates of {results['certified']} claims; {sum(counts.values())} clauses: {kinds}",
        *(f"not certified: {one['claim']} of {one['subject']}: {one['notCertified']}"
          for one in index["claims"] if "notCertified" in one),
    ]


def _read_index(directory):
    try:
        index = json.loads((directory / "index.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(f"there is no index: {error}") from None
    if index.get("format") != FORMAT:
        raise Refused(f"the index is not of the format {FORMAT!r}")
    listed = {"index.json", *index["files"]}
    for path in directory.iterdir():
        if path.name not in listed:
            raise Refused(f"the index does not list {path.name}")
    return index


def _text(directory, name, digests):
    try:
        raw = (directory / name).read_bytes()
    except OSError as error:
        raise Refused(f"{name} cannot be read: {error}") from None
    if hashlib.sha256(raw).hexdigest() != digests.get(name):
        raise Refused(f"{name} is not what the index says")
    return raw.decode("utf-8")
