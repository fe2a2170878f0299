import { aboutInventory } from "../../inventory/inventory-file";
import type { Facts } from "../facts/read-facts";
import { type Finding, STEPS, type StepId, type WalkedReader, type WalkedStep } from "../step";
import { LOOKS } from "../steps/looks";

const ORDER = Object.keys(STEPS) as StepId[];

/** The worst comes first. */
const WORST = ["wrong", "not seen", "right"] as const;

/** What each step finds in facts. The commands of mends are about this inventory. */
export function findingsOf(facts: Facts, inventory: string): Record<StepId, Finding[]> {
  const found = ORDER.map((step) => [
    step,
    LOOKS[step](facts).map((one) => aboutOwn(one, inventory)),
  ]);
  return Object.fromEntries(found);
}

/** A finding whose commands name this inventory, where it is not the default one. */
export function aboutOwn(finding: Finding, inventory: string): Finding {
  if (finding.result !== "wrong") return finding;
  const commands = finding.mend.commands.map((command) => {
    const [, own] = /^eks-pod-secrets (.*)/.exec(command) ?? [];
    return own === undefined ? command : aboutInventory(own, inventory);
  });
  return { ...finding, mend: { ...finding.mend, commands } };
}

/**
 * The way of a reader, by what its steps have found. A step whose earlier step is wrong is shown as well, and the first wrong one is the
 * answer. `accepted`: steps that may be not seen.
 */
export function walkedReader(
  reader: string,
  found: Readonly<Record<StepId, readonly Finding[]>>,
  accepted: readonly StepId[] = [],
): WalkedReader {
  const steps = byEvidence(ORDER.map((step) => ({ step, findings: worstFirst(found[step]) })));
  for (const { findings, step } of steps) {
    const [first] = findings;
    if (first?.result !== "wrong") continue;
    const { result, ...answer } = first;
    return { reader, result, answer: { ...answer, step }, steps };
  }
  const isUnseen = steps.some(
    ({ findings, step }) => findings[0]?.result === "not seen" && !accepted.includes(step),
  );
  return { reader, result: isUnseen ? "not seen" : "right", steps };
}

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
  return steps.map((one) => {
    const says = PASSED[one.step];
    const isPassed = isRead && says !== undefined && one.findings[0]?.result === "not seen";
    return isPassed ? { step: one.step, findings: [{ result: "right", says }] } : one;
  });
}
