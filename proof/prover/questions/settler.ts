import type { AccessDocuments } from "../../domain/documents";
import { underAssumed } from "../claims/as-evaluated";
import {
  type Claim,
  type ClaimId,
  type ClaimResult,
  millisecondsSince,
  type SettleOptions,
  settle,
  unknownClaim,
  type Witness,
} from "../claims/claim";
import { type Deployment, deploymentOf } from "../documents/deployment";
import { type Fingerprint, fingerprint } from "../documents/fingerprint";
import { readerByReader } from "../documents/reader-by-reader";
import { withNamesOf } from "../documents/renaming";
import { withWholePolicies } from "../documents/slice";
import { type Limits, orTooHard } from "../solver/limits";
import type { Certificate } from "../texts/certificate";
import type { ProblemSettings } from "../texts/problem";
import type { Recollection } from "./memory";

/** One claim about one subject. */
export interface ListedClaim {
  claim: ClaimId;
  subject: string;
  /** ARN of a document that it is about. */
  named: string;
  /** How to settle it. */
  work(): ClaimWork;
}

/** How to settle one claim about one subject. */
export interface ClaimWork {
  /** What identifies the subject within the slice. */
  about: string[];
  /** The documents that it depends on. */
  slice(): AccessDocuments;
  /** The input of `claimOf` in addition to the slice, as JSON data. */
  given: readonly unknown[];
  /** Whether it claims that every caller does no more than was declared. Such a claim may be settled reader by reader. */
  isAboutCallers?: boolean;
  /** The claim about these documents, or its result if there is nothing to ask. */
  claimOf(deployment: Deployment): Claim | ClaimResult;
}

type Work = Pick<ListedClaim, "claim" | "subject"> & ClaimWork;

/** What breaks a claim about a slice. */
interface Broken {
  shape: Fingerprint;
  witness: Witness;
}

export interface SettlerSettings {
  /** The limits of one question apart from the time. */
  limits: Limits;
  /** The time for one question to the solver. */
  milliseconds: number;
  /** Names of assumptions not to make. */
  dropped: ReadonlySet<string>;
  /** Called with the certificates of what is proved. Each claim is then settled separately. */
  onProved?(claim: ClaimResult, certificates: Certificate[]): void;
  /** The memory of proved claims. Nothing is recalled if certificates are requested. */
  recollection?: Recollection | undefined;
}

/** Settles the claims about one deployment. Claims with the same shape are settled once. */
export class Settler {
  /** Results of claims by the shape of their documents, except refuted ones, which name their subjects. */
  private readonly settled = new Map<string, ClaimResult>();
  /** Refuted claims by the shape of their documents, with what breaks them if that was made short. */
  private readonly refuted = new Map<string, Broken | undefined>();

  constructor(
    private readonly deployment: Deployment,
    private readonly settings: SettlerSettings,
  ) {}

  async settle({ claim, subject, work: workOf }: ListedClaim): Promise<ClaimResult> {
    const started = performance.now();
    const work = { claim, subject, ...workOf() };
    const slice = work.slice();
    if (this.settings.onProved) return this.certify(work, slice, this.settings.onProved);
    const { given } = work;
    const memory = this.settings.recollection?.about({ claim, subject, documents: [slice], given });
    const found =
      memory?.known ??
      (await this.proveByReader(work, slice)) ??
      (await this.settleSlice(work, slice));
    memory?.keep(found);
    return { ...found, subject, milliseconds: millisecondsSince(started) };
  }

  /** Settles a whole claim about its documents as they are. */
  private async certify(
    work: Work,
    slice: AccessDocuments,
    onProved: NonNullable<SettlerSettings["onProved"]>,
  ): Promise<ClaimResult> {
    const made: Certificate[] = [];
    const whole = withWholePolicies(this.deployment, slice);
    const certify = (certificate: Certificate) => made.push(certificate);
    const result = await this.ask(work, whole, {}, { certify });
    if (result.result === "proved") onProved(result, made);
    return result;
  }

