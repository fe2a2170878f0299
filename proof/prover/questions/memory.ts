import { addTo, getOrMake, visitJson } from "../../collections";
import type { AccessDocuments } from "../../domain/documents";
import type { PrincipalKind } from "../../domain/principal-kind";
import type { ClaimId, ClaimResult } from "../claims/claim";
import { COMMON, type GroupsApart } from "../documents/groups-apart";
import type { Limits } from "../solver/limits";

/**
 * Keeps what was proved from one run to the next. The key of a claim, or of several, is a digest of everything that they depend
 * on, so that another document, assumption or version has another key. Only proved claims are kept. Whoever can write to the
 * memory can write "proved".
 */
export interface ProofMemory {
  /**
   * A digest of the text together with all code that takes part in a proof, including that of the principal kind. In practice, no
   * two texts and no two versions of the code have the same digest.
   */
  digest(text: string): string;
  /** Names of the assumptions in the proof of each claim with this key; undefined if not all of them were proved. */
  recall(key: string): AssumptionsUsed | undefined;
  /** Records that each claim with the key was proved, and with which assumptions. */
  keep(key: string, assumptionsUsed: AssumptionsUsed): void;
}

/** Names of assumptions for each of several claims. */
export type AssumptionsUsed = readonly string[][];

/** What all claims of a run depend on in addition to their documents. */
export interface Premises {
  /** Names of assumptions not to make. */
  dropped: ReadonlySet<string>;
  /** The limits, such as how far chains are followed. */
  limits: Limits;
}

/** Identifies a claim. */
export interface About {
  claim: ClaimId;
  subject: string;
}

/** What a claim depends on in addition to the premises. */
export interface Grounds extends About {
  documents: (AccessDocuments | undefined)[];
  /** Further input of its question, as JSON data. */
  given: readonly unknown[];
}

interface Recalled {
  /** The claim, if it was proved before. */
  known: ClaimResult | undefined;
  /** Keeps the claim if it is proved. */
  keep(found: ClaimResult): void;
}

/** A claim about a group of documents; the group is undefined if it depends on several. */
interface AboutGroup extends About {
  group: number | undefined;
}

/** The same for claims about groups, in the order of the claims. */
interface RecalledGroups {
  /** The claims of groups for which all claims were proved before. */
  known: (ClaimResult | undefined)[];
  /** All other groups. */
  left: Set<number>;
  keep(found: readonly ClaimResult[]): void;
}

/** Recalls claims that were proved before, and keeps those that are proved now. */
export class Recollection {
  private readonly digests = new WeakMap<object, string>();
  private readonly premises: string;
  private isUsed = true;

  constructor(
    private readonly memory: ProofMemory,
    { dropped, limits }: Premises,
  ) {
    this.premises = JSON.stringify([[...dropped].sort(), Object.entries(limits).sort()]);
  }

  /** What was proved on these grounds before, and a function to keep what is found now. */
  about(grounds: Grounds): Recalled {
    const key = this.keyOf(grounds);
    return {
      known: this.recall(key, [grounds])?.[0],
      keep: (found) => this.keep(key, [found]),
    };
  }

  /**
   * The claims of each group that were proved before, if all of the group were, and a function to keep what is found now. A group
   * without claims is also kept, to record that its documents can be parsed. If some documents cannot be parsed, nothing is
   * recalled or kept from then on: claims that read them must be asked again, whichever those are.
   */
  aboutGroups(
    apart: GroupsApart,
    claims: readonly AboutGroup[],
    given: Grounds["given"] = [],
  ): RecalledGroups {
    const known: RecalledGroups["known"] = [];
    const own = apart.groups.filter((group) => group !== COMMON);
    const places = new Map(own.map((group): [number, number[]] => [group, []]));
    for (const [place, { group }] of claims.entries()) {
      if (group !== undefined) addTo(places, group, place);
    }
    const common = this.keyOfCommon(apart, given);
    const left = [...places].flatMap(([group, of]) => {
      const about = of.map((place) => claims[place] as About);
      const text = apart.textOf(group);
      const said = JSON.stringify(about.map(({ claim, subject }) => [claim, subject]));
      // No JSON text contains a line break.
      const isKnown = common !== undefined && text !== undefined;
      const key = isKnown ? this.memory.digest([common, said, text].join("\n")) : undefined;
      const recalled = this.recall(key, about);
      for (const [index, place] of of.entries()) known[place] = recalled?.[index];
      return recalled ? [] : [{ group, key, of }];
    });
    const keep = (found: readonly ClaimResult[]) => {
      for (const { key, of } of left)
        this.keep(
          key,
          of.map((place) => found[place] as ClaimResult),
        );
    };
    const groups = new Set(left.map(({ group }) => group));
    if (apart.isReadable(groups)) return { known, left: groups, keep };
    this.isUsed = false;
    return { known: [], left: new Set(places.keys()), keep };
  }

