import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { isMapping } from "iam-proof/collections";

/** Name of the output in which a stack keeps it. */
export const RECORD = "lastRun";

/**
 * What the last run of a stack that came to its end went by, and what it left. Where all of it is as it was, another run would
 * register the same.
 */
export interface RunRecord {
  /** Digest of what `fingerprint` is made from. */
  fingerprint: string;
  /** Digest of the resources that the program registered, as the run left them. */
  resources: string;
  /** What it read of the outputs of other stacks, as `secrets/orders`, by the stack. */
  reads: Record<string, string[]>;
  /** Digest of the values of these. */
  values: string;
  /** Why the next run may do something else all the same, in words that follow `it`. */
  again?: string[];
}

/** What a stack recorded of its last run, in its outputs. */
export function recordIn(outputs: Record<string, unknown> | undefined): RunRecord | undefined {
  const record = outputs?.[RECORD];
  return isMapping(record) ? (record as unknown as RunRecord) : undefined;
}

/** A resource as a run leaves it. Of a component its name alone counts. */
export interface LeftResource {
  urn: string;
  custom?: boolean;
  id?: string;
  outputs?: Record<string, unknown>;
}

/** Types of components that another process is the program of: this one does not see what they are made of. */
const REMOTE = /[:$]eks:index:Cluster\$/;

export function resourcesDigest(resources: readonly LeftResource[]): string {
  const lines = resources
    .filter(({ urn }) => !REMOTE.test(urn))
    .map(({ custom, id = "", outputs = {}, urn }) =>
      custom ? `${urn} ${id} ${canonical(outputs)}` : urn,
    );
  return digest(lines.sort());
}

/** Digest of what was read of other stacks. `values`: by the stack and the output. */
export function valuesDigest(values: readonly (readonly [read: string, value: unknown])[]): string {
  return digest(values.map(([read, value]) => `${read} ${canonical(value)}`).sort());
}

/**
 * The value of one entry of an output, as `secrets/orders`. Of a reader, as `readers/web podIdentity resourcePolicy`, how it reads where
 * that is not as the inventory says behind the name: nobody else goes by more.
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

/** By this an engine's message and a state mark what is no plain value, as a secret: of such a thing only its kind counts. */
const MARK = "4dabf18193072939515e22adb298388d";

/** A text that is the same for the same value, however its entries are ordered. Without an entry is as with one that is null. */
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