  /** Proves a claim reader by reader; undefined if that is not possible. */
  private async proveByReader(
    work: Work,
    slice: AccessDocuments,
  ): Promise<ClaimResult | undefined> {
    const parts = work.isAboutCallers
      ? readerByReader(this.deployment, slice, work.about)
      : undefined;
    const assumptionsUsed = new Set<string>();
    let proved: ClaimResult | undefined;
    for (const part of parts ?? []) {
      proved = await this.provePart(work, part);
      if (!proved) return undefined;
      for (const name of proved.assumptionsUsed) assumptionsUsed.add(name);
    }
    return proved && { ...proved, assumptionsUsed: [...assumptionsUsed] };
  }

  private async provePart(work: Work, part: AccessDocuments): Promise<ClaimResult | undefined> {
    const shape = this.shapeOf(work, part);
    if (shape && this.refuted.has(shape.text)) return undefined;
    const result = this.known(shape) ?? (await this.ask(work, part, { isShort: false }));
    this.remember(shape, result);
    return result.result === "proved" ? result : undefined;
  }

  private async settleSlice(work: Work, slice: AccessDocuments): Promise<ClaimResult> {
    const shape = this.shapeOf(work, slice);
    const known = this.known(shape);
    if (known) return known;
    // A counterexample names statements by their positions in the original documents.
    const whole = withWholePolicies(this.deployment, slice);
    const broken = this.brokenAlike(work, whole, shape);
    if (broken) return broken;
    let witness: Witness | undefined;
    const found = await this.ask(work, slice, {
      asWritten: () => work.claimOf(this.deploymentOf(whole)) as Claim,
      onWitness: (one) => {
        witness = one;
      },
    });
    const isDoubted = witness && found.result !== "refuted" && whole !== slice;
    const result = isDoubted ? await this.ask(work, whole) : found;
    this.remember(shape, result, isDoubted ? undefined : witness);
    return result;
  }

  /**
   * What breaks the claim about documents with the same shape, transferred to these documents, if the evaluator agrees for them
   * that it breaks the claim.
   */
  private brokenAlike(
    work: Work,
    documents: AccessDocuments,
    shape: Fingerprint | undefined,
  ): ClaimResult | undefined {
    const { claim, subject } = work;
    const broken = shape && this.refuted.get(shape.text);
    // A denied request confirms little, because nearly all requests are denied.
    if (!broken || claim === "grant-available") return undefined;
    const witness = withNamesOf(broken.witness, broken.shape, shape, this.deployment.documents);
    const asked = work.claimOf(this.deploymentOf(documents));
    if (!witness || "result" in asked) return undefined;
    const counterexample = asked.explain(witness);
    if ("disagreement" in counterexample) return undefined;
    const settled = { claim, subject, milliseconds: 0, assumptionsUsed: [] };
    return { ...settled, result: "refuted", counterexample };
  }

  private shapeOf({ about, claim }: Work, documents: AccessDocuments): Fingerprint | undefined {
    return fingerprint(documents, [claim, ...about], this.deployment.documents);
  }

  private known(shape: Fingerprint | undefined): ClaimResult | undefined {
    return shape && this.settled.get(shape.text);
  }

  private remember(shape: Fingerprint | undefined, result: ClaimResult, witness?: Witness): void {
    if (!shape) return;
    if (result.result !== "refuted") this.settled.set(shape.text, result);
    else this.refuted.set(shape.text, witness && { shape, witness });
  }

  private deploymentOf(documents: AccessDocuments, settings: ProblemSettings = {}): Deployment {
    const { dropped, limits } = this.settings;
    return deploymentOf(documents, { dropped, limits, ...settings });
  }

  private async ask(
    work: Work,
    documents: AccessDocuments,
    options: SettleOptions = {},
    settings: ProblemSettings = {},
  ): Promise<ClaimResult> {
    const { claim, subject } = work;
    const { dropped, milliseconds } = this.settings;
    const settled = async () => {
      const asked = work.claimOf(this.deploymentOf(documents, settings));
      const found = "result" in asked ? asked : await settle(asked, milliseconds, options);
      return underAssumed([documents], found, dropped);
    };
    return orTooHard<ClaimResult>(settled(), (reason) => unknownClaim(claim, subject, reason));
  }
}
