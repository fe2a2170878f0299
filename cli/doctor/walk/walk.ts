import type { LandingZone, ResolvedReader } from "eks-pod-secrets/grant";
import { progressBar } from "../../terminal/progress-bar";
import {
  type Finding,
  STEPS,
  type StepId,
  type StepLooks,
  type WalkedStep,
  type WrongFinding,
} from "../step";

/** What a walk is asked for besides its readers. */
export interface WalkOptions {
  /** The inventory's file, beside which its control policies are. */
  inventory: string;
  /** Read values, to see which JSON parts they have. */
  readParts?: boolean;
}

/** What a side is asked for. */
export interface SideOptions extends WalkOptions {
  /** Is told how much of what is to be read was read. */
  progress: (done: number, total: number) => void;
}

/** Reads what the steps of one side find, by the reader. */
export type SideLooks = (
  zone: LandingZone,
  readers: readonly ResolvedReader[],
  options: SideOptions,
) => Promise<(reader: ResolvedReader) => Partial<Record<StepId, Finding[]>>>;

/** The way of one reader. */
export interface WalkedReader {
  reader: ResolvedReader;
  steps: WalkedStep[];
  result: Finding["result"];
  /** The first wrong step: the answer. */
  answer?: WrongFinding & { step: StepId };
}

const ORDER = Object.keys(STEPS) as StepId[];

/** The worst comes first. */
const WORST = ["wrong", "not seen", "right"] as const;

/** One side of the way, clusters or accounts: how its facts are read, once for all readers, and what is judged by them. */
export function sideLooks<Facts>(
  read: (...asked: Parameters<SideLooks>) => Promise<(reader: ResolvedReader) => Facts>,
  looks: StepLooks<Facts>,
): SideLooks {
  return async (zone, readers, options) => {
    const factsOf = await read(zone, readers, options);
    return (reader) => {
      const facts = factsOf(reader);
      const found = Object.entries(looks).map(([step, look]) => [step, look(facts)]);
      return Object.fromEntries(found);
    };
  };
}

/**
 * Walks the way of each reader. All sides are read at once. A step whose earlier step is wrong is looked at as well, and the first
 * wrong one is the answer. `accepted`: steps that may be not seen.
 */
export async function walkReaders(
  zone: LandingZone,
  readers: readonly ResolvedReader[],
  sides: readonly SideLooks[],
  { accepted = [], ...options }: WalkOptions & { accepted?: readonly StepId[] },
): Promise<WalkedReader[]> {
  const bar = progressBar("looking");
  const told = sides.map(() => ({ done: 0, total: 0 }));
  const sum = (of: "done" | "total") => told.reduce((before, one) => before + one[of], 0);
  const asked = sides.map((side, index) => {
    const progress = (done: number, total: number) => {
      told[index] = { done, total };
      bar.update(sum("done"), sum("total"));
    };
    return side(zone, readers, { ...options, progress });
  });
  const found = await Promise.all(asked).finally(bar.end);
  return readers.map((reader) => {
    const looks = found.map((findingsOf) => findingsOf(reader));
    return walkedReader(reader, looks, accepted);
  });
}

/** The way of one reader, by what the sides have found. A step at which nobody has looked is not seen. */
export function walkedReader(
  reader: ResolvedReader,
  sides: readonly Partial<Record<StepId, Finding[]>>[],
  accepted: readonly StepId[] = [],
): WalkedReader {
  const steps = ORDER.map((step): WalkedStep => {
    const found = sides.flatMap((looks) => looks[step] ?? []);
    const isLookedAt = sides.some((looks) => looks[step]);
    return { step, findings: isLookedAt ? worstFirst(found) : [NOBODY] };
  });
  const shown = byEvidence(steps);
  const wrong = shown.find(({ findings }) => findings[0]?.result === "wrong");
  const answer = wrong?.findings[0];
  const isUnseen = shown.some(
    ({ findings, step }) => findings[0]?.result === "not seen" && !accepted.includes(step),
  );
  return {
    reader,
    steps: shown,
    result: wrong ? "wrong" : isUnseen ? "not seen" : "right",
    ...(wrong && answer?.result === "wrong" && { answer: { ...answer, step: wrong.step } }),
  };
}

const NOBODY: Finding = { result: "not seen", says: "nothing looked at it" };

/** Findings, the worst before the others. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return WORST.flatMap((result) => findings.filter((one) => one.result === result));
}

const MOUNTED = "the pods have mounted the current version";

/** What could not be seen, and pods that have mounted every file of the current value have passed. */
const PASSED: Partial<Record<StepId, string>> = {
  "control-policies": `${MOUNTED}, so their own reads were allowed then`,
  "endpoint-policies": `${MOUNTED}, so their own reads were allowed then`,
  parts: `${MOUNTED}, and a file of each part`,
};

/** Every file of every pod is of the current version: that says more than what could not be seen. */
function byEvidence(steps: readonly WalkedStep[]): WalkedStep[] {
  const file = steps.find(({ step }) => step === "file")?.findings ?? [];
  const isRead = file.length > 0 && file.every(({ result }) => result === "right");
  if (!isRead) return [...steps];
  return steps.map(({ findings, step }) => {
    const says = PASSED[step];
    const isPassed = says !== undefined && findings[0]?.result === "not seen";
    return { step, findings: isPassed ? [{ result: "right", says }] : findings };
  });
}
