import type { LandingZone } from "../../../sdk/grant";
import { version } from "../../terminal/package-directory";
import type { TrialNames } from "./names";
import type { Seen } from "./removal";
import type { TrialAnswer } from "./shape";
import type { ChosenAttempts } from "./trial-attempts";

/** What came of the steps of a trial. */
export type TrialOutcome = Pick<
  TrialAnswer,
  | "versions"
  | "resumed"
  | "kill"
  | "reads"
  | "attempts"
  | "leftOut"
  | "proof"
  | "revoked"
  | "left"
  | "keys"
>;

/** Lies between the versions that a trial ran with, one after another. */
const THEN = ", then ";

export function emptyOutcome(leftOut: TrialAnswer["leftOut"] = []): TrialOutcome {
  return {
    versions: ownVersions(),
    ...{ reads: [], attempts: [], leftOut, revoked: [], left: [], keys: [] },
  };
}

/** Versions of what runs the trial. */
export function ownVersions(): TrialOutcome["versions"] {
  return { "eks-pod-secrets": version(), "Node.js": process.version };
}

/** Versions of before and of now. Where they differ, both are named: the trial ran with each. */
export function joinVersions(
  before: TrialOutcome["versions"],
  now: TrialOutcome["versions"],
): TrialOutcome["versions"] {
  const joined = Object.entries(now).map(([name, version]) => {
    const known = before[name]?.split(THEN) ?? [];
    return [name, (known.at(-1) === version ? known : [...known, version]).join(THEN)];
  });
  return { ...before, ...Object.fromEntries(joined) };
}

/** Whether a trial showed what it is there to show. */
export function verdict(
  { attempts, left, proof, reads, revoked }: TrialOutcome,
  steps: TrialAnswer["steps"],
  { tried }: Pick<ChosenAttempts, "tried">,
): "passed" | "failed" {
  const isRefused = (one: { result: string }) => one.result === "refused";
  const isPassed =
    steps.every(({ result }) => result === "done") &&
    reads.length > 0 &&
    reads.every(({ result }) => result === "reads") &&
    tried.every(({ name }) => attempts.some(({ attempt }) => attempt === name)) &&
    attempts.every(isRefused) &&
    proof !== undefined &&
    proof.result !== "unknown" &&
    proof.claims > 0 &&
    revoked.length > 0 &&
    revoked.every(isRefused) &&
    left.length === 0;
  return isPassed ? "passed" : "failed";
}

/** What came of `--remove`. */
export function removalVerdict(
  { isAny }: Pick<Seen, "isAny">,
  { left }: Pick<TrialOutcome, "left">,
  steps: TrialAnswer["steps"],
): "removed" | "nothing found" | "failed" {
  if (steps.some(({ result }) => result === "failed")) return "failed";
  if (!isAny) return "nothing found";
  return left.length === 0 ? "removed" : "failed";
}

/** The whole answer. */
export function trialAnswer({
  begun,
  names,
  outcome,
  result,
  steps,
  world,
  zone,
}: {
  begun: Date;
  names: TrialNames;
  outcome: TrialOutcome;
  result: TrialAnswer["result"];
  steps: TrialAnswer["steps"];
  world: TrialAnswer["world"];
  zone: LandingZone;
}): TrialAnswer {
  return {
    ...{ id: names.id, result, world },
    begun: begun.toISOString(),
    seconds: Math.round((Date.now() - begun.getTime()) / 100) / 10,
    accounts: zone.accounts.map(({ id, name, region }) => ({ name, id, region })),
    steps,
    ...outcome,
  };
}
