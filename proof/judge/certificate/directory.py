"""Checks a directory of certificates and its index, which says what they certify."""

import hashlib
import multiprocessing
import signal
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from . import Refused, read_json, reason_of
from .agreement import REQUESTS, compare
from .certificate import Certificate
from .changes import questions_of, sides_of, unstated
from .claims import CLAIMS, changes_of, claims_of
from .contained import RoleContained
from .digest import digest_of
from .exclusive import ReadExclusive
from .grant import GrantAvailable
from .judged import Judged
from .statements import KeyBounded, RoleUnforgeable, SecretBounded

FORMAT = "eks-pod-secrets certificates 2"
STATED = {"secret-bounded": SecretBounded, "key-bounded": KeyBounded, "role-unforgeable": RoleUnforgeable,
          "role-contained": RoleContained, "read-exclusive": ReadExclusive, "grant-available": GrantAvailable}
ENDINGS = (".cnf", ".lrat", ".json")


class Answer:
    """The result for a directory: a line for each claim that is not checked, and counts of the checked ones."""

    def __init__(self):
        self.checked, self.unchecked = [], []
        self.assumptions = set()
        self.clauses = Counter()
        self.requests = self.allowed = self.compared = self.derived = self.sampled = 0
        # The number of claims for which policies allow too few requests: fewer than half of the number asked for.
        self.few = 0


def check_directory(directory, file, *, before=None, everyone=None, names=CLAIMS, requests=REQUESTS, seed=""):
    """Refuses the directory if something in it does not hold.

    `file` has the documents, as parsed JSON. `before` has those that they are compared with. `everyone` has the documents with
    every role and user, for `read-exclusive`. `names` are the claims that there must be, in place of all. `seed` decides which
    requests are drawn, so a forger must not know it beforehand.
    """
    try:
        return _check(_read_index(directory), directory, file, before, everyone, names, (seed, requests))
    except Refused:
        raise
    except Exception as error:
        raise Refused(f"the index or the documents cannot be read: {reason_of(error)}") from None


def _check(index, directory, file, before, everyone, names, drawn):
    digests = [one["sha256"] for one in index["documents"]]
    given = [digest_of(one) for one in (file, everyone, before) if one is not None]
    if digests != given:
        raise Refused(f"the certificates are of other documents than these, whose digests are {', '.join(given)}")
    for one in index["documents"]:
        if digest_of(read_json(_text(directory, one["file"], index["files"]))) != one["sha256"]:
            raise Refused(f"{one['file']} has other documents than those that the certificates are of")
    entries = {(one["claim"], one["subject"]): one for one in index["claims"]}
    if len(entries) < len(index["claims"]) and before is None:
        raise Refused("the index has two entries of one claim")
    judged = {"after": Judged(file), "everyone": Judged(everyone or file), "before": Judged(before or {})}
    answer = Answer()
    works = []
    for claim in _claims(file, before, everyone, names):
        entry = entries.pop((claim.claim, claim.subject), None)
        what = f"{claim.claim} of {claim.subject}"
        if entry is None:
            raise Refused(f"{what} is not in the index")
        if entry["result"] != "proved":
            answer.unchecked.append(f"{what}: {entry.get('notCertified', 'it is not proved')}")
        elif why := _unstated(claim, judged):
            answer.unchecked.append(f"{what}: {why}")
        else:
            questions = _questions(claim, judged)
            if len(entry["certificates"]) != len(questions):
                raise Refused(f"{what} has {len(entry['certificates'])} certificates, not {len(questions)}")
            works += [(directory, index, entry, *one, drawn) for one in zip(entry["certificates"], questions)]
            answer.checked.append(what)
    if entries:
        raise Refused(f"the index has a claim that there is not: {' of '.join(next(iter(entries)))}")
    if not works and not answer.unchecked:
        answer.unchecked.append("anything: the documents have nothing of which these claims speak")
    few = set()
    for work, (made, kinds, tried) in zip(works, _each(_check_claim, works)):
        answer.assumptions |= made
        answer.clauses += kinds
        answer.allowed += tried.allowed
        answer.requests += tried.requests
        answer.compared += tried.compared
        answer.derived += tried.derived
        few |= {work[2]["subject"] + work[2]["claim"]} if tried.allowed * 2 < drawn[1] else set()
        answer.sampled += tried.sampled
    answer.few = len(few)
    return answer


def _unstated(claim, judged):
    """Why the checker cannot state the claim. None if it can."""
    if claim.claim == "difference":
        return unstated(judged, claim.arns)
    if claim.claim == "role-contained" and judged["after"]._lists["roles"][claim.arn].get("keptPolicies"):
        return "the role keeps policies, and the checker has no list of harmless actions"
    return None


def _questions(claim, judged):
    """The questions that the certificates of the claim answer, one each."""
    if claim.claim == "difference":
        return questions_of(sides_of(judged, claim.arns))
    about = [claim.arn, claim.association] if claim.claim == "grant-available" else [claim.arn]
    return [STATED[claim.claim](judged["everyone" if claim.claim == "read-exclusive" else "after"], *about)]


def _each(check, works):
    """Yields the result of each work. Where processes can be forked, each core has one, and they share the works."""
    if len(works) < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from (check(*work) for work in works)
        return
    global _shared
    _shared = check, works
    fork = multiprocessing.get_context("fork")
    # An interrupt ends the processes too. They print no stack traces.
    with ProcessPoolExecutor(mp_context=fork, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_DFL)) as pool:
        try:
            yield from pool.map(_check_shared, range(len(works)))
        except BrokenProcessPool:
            raise Refused("a process of the checker was killed, perhaps for want of memory: check again") from None


def _check_shared(number):
    check, works = _shared
    return check(*works[number])


def _claims(file, before, everyone, names):
    if before is not None:
        return changes_of(before, file)
    about = {name: everyone if everyone and name == "read-exclusive" else file for name in names}
    return [claim for name in names for claim in claims_of(about[name], [name])]


def _check_claim(directory, index, entry, name, stated, drawn):
    if stated.obstacle:
        raise Refused(f"{entry['claim']} of {entry['subject']} does not hold: {stated.obstacle}")
    texts = [_text(directory, name + ending, index["files"]) for ending in ENDINGS]
    try:
        certificate = Certificate(*texts, stated)
        if certificate.claim != (entry["claim"], entry["subject"]):
            raise Refused("it is of another claim")
        made, kinds = certificate.check()
        made |= stated.always
        if not made <= set(entry["assumptionsUsed"]):
            raise Refused(f"it makes assumptions that the index does not name: {sorted(made)}")
        stated.made = made
        tried = compare(certificate, f"{drawn[0]} {name}", drawn[1])
    except Exception as error:
        raise Refused(f"{name}: {reason_of(error)}") from None
    return made, kinds, tried


def _read_index(directory):
    try:
        index = read_json((directory / "index.json").read_text("utf-8"))
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
