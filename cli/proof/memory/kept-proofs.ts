import { randomBytes } from "node:crypto";
import * as z from "zod";
import { sha256 } from "../../terminal/sha256";

/** Claims that are kept; past these, those go first that were not used for longest. */
export const MOST_KEPT = 200_000;
/** More than these take. */
export const MOST_BYTES = 32 * 1024 * 1024;

const FORMAT = 1;

const fileShape = z.object({
  format: z.literal(FORMAT),
  salt: z.string().min(1),
  /** Names of assumptions, with commas between them. */
  sets: z.array(z.string()),
  keys: z.array(z.string()),
  /** Of each key, which of the sets its proof used. */
  used: z.array(z.int()),
});

/** What one file keeps: keys of claims that were proved, each with the names of the assumptions that its proof used. */
export interface KeptProofs {
  /** Goes into each key, so that nobody can try what a key is of without it. */
  salt: string;
  /** Those that were used last stand last. */
  proofs: Map<string, readonly string[]>;
}

export function noProofs(): KeptProofs {
  return { salt: randomBytes(32).toString("base64url"), proofs: new Map() };
}

/** The content of a file with the last of these proofs, after a line with its checksum. */
export function proofsText({ proofs, salt }: KeptProofs, most = MOST_KEPT): string {
  const last = [...proofs].slice(-most);
  const sets = new Map<string, number>();
  const used = last.map(([, names]) => {
    const set = names.join();
    if (!sets.has(set)) sets.set(set, sets.size);
    return sets.get(set);
  });
  const keys = last.map(([key]) => key);
  const body = JSON.stringify({ format: FORMAT, salt, sets: [...sets.keys()], keys, used });
  return `${sha256(body)}\n${body}`;
}

/** What a file holds; undefined where it is damaged. */
export function proofsIn(content: Buffer): KeptProofs | undefined {
  const end = content.indexOf("\n");
  const body = content.subarray(end + 1);
  if (end < 0 || content.toString("latin1", 0, end) !== sha256(body)) return undefined;
  const { data } = fileShape.safeParse(JSON.parse(body.toString()));
  if (!data) return undefined;
  const named = data.sets.map((set) => (set === "" ? [] : set.split(",")));
  const proofs = new Map<string, readonly string[]>();
  for (const [index, key] of data.keys.entries()) {
    const assumptions = named[data.used[index] ?? -1];
    if (!assumptions) return undefined;
    proofs.set(key, assumptions);
  }
  return { salt: data.salt, proofs };
}
