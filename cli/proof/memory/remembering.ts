import { createHash } from "node:crypto";
import { join } from "node:path";
import { Option } from "commander";
import type { AssumptionsUsed, ClaimResult, ProofMemory } from "iam-proof";
import { messageOf } from "../../terminal/errors";
import { note } from "../../terminal/output";
import { codeDigest } from "./code-digest";
import { type KeptProofs, MOST_BYTES, noProofs, proofsIn, proofsText } from "./kept-proofs";
import { memoryDirectory, PLACE_VARIABLE } from "./place";
import { NotPrivate, privateDirectory, readPrivate, writePrivate } from "./private-directory";

const FILE = "proofs";

/** An option of every verb that proves. */
export interface FreshOption {
  fresh?: true;
}

export function freshOption(): Option {
  return new Option(
    "--fresh",
    "prove every claim anew: neither use nor keep what earlier runs proved",
  );
}

/**
 * Lets an answer use what earlier runs proved, and keeps what it proves. Any failure of the memory is reported and has no other
 * effect.
 */
export async function remembering<Answer>(
  { fresh }: FreshOption,
  answer: (memory?: ProofMemory) => Promise<Answer>,
): Promise<Answer> {
  const opened = fresh ? undefined : unlessRefused(openOwnMemory);
  if (!opened) return answer();
  try {
    return await answer(opened.memory);
  } finally {
    unlessRefused(opened.save);
  }
}

/** The number of claims that earlier runs proved. */
export function recalledIn(claims: readonly ClaimResult[]): number {
  return claims.filter(({ recalled }) => recalled).length;
}

function openOwnMemory(): OpenMemory | undefined {
  const place = memoryDirectory();
  return place === undefined ? undefined : openMemory(privateDirectory(place));
}

interface OpenMemory {
  memory: ProofMemory;
  save(): void;
}

/** The memory in a private directory. `save` writes what was used and what was added. */
export function openMemory(directory: string, code = codeDigest()): OpenMemory {
  const before = read(directory, note);
  const { proofs, salt } = before?.kept ?? noProofs();
  const used = new Map<string, AssumptionsUsed>();
  const secret = salt + code;
  const memory: ProofMemory = {
    digest: (text) => createHash("sha256").update(secret).update(text).digest("base64url"),
    recall(key) {
      const known = proofs.get(key);
      if (known) used.set(key, known);
      return known;
    },
    keep: (key, assumptionsUsed) => used.set(key, assumptionsUsed),
  };
  const save = () => {
    if (used.size === 0) return;
    // Another run may have written in the meantime.
    const now = read(directory, () => {}, before);
    const all = now?.kept.salt === salt ? now.kept.proofs : proofs;
    for (const [key, claims] of used) {
      all.delete(key);
      all.set(key, claims);
    }
    writePrivate(directory, FILE, proofsText({ salt, proofs: all }));
  };
  return { memory, save };
}

/** A file as it was read, with its content. */
interface ReadFile {
  content: Buffer;
  kept: KeptProofs;
}

/**
 * What is kept there. Undefined if it cannot be used; the reason is reported, and the file is then written again. The file of
 * `before` is known.
 */
function read(
  directory: string,
  told: (why: string) => void,
  before?: ReadFile,
): ReadFile | undefined {
  const file = join(directory, FILE);
  try {
    const content = readPrivate(file, MOST_BYTES);
    if (!content) return undefined;
    if (before?.content.equals(content)) return before;
    const kept = proofsIn(content);
    if (!kept) throw new NotPrivate(`${file} is damaged`);
    return { content, kept };
  } catch (error) {
    told(`proofs of earlier runs are not used, and are kept anew: ${messageOf(error)}`);
    return undefined;
  }
}

function unlessRefused<Result>(use: () => Result): Result | undefined {
  try {
    return use();
  } catch (error) {
    tell(messageOf(error));
    return undefined;
  }
}

function tell(why: string): void {
  note(
    `proofs of earlier runs are not used or kept: ${why} (${PLACE_VARIABLE} names another directory, or is off)`,
  );
}
