import { asMapping, getOrMake, isMapping, type Mapping } from "iam-proof/collections";
import { canDecrypt } from "../../../rules/mounts";
import { unknownRegion } from "../../../rules/names";
import { type Path, type Report, shown, suggestions } from "../../../rules/problem";
import type { ResolvedParameterGrant, ResolvedSecretGrant } from "../../landing-zone/landing-zone";
import type { GrantDraft } from "../resolve/readers";
import type { Inventory } from "../schema/inventory";

const SECTIONS = {
  "an account": "accounts",
  "a cluster": "clusters",
  "a secret": "secrets",
  "a parameter": "parameters",
};

/**
 * Reports each reference to an entry that does not exist, at the place where it is written. Values that break the schema are
 * skipped, so that wrong shapes and wrong names can be reported together.
 */
export function checkNames(inventory: unknown, report: Report): void {
  const suggest = new Map<string, (text: string) => string>();
  const nearTo = (name: string, section: string, known: object) => {
    return getOrMake(suggest, section, () => suggestions(Object.keys(known)))(name);
  };
  const refer = (kind: keyof typeof SECTIONS, entry: unknown, key: string | number, path: Path) => {
    const name = field(entry, key);
    const section = SECTIONS[kind];
    const known = field(inventory, section) ?? {};
    if (typeof name !== "string" || !isMapping(known) || Object.hasOwn(known, name)) return;
    const near = nearTo(name, section, known);
    report([...path, key], `must name ${kind} of this inventory, got ${shown(name)}${near}`);
  };
  const owned = (entry: unknown, path: Path) => refer("an account", entry, "account", path);
  const reader = (entry: unknown, path: Path) => {
    refer("a cluster", entry, "cluster", path);
    const reads = field(entry, "reads");
    for (const [index, read] of Array.isArray(reads) ? reads.entries() : []) {
      const at = [...path, "reads"];
      refer("a secret", reads, index, at);
      refer("a secret", read, "secret", [...at, index]);
      refer("a parameter", read, "parameter", [...at, index]);
    }
  };
  const defaults = (entry: unknown, path: Path) => {
    const shared = field(entry, "defaults");
    owned(field(shared, "secrets"), [...path, "defaults", "secrets"]);
    owned(field(shared, "parameters"), [...path, "defaults", "parameters"]);
    reader(field(shared, "readers"), [...path, "defaults", "readers"]);
  };

  defaults(inventory, []);
  for (const [path, account] of entries(inventory, "accounts")) defaults(account, path);
  for (const [path, cluster] of entries(inventory, "clusters")) {
    owned(cluster, path);
    defaults(cluster, path);
    for (const [within, namespace] of entries(cluster, "namespaces")) {
      defaults(namespace, [...path, ...within]);
    }
  }
  for (const [path, secret] of entries(inventory, "secrets")) {
    owned(secret, path);
    refer("an account", secret, "movedFrom", path);
    refer("an account", field(secret, "movedFrom"), "account", [...path, "movedFrom"]);
  }
  for (const [path, parameter] of entries(inventory, "parameters")) owned(parameter, path);
  for (const [path, entry] of entries(inventory, "readers")) reader(entry, path);
}

function entries(parent: unknown, section: string): [Path, unknown][] {
  return Object.entries(asMapping(field(parent, section))).map(([name, entry]) => [
    [section, name],
    entry,
  ]);
}