  private recall(key: string | undefined, about: readonly About[]): ClaimResult[] | undefined {
    const used = key === undefined || !this.isUsed ? undefined : this.memory.recall(key);
    if (used?.length !== about.length) return undefined;
    return about.map(({ claim, subject }, index) => ({
      claim,
      subject,
      result: "proved",
      milliseconds: 0,
      recalled: true,
      assumptionsUsed: used[index] ?? [],
    }));
  }

  private keep(key: string | undefined, found: readonly ClaimResult[]): void {
    const isProved = found.every(({ result }) => result === "proved");
    if (key === undefined || !isProved || !this.isUsed) return;
    this.memory.keep(
      key,
      found.map(({ assumptionsUsed }) => assumptionsUsed),
    );
  }

  /** The key of claims about a group, without those and the group's own documents. */
  private keyOfCommon(apart: GroupsApart, given: Grounds["given"]): string | undefined {
    return this.keyUnlessNotJson(() => [
      ...["group", this.premises, apart.textOf(COMMON) ?? notJson()],
      ...[apart.kinds.map((kind) => this.ofKind(kind)), given.map((one) => this.digestOf(one))],
    ]);
  }

  private keyOf({ claim, documents, given, subject }: Grounds): string | undefined {
    return this.keyUnlessNotJson(() => [
      ...[this.premises, claim, subject],
      documents.map((one) => one && this.digestsOf(one)),
      given.map((one) => this.digestOf(one)),
    ]);
  }

  /** The key; undefined if something is not JSON data, because different data could then have the same text. */
  private keyUnlessNotJson(grounds: () => unknown[]): string | undefined {
    try {
      return this.memory.digest(JSON.stringify(grounds()));
    } catch (error) {
      if (error instanceof NotJson) return undefined;
      throw error;
    }
  }

  private digestsOf({ principalKind, ...documents }: AccessDocuments): unknown[] {
    return [
      this.ofKind(principalKind),
      ...Object.entries(documents).map(([name, part]) => [
        name,
        // Most lists are created for one claim, but their members are shared by many.
        Array.isArray(part) ? part.map((one) => this.digestOf(one)) : [this.digestOf(part)],
        Array.isArray(part),
      ]),
    ];
  }

  /** The digest of a part of the documents, computed once, however many claims depend on it. */
  private digestOf(part: unknown): string {
    if (typeof part !== "object" || part === null) return this.memory.digest(textOf(part));
    return getOrMake(this.digests, part, () => this.memory.digest(textOf(part)));
  }

  /** The text of a kind's data; its functions are part of the code. */
  private ofKind(kind: PrincipalKind | undefined): string | null {
    if (!kind) return null;
    const { fields, service, source, truth, varying } = kind;
    const said = [service, fields, source, varying, truth];
    return getOrMake(this.digests, kind, () => this.memory.digest(textOf(said)));
  }
}

class NotJson extends Error {}

/** A text that is equal only for equal data. Throws `NotJson` for values without a JSON form of their own, such as undefined. */
function textOf(value: unknown): string {
  return visitJson(value, () => {}) ? JSON.stringify(value) : notJson();
}

function notJson(): never {
  throw new NotJson();
}
