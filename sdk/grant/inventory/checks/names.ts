import { asMapping, getOrMake, isMapping } from "iam-proof/collections";
import { type Path, type Report, shown, suggestions } from "../../../rules/problem";
import type { Inventory } from "../schema/inventory";

const SECTIONS = {
  "an account": "accounts",
  "a cluster": "clusters",
  "a secret": "secrets",
  "a parameter": "parameters",
};

/**
 * Reports each name that no entry has, where it is written. What is not as the schema demands is passed over, so that wrong
 * shapes and wrong names can be told together.
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

/** Warns of a name that AWS tools may misread, of a secret that is to be created. */
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
