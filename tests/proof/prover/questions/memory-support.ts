import { deepStrictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { grouped } from "../../../../proof/collections";
import type { AssumptionsUsed, ClaimResult, ProofMemory } from "../../pods";

export type Kept = Map<string, AssumptionsUsed>;

/** A memory that knows what is kept, and adds new proofs to `into`. */
export function memoryOf(kept: Kept, into: Kept = kept): ProofMemory {
  return {
    digest: (text) => createHash("sha256").update(text).digest("base64url"),
    recall: (key) => kept.get(key),
    keep: (key, used) => into.set(key, used),
  };
}

interface Said {
  /** What each claim says about each subject. */
  says: Map<string, string>;
  /** How many claims are proved, and how many proofs were remembered. */
  proved: number;
  recalls: number;
  /** The assumptions of each claim. */
  used: string[][];
}

/**
 * The content of an answer, or its error. It leaves out the requests that refute a claim and the assumptions that suffice: there may
 * be several, and the solver may find others after other questions.
 */
export async function said(answer: Promise<ClaimResult[]>): Promise<Said> {
  try {
    const claims = await answer;
    const about = [...grouped(claims, ({ claim, subject }) => [`${claim} ${subject}`])];
    const says = about.map(([name, all]): [string, string] => [
      name,
      all.map(({ reason, result }) => [result, reason].join(" ")).join(),
    ]);
    return {
      says: new Map(says),
      used: claims.map(({ assumptionsUsed }) => assumptionsUsed),
      proved: claims.filter(({ result }) => result === "proved").length,
      recalls: claims.filter(({ recalled }) => recalled).length,
    };
  } catch (error) {
    // If something is no document at all, the error only says where it was found.
    const says = error instanceof TypeError ? "TypeError" : String(error);
    return { says: new Map([["error", says]]), used: [], proved: 0, recalls: 0 };
  }
}

/** Checks that both say the same, unless one of them ran out of time, which depends on the machine. */
export function mustSayTheSame(one: Said, other: Said, title: string): void {
  const all = [...new Set([...one.says.keys(), ...other.says.keys()])];
  const inTime = all.filter((name) =>
    [one, other].every(({ says }) => !says.get(name)?.includes("--time-limit")),
  );
  const [some, others] = [one, other].map(({ says }) => inTime.map((name) => says.get(name)));
  deepStrictEqual(some, others, title);
}