function field(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

/** Warns if the name of a secret to create is one that AWS tools may misread. */
export function checkSecretNames({ secrets = {} }: Inventory, report: Report): void {
  for (const [id, { arn, existing, name = id }] of Object.entries(secrets)) {
    if (existing || arn !== undefined || !/-[A-Za-z0-9]{6}$/.test(name)) continue;
    report(
      ["secrets", id],
      `should not end in a hyphen and six characters, got ${shown(name)}; AWS tools may take the ending for an ARN's random suffix`,
      "warning",
    );
  }
}

/** Checks that each object is in a region where its reader reads it, under a key that the reader can use there. */
export function checkPlaces(drafts: readonly GrantDraft[], report: Report): void {
  for (const { grant, path } of drafts) {
    if (grant.kind === "parameter") checkParameter(grant, path, report);
    else checkSecret(grant, path, report);
  }
}

function checkParameter(
  { reader, regions, target }: ResolvedParameterGrant,
  path: GrantDraft["path"],
  report: Report,
): void {
  const [region, failover] = regions;
  const { targetRole } = reader;
  if (targetRole) {
    report(
      path,
      `will not be read: in mode targetRole the pod reads as a role of ${targetRole.account.name}, and parameter ${shown(target.id)} is of ${target.account.name}; give it a reader of its own`,
      "warning",
    );
  }
  if (target.region !== region) {
    report(
      path,
      `must be a parameter of ${region}, where the reader reads, got ${shown(target.id)} of ${target.region}; set region of readers.${reader.id} to ${target.region}`,
    );
  } else if (failover !== undefined && !targetRole) {
    report(
      path,
      `will not be mounted: a reader with failoverRegion needs every object in both regions, and parameter ${shown(target.id)} is in ${target.region} only; give it a reader of its own`,
      "warning",
    );
  }
}

function checkSecret(grant: ResolvedSecretGrant, path: GrantDraft["path"], report: Report): void {
  const { reader, regions, target } = grant;
  if (target.account.partition !== reader.cluster.account.partition) {
    report(
      path,
      `must be a secret of partition ${reader.cluster.account.partition}, got ${shown(target.id)} of ${target.account.partition}; no role is valid in two partitions`,
    );
    return;
  }
  for (const region of regions) {
    const copy = copyIn(grant, region);
    if (!copy) {
      const role =
        region === reader.failoverRegion ? "the failover region" : "where the reader reads";
      report(
        path,
        `must be a secret of ${region}, ${role}, got ${shown(target.id)} of ${target.region}; set region of readers.${reader.id}${target.external ? "" : `, or add a replica in ${region}`}`,
      );
    } else if (
      reader.mode === "resourcePolicy" &&
      !canDecrypt(reader.role.account.id, target.account.id, copy.key)
    ) {
      const what = region === target.region ? "its" : `its replica in ${region} a`;
      const instead = reader.external ? "" : ", or read it in mode targetRole";
      const wayOut = target.external
        ? "set key to the ARN of its key, which its owner must give it"
        : `give ${what} key${instead}`;
      report(
        path,
        `must be a secret with a customer managed key, got ${shown(target.id)} of ${target.account.name}, which another account cannot decrypt under the AWS managed key; ${wayOut}`,
      );
    }
  }
}

function copyIn({ target }: ResolvedSecretGrant, region: string) {
  if (region === target.region) return target;
  return target.replicas.find((replica) => replica.region === region);
}

/** Keys whose values are free text, in which `region` has no special meaning. */
const OWN_WORDS = ["data", "extraPolicyStatements", "tags"];
const REGION_KEYS = ["region", "failoverRegion"];

/** Warns of each region that is not known to exist in AWS, at the place where it is written. */
export function checkRegions(inventory: Inventory, report: Report): void {
  // One path, which grows and shrinks: there are many places.
  const path: (string | number)[] = [];
  const visit = (value: object): void => {
    for (const key of Object.keys(value)) {
      const inner: unknown = (value as Mapping)[key];
      const isRegion = typeof inner === "string" && REGION_KEYS.includes(key);
      if (isRegion) report([...path, key], unknownRegion(inner), "warning");
      if (typeof inner !== "object" || inner === null || OWN_WORDS.includes(key)) continue;
      path.push(Array.isArray(value) ? Number(key) : key);
      visit(inner);
      path.pop();
    }
  };
  visit(inventory);
}
