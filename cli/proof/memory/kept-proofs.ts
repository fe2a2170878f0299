import { randomBytes } from "node:crypto";
import type { AssumptionsUsed } from "iam-proof";
import { getOrMake } from "iam-proof/collections";
import * as z from "zod";
import { sha256 } from "../../terminal/sha256";

/** The most claims that are kept. Beyond that, the least recently used ones are dropped. */
export const MOST_KEPT = 200_000;
/** A size in bytes that so many claims never reach. */
export const MOST_BYTES = 32 * 1024 * 1024;

const FORMAT = 1;

const fileShape = z.object({
  format: z.literal(FORMAT),
  salt: z.string().min(1),
  /** Sets of assumption names, separated by commas. */
  sets: z.array(z.string()),
  keys: z.array(z.string()),
  /** For each key, the indexes of the sets that the proofs of its claims used, separated by commas. */
  used: z.array(z.string()),
});

/** The content of a file: keys of proved claims, with the names of the assumptions that their proofs used. */
export interface KeptProofs {
  /** Part of each key, so that nobody without it can guess what a key is for. */
  salt: string;
  /** The most recently used ones come last. */
  proofs: Map<string, AssumptionsUsed>;
}

export function noProofs(): KeptProofs {
  return { salt: randomBytes(32).toString("base64url"), proofs: new Map() };
}

/** The text of a file with the last of these proofs, after a line with its checksum. */
export function proofsText({ proofs, salt }: KeptProofs, most = MOST_KEPT): string {
  const last: [key: string, used: AssumptionsUsed][] = [];
  let left = most;
  for (const one of [...proofs].reverse()) {
    left -= Math.max(one[1].length, 1);
    if (left < 0) break;
    last.push(one);
  }
  last.reverse();
  const sets = new Map<string, number>();
  const setOf = (names: string[]) => getOrMake(sets, names.join(), () => sets.size);
  const used = last.map(([, claims]) => claims.map(setOf).join());
  const keys = last.map(([key]) => key);
  const body = JSON.stringify({ format: FORMAT, salt, sets: [...sets.keys()], keys, used });
  return `${sha256(body)}\n${body}`;
}

/** The proofs in a file; undefined if it is damaged. */
export function proofsIn(content: Buffer): KeptProofs | undefined {
  const end = content.indexOf("\n");
  const body = content.subarray(end + 1);
  if (end < 0 || content.toString("latin1", 0, end) !== sha256(body)) return undefined;
  const { data } = fileShape.safeParse(JSON.parse(body.toString()));
  if (!data) return undefined;
  const named = data.sets.map((set) => (set === "" ? [] : set.split(",")));
  const lists = new Map<string, AssumptionsUsed | undefined>();
  const listOf = (used: string) => {
    const list = used === "" ? [] : used.split(",").map((set) => named[Number(set)]);
    return list.every((one) => one !== undefined) ? list : undefined;
  };
  const proofs = new Map<string, AssumptionsUsed>();
  for (const [index, key] of data.keys.entries()) {
    const used = data.used[index];
    const list = used === undefined ? undefined : getOrMake(lists, used, () => listOf(used));
    if (!list) return undefined;
    proofs.set(key, list);
  }
  return { salt: data.salt, proofs };
}
