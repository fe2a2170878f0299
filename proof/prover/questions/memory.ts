import { getOrMake } from "../../collections";
import type { AccessDocuments } from "../../domain/documents";
import type { PrincipalKind } from "../../domain/principal-kind";
import type { ClaimId, ClaimResult } from "../claims/claim";
import type { Limits } from "../solver/limits";

/**
 * Keeps what was proved from one run to the next. A claim has a key: a digest of all that it rests on, so that another document, assumption
 * or version has another key. Only what is proved is kept. Whoever can write into it can write "proved".
 */
export interface ProofMemory {
  /**
   * A digest of the text together with all code that takes part in a proof, that of the principal kind included: in effect no two
   * texts, and no two versions of the code, have one digest.
   */
  digest(text: string): string;
  /** Names of the assumptions that the proof of that key used, or undefined where there was none. */
  recall(key: string): readonly string[] | undefined;
  /** Keeps that what has the key was proved, and with which assumptions. */
  keep(key: string, assumptionsUsed: readonly string[]): void;
}

/** What all claims of a run rest on beside their documents. */
export interface Premises {
  /** Names of assumptions that are not made. */
  dropped: ReadonlySet<string>;
  /** How far chains are followed is one of them. */
  limits: Limits;
}

/** What one claim rests on beside the premises. */
export interface Grounds {
  claim: ClaimId;
  subject: string;
  documents: (AccessDocuments | undefined)[];
  /** Whatever else its question is made of: data as in JSON. */
  given: readonly unknown[];
}

interface Recalled {
  /** The claim, where it was proved before. */
  known?: ClaimResult;
  /** Keeps the claim if it is proved. */
  keep(found: ClaimResult): void;
}

const recalled = true as const;

/** Recalls claims that were proved before, and keeps those that are proved now. */
export class Recollection {
  private readonly digests = new WeakMap<object, string>();
  private readonly premises: string;

  constructor(
    private readonly memory: ProofMemory,
    { dropped, limits }: Premises,
  ) {
    this.premises = JSON.stringify([[...dropped].sort(), Object.entries(limits).sort()]);
  }

  /** What was proved on these grounds before, and a place to keep what is found now. */
  about(grounds: Grounds): Recalled {
    const { claim, subject } = grounds;
    const key = this.keyOf(grounds);
    if (key === undefined) return { keep: () => {} };
    const known = this.memory.recall(key);
    const result = "proved" as const;
    return {
      ...(known && {
        known: { claim, subject, result, milliseconds: 0, assumptionsUsed: [...known], recalled },
      }),
      keep: (found) => {
        if (found.result === result) this.memory.keep(key, found.assumptionsUsed);
      },
    };
  }

  /** Undefined where something is no data of JSON, of which another text may be the same. */
  private keyOf({ claim, documents, given, subject }: Grounds): string | undefined {
    try {
      return this.memory.digest(
        JSON.stringify([
          ...[this.premises, claim, subject],
          documents.map((one) => one && this.digestsOf(one)),
          given.map((one) => this.digestOf(one)),
        ]),
      );
    } catch (error) {
      if (error instanceof NotJson) return undefined;
      throw error;
    }
  }

  private digestsOf({ principalKind, ...documents }: AccessDocuments): unknown[] {
    return [
      ...[principalKind === undefined ? null : this.ofKind(principalKind)],
      ...Object.entries(documents).map(([name, part]) => [
        name,
        // Most lists are made for one claim, of members that many have.
        Array.isArray(part) ? part.map((one) => this.digestOf(one)) : [this.digestOf(part)],
        Array.isArray(part),
      ]),
    ];
  }

  /** Each part of the documents is digested once, however many claims rest on it. */
  private digestOf(part: unknown): string {
    if (typeof part !== "object" || part === null) return this.memory.digest(textOf(part));
    return getOrMake(this.digests, part, () => this.memory.digest(textOf(part)));
  }

  /** What a kind says; what it works out is code. */
  private ofKind(kind: PrincipalKind): string {
    const { fields, service, source, truth, varying } = kind;
    const said = [service, fields, source, varying, truth];
    return getOrMake(this.digests, kind, () => this.memory.digest(textOf(said)));
  }
}

class NotJson extends Error {}

/** The same text for the same data alone. Throws `NotJson` where JSON has no form of its own for a value, such as undefined. */
function textOf(value: unknown): string {
  if (!isJson(value)) throw new NotJson();
  return JSON.stringify(value);
}

function isJson(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) {
    return value === null || typeof value === "string" || typeof value === "boolean";
  }
  if (Array.isArray(value)) {
    // Unlike `every`, this looks at places of the list that hold nothing.
    for (const one of value) if (!isJson(one)) return false;
    return true;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) && Object.values(value).every(isJson)
  );
}
