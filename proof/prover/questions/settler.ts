import type { AccessDocuments } from "../../domain/documents";
import { underAssumed } from "../claims/as-evaluated";
import { type ClaimId, type ClaimResult, millisecondsSince, unknownClaim } from "../claims/claim";
import { type Deployment, deploymentOf } from "../documents/deployment";
import { fingerprint } from "../documents/fingerprint";
import { readerByReader } from "../documents/reader-by-reader";
import { withWholePolicies } from "../documents/slice";
import { type Limits, orTooHard } from "../solver/limits";
import type { Certificate } from "../texts/certificate";
import type { ProblemSettings } from "../texts/problem";
import { type ProofMemory, Recollection } from "./memory";

/** One claim about one subject, and how to settle it. */
export interface Work {
  claim: ClaimId;
  subject: string;
  /** What tells the subject apart within the slice. */
  about: string[];
  /** The documents that it depends on. */
  slice(): AccessDocuments;
  /** What `settle` is told beside the slice: data as in JSON. */
  given: readonly unknown[];
  /** Whether it says of every caller that it does no more than was declared: such a claim may be settled reader by reader. */
  isAboutCallers?: boolean;
  settle(deployment: Deployment): Promise<ClaimResult>;
}

export interface SettlerSettings {
  /** What one question may take beside the time. */
  limits: Limits;
  /** Names of assumptions that are not made. */
  dropped: ReadonlySet<string>;
  /** Takes the certificates of what is proved; each claim is settled by itself then. */
  onProved?(claim: ClaimResult, certificates: Certificate[]): void;
  /** Where claims that are proved are kept. What takes certificates recalls nothing. */
  memory?: ProofMemory | undefined;
}

/** Settles the claims about one deployment. What is of the same shape is settled once. */
export class Settler {
  /** What came of a claim about documents of a shape, but for what was refuted: that names what it is about. */
  private readonly settled = new Map<string, ClaimResult>();
  private readonly refuted = new Set<string>();
  private readonly recollection: Recollection | undefined;

  constructor(
    private readonly deployment: Deployment,
    private readonly settings: SettlerSettings,
  ) {
    const { memory } = settings;
    this.recollection = memory && new Recollection(memory, settings);
  }

  async settle(work: Work): Promise<ClaimResult> {
    const started = performance.now();
    const slice = work.slice();
    if (this.settings.onProved) return this.certify(work, slice, this.settings.onProved);
    const { claim, given, subject } = work;
    const memory = this.recollection?.about({ claim, subject, documents: [slice], given });
    const found =
      memory?.known ??
      (await this.proveByReader(work, slice)) ??
      (await this.settleSlice(work, slice));
    memory?.keep(found);
    return { ...found, subject: work.subject, milliseconds: millisecondsSince(started) };
  }

  /** Settles a claim whole, of its documents as they are. */
  private async certify(
    work: Work,
    slice: AccessDocuments,
    onProved: NonNullable<SettlerSettings["onProved"]>,
  ): Promise<ClaimResult> {
    const made: Certificate[] = [];
    const result = await this.ask(work, withWholePolicies(this.deployment, slice), {
      certify: (certificate) => made.push(certificate),
    });
    if (result.result === "proved") onProved(result, made);
    return result;
  }

  /** Proves a claim reader by reader; undefined where it cannot be. */
  private async proveByReader(
    work: Work,
    slice: AccessDocuments,
  ): Promise<ClaimResult | undefined> {
    const parts = work.isAboutCallers ? readerByReader(this.deployment, slice) : undefined;
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
    if (shape !== undefined && this.refuted.has(shape)) return undefined;
    const result = this.known(shape) ?? (await this.ask(work, part));
    this.remember(shape, result);
    return result.result === "proved" ? result : undefined;
  }

  private async settleSlice(work: Work, slice: AccessDocuments): Promise<ClaimResult> {
    const shape = this.shapeOf(work, slice);
    const known = this.known(shape);
    if (known) return known;
    const found = await this.ask(work, slice);
    // A counterexample names statements by their positions in the documents as they are.
    const whole = found.result === "refuted" ? withWholePolicies(this.deployment, slice) : slice;
    const result = whole === slice ? found : await this.ask(work, whole);
    this.remember(shape, result);
    return result;
  }

  private shapeOf({ about, claim }: Work, documents: AccessDocuments): string | undefined {
    return fingerprint(documents, [claim, ...about], this.deployment.documents);
  }

  private known(shape: string | undefined): ClaimResult | undefined {
    return shape === undefined ? undefined : this.settled.get(shape);
  }

  private remember(shape: string | undefined, result: ClaimResult): void {
    if (shape === undefined) return;
    if (result.result === "refuted") this.refuted.add(shape);
    else this.settled.set(shape, result);
  }

  private async ask(
    work: Work,
    documents: AccessDocuments,
    settings: ProblemSettings = {},
  ): Promise<ClaimResult> {
    const { claim, subject } = work;
    const { dropped, limits } = this.settings;
    const own = { dropped, limits, ...settings };
    return orTooHard<ClaimResult>(
      // What is made of documents may throw before there is a promise.
      (async () =>
        underAssumed([documents], await work.settle(deploymentOf(documents, own)), dropped))(),
      (reason) => unknownClaim(claim, subject, reason),
    );
  }
}
