import { randomBytes } from "node:crypto";
import { sha256 } from "../../terminal/sha256";

/** Claims that are kept; past these, those go first that were not used for longest. */
export const MOST_KEPT = 200_000;
/** More than these take. */
export const MOST_BYTES = 32 * 1024 * 1024;

const FORMAT = 1;

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
  const { format, keys, salt, sets, used } = JSON.parse(body.toString());
  if (format !== FORMAT) return undefined;
  const named: string[][] = sets.map((set: string) => (set === "" ? [] : set.split(",")));
  const assumptions = (index: number) => named[used[index]] ?? [];
  return {
    salt,
    proofs: new Map(keys.map((key: string, index: number) => [key, assumptions(index)])),
  };
}
