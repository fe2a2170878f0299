"""Every claim that a proof of documents has to settle: docs/understanding/proof.md, "What is claimed".

The claims follow from a documents file alone. It says what exists (`arn`), what others deploy (`assumed`), and
who was declared (`associations`, `grants`). It also says what belongs together: copies of a secret, related
keys, and the keys that open a version of a value. Policies and administrators are not read for this.

`python3 -m judge.certificate.claims` reads lines of JSON, {documents, before?}, and prints a list of claim
and subject for each. With `before`, it prints the claims of "no change in access".
"""

import json
import re
import sys
from typing import NamedTuple

CLAIMS = ("secret-bounded", "key-bounded", "role-unforgeable", "role-contained", "grant-available", "read-exclusive")


class Claim(NamedTuple):
    claim: str
    # The name that `prove` uses. Two former roles with one name, in two accounts, give two claims with one subject.
    subject: str
    # The ARN of the secret, parameter, key or role that the claim is about.
    arn: str
    # For a grant: the association by which the reader gets its sessions. None if the reader has none.
    association: dict | None = None
    # Groups of readers that share roles, as the ARNs of these roles. A claim about every caller holds if it holds
    # for the documents with each group alone.
    parts: tuple = ()
    # For a change in access: the ARN of the value in each version, or None if the version lacks it.
    arns: dict | None = None


def claims_of(file, names=CLAIMS):
    """The claims with these names, for every subject. `file` is a documents file as parsed JSON."""
    documents = _Declared(file)
    return [one for name in names for one in documents.claims(name)]


def changes_of(before, after):
    """The claims of "no change in access", one for each secret and parameter of either version. Names tell which are the same."""
    known = {}
    for version, file in (("before", before), ("after", after)):
        for one in [*_list(file, "secrets"), *_list(file, "parameters")]:
            known.setdefault(_lasting_name(one["arn"]), {"before": None, "after": None})[version] = one["arn"]
    found = [(arns["after"] or arns["before"], arns) for arns in known.values()]
    return [Claim("difference", arn, arn, arns=arns) for arn, arns in found]


class _Declared:
    def __init__(self, file):
        names = ("secrets", "keys", "parameters", "roles", "associations", "grants")
        self.lists = {name: _list(file, name) for name in names}
        self.values = [*self.lists["secrets"], *self.lists["parameters"]]
        self.related = {key["arn"]: key.get("relatedKeys") or [] for key in self.lists["keys"]}
        self.associations = _grouped(self.lists["associations"], _reader)
        self.readers = _grouped(self.lists["grants"], lambda grant: grant["secret"])
        # Secrets belong together if their ARNs differ only in the region, or if one names the other as a copy.
        named = [[_place(arn) for arn in (one["arn"], *(one.get("copies") or []))] for one in self.lists["secrets"]]
        place = {one: group for group in groups(named) for one in group}
        self.group = lambda arn: place.get(_place(arn), arn)
        self.copies = _grouped(self.lists["secrets"], lambda one: self.group(one["arn"]))

    def claims(self, name):
        if name == "secret-bounded":
            return [self._of_callers(name, one, [one]) for one in _read(self.lists["secrets"])]
        if name == "key-bounded":
            return self._of_keys(name)
        if name in ("role-unforgeable", "role-contained"):
            named = {arn for one in self.lists["associations"] for arn in _roles(one)}
            return [Claim(name, one["arn"], one["arn"]) for one in _read(self.lists["roles"]) if one["arn"] in named]
        if name == "grant-available":
            return [self._of_grant(name, grant, way) for grant in self.lists["grants"] for way in self._ways(grant)]
        if name == "read-exclusive":
            values = [*_read(self.lists["secrets"]), *self.lists["parameters"]]
            return [self._of_callers(name, one, [one]) for one in values]
        raise ValueError(f"no claim is called {name}")

    def _of_callers(self, name, subject, values):
        return Claim(name, subject["arn"], subject["arn"], parts=self._parts(values))

    def _of_keys(self, name):
        """The claims about keys. A key that values name and the documents lack has a claim too, which nothing proves."""
        known = [
            self._of_callers(name, key, [one for one in self.values if key["arn"] in self._keys_of(one)])
            for key in _read(self.lists["keys"])
        ]
        missing = dict.fromkeys(arn for one in self.values for arn in self._keys_of(one) if arn not in self.related)
        return [*known, *(Claim(name, arn, arn) for arn in missing)]

    def _keys_of(self, value):
        """The keys that open a version of the value, without the AWS managed key."""
        named = [arn for arn in (value.get("key"), *(value.get("formerKeys") or [])) if arn]
        related = [arn for one in named for arn in self.related.get(one, [])]
        naming = [arn for arn, others in self.related.items() if set(others) & set(named)]
        return [*named, *related, *naming]

    def _ways(self, grant):
        """The associations of the reader, or [None] if it has none."""
        return self.associations.get(_reader(grant["reader"]), [None])

    def _of_grant(self, name, grant, association):
        cluster, namespace, account = _reader(grant["reader"])
        ways = []
        if association and association.get("former"):
            ways.append(f"former role {association['roleArn'].rsplit('/', 1)[-1]}")
        if association and association.get("webIdentity"):
            ways.append("web identity")
        way = f" ({', '.join(ways)})" if ways else ""
        subject = f"{cluster} {namespace}/{account}{way} → {grant['secret']}"
        return Claim(name, subject, grant["secret"], association)

    def _parts(self, values):
        """The groups of the declared readers of these values or of their copies."""
        copies = [copy["arn"] for one in values for copy in self.copies.get(self.group(one["arn"]), [one])]
        readers = {_reader(grant["reader"]) for arn in copies for grant in self.readers.get(arn, [])}
        return groups(_roles(one) for reader in readers for one in self.associations.get(reader, []))


def groups(sets):
    """Joins sets that share an element."""
    group_of = {}
    for one in sets:
        joined = frozenset(one).union(*(group_of[element] for element in one if element in group_of))
        group_of.update(dict.fromkeys(joined, joined))
    return tuple(set(group_of.values()))


def _grouped(entries, key):
    groups_by_key = {}
    for one in entries:
        groups_by_key.setdefault(key(one), []).append(one)
    return groups_by_key


def _list(file, name):
    return file.get(name) or []


def _read(entries):
    """Entries whose documents were read. Others deploy the rest, and there are no claims about it."""
    return [one for one in entries if not one.get("assumed")]


def _roles(association):
    return [arn for arn in (association["roleArn"], association.get("targetRoleArn")) if arn]


def _reader(named):
    return named["clusterArn"], named["namespace"], named["serviceAccount"]


def _place(arn):
    """The fields of the ARN that a secret and its replicas share: all but the region."""
    fields = arn.split(":", 5)
    return (fields[1], *fields[4:])


def _lasting_name(arn):
    """The part of the ARN that stays when a secret is made anew. AWS adds six random characters to it."""
    return re.sub(r"-.{6}\Z", "", arn, flags=re.DOTALL) if arn.split(":")[2] == "secretsmanager" else arn


if __name__ == "__main__":
    for line in sys.stdin:
        asked = json.loads(line)
        now, before = asked["documents"], asked.get("before")
        found = claims_of(now) if before is None else changes_of(before, now)
        print(json.dumps([[one.claim, one.subject] for one in found]))
