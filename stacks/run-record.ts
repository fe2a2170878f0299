import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { isMapping } from "iam-proof/collections";

/** Name of the output that holds the record. */
export const RECORD = "lastRun";

/**
 * What a stack's last complete run depended on, and what it left. If nothing of it has changed, another run would register the
 * same.
 */
export interface RunRecord {
  /** Digest from `fingerprint`. */
  fingerprint: string;
  /** Digest of the resources that the program registered, as the run left them. */
  resources: string;
  /** What it read from other stacks' outputs, such as `secrets/orders`, by the stack. */
  reads: Record<string, string[]>;
  /** Digest of the values that it read. */
  values: string;
  /** Why the next run may still do something else, in words that follow `it`. */
  again?: string[];
}

/** The record of a stack's last run, in its outputs. */
export function recordIn(outputs: Record<string, unknown> | undefined): RunRecord | undefined {
  const record = outputs?.[RECORD];
  return isMapping(record) ? (record as unknown as RunRecord) : undefined;
}

/** A resource after a run. For a component, only the name counts. */
export interface LeftResource {
  urn: string;
  custom?: boolean;
  id?: string;
  outputs?: Record<string, unknown>;
}

/** Types of components whose program runs in another process, so that this one does not see their parts. */
const REMOTE = /[:$]eks:index:Cluster\$/;

export function resourcesDigest(resources: readonly LeftResource[]): string {
  const lines = resources
    .filter(({ urn }) => !REMOTE.test(urn))
    .map(({ custom, id = "", outputs = {}, urn }) =>
      custom ? `${urn} ${id} ${canonical(outputs)}` : urn,
    );
  return digest(lines.sort());
}

/** Digest of what was read from other stacks. `values`: by the stack and the output. */
export function valuesDigest(values: readonly (readonly [read: string, value: unknown])[]): string {
  return digest(values.map(([read, value]) => `${read} ${canonical(value)}`).sort());
}

/**
 * The value of one entry of an output, such as `secrets/orders`. For a reader, such as `readers/web podIdentity resourcePolicy`,
 * how it reads if that differs from what the path says: nobody depends on more.
 */
export function outputAt(outputs: Record<string, unknown> | undefined, path: string): unknown {
  const slash = path.indexOf("/");
  const entries = outputs?.[path.slice(0, slash)];
  const [name = "", ...wanted] = path.slice(slash + 1).split(" ");
  const value = isMapping(entries) && Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (!path.startsWith("readers/") || !isMapping(value)) return value;
  const { identity = "podIdentity", mode } = value;
  return isDeepStrictEqual([identity, mode], wanted) ? undefined : { identity, mode };
}

export function digest(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length} ${part}`);
  return hash.digest("hex");
}

/** The key with which messages and states mark special values such as secrets. Only the kind of such a value counts. */
const MARK = "4dabf18193072939515e22adb298388d";

/** A text that is equal for equal values, in whatever order their entries are. A missing entry is like one that is null. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, one) => {
      if (!isMapping(one)) return one;
      if (MARK in one) return { mark: one[MARK] };
      const names = Object.keys(one).filter((name) => one[name] != null);
      return Object.fromEntries(names.sort().map((name) => [name, one[name]]));
    }) ?? "null"
  );
}
