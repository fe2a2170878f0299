import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Outcome } from "./run-moto";

/** Tests that pass with Moto and not with the sandbox, by the reason. A test without parameters stands for all of its parameters. */
export interface Differences {
  /** By what the sandbox does not offer: a service, an operation, or a member or value of one. */
  notOffered: Record<string, string[]>;
  /** The sandbox refuses what AWS refuses, but in other words. By the call and AWS's code. */
  otherWords: Record<string, string[]>;
  differs: Difference[];
}

/** A difference between Moto and the sandbox, and why the sandbox does not do as Moto does. */
interface Difference {
  because: string;
  /** Where AWS documents it, or leaves it open. */
  source: string;
  /** The call that the sandbox refuses, and the code. Undefined if the sandbox answers. */
  refused?: string;
  tests: string[];
}

/** A reason why a test does not pass, and whether the run confirms it. */
interface Reason {
  holds(outcome: Outcome): boolean;
  words: string;
}

export function readDifferences(): Differences {
  return parse(readFileSync(join(__dirname, "differences.yaml"), "utf8")) as Differences;
}

/** What the list says wrongly about a run, in words. Empty if the list is right. */
export function compareWithList(outcomes: Outcome[], differences: Differences): string[] {
  const reasons = reasonsOf(differences);
  const used = new Set<string>();
  const wrong = outcomes.filter(isOfSandbox).flatMap((outcome) => {
    const { test, error } = outcome;
    const listed = [test, test.replace(/\[.*$/s, "")].find((name) => reasons.has(name));
    const reason = listed === undefined ? undefined : reasons.get(listed);
    if (listed !== undefined) used.add(listed);
    if (outcome.faults.length > 0) return [`${test}: ${outcome.faults.join(", ")}`];
    if (outcome.outcome === "passed") return reason ? [`${test} passes, and is in the list`] : [];
    if (!reason) return [`${test} does not pass, and is not in the list: ${error}`];
    return reason.holds(outcome)
      ? []
      : [`${test} does not pass, but not ${reason.words}: ${error}`];
  });
  const idle = [...reasons.keys()].filter((name) => !used.has(name));
  return [...wrong, ...idle.map((name) => `${name} is in the list, and was not run`)];
}

/** A test without calls only tests Moto itself. */
export function isOfSandbox({ calls }: Outcome): boolean {
  return calls > 0;
}

function reasonsOf({ notOffered, otherWords, differs }: Differences): Map<string, Reason> {
  const under = (tests: string[], reason: Reason) =>
    tests.map((test): [string, Reason] => [test, reason]);
  return new Map([
    ...Object.entries(notOffered).flatMap(([what, tests]) =>
      under(tests, {
        holds: (outcome) => outcome.notOffered.includes(what),
        words: `for want of ${what}`,
      }),
    ),
    ...Object.entries(otherWords).flatMap(([refused, tests]) =>
      under(tests, {
        holds: (outcome) =>
          outcome.refused.includes(refused) && /^assert|^Assert/.test(outcome.error),
        words: `for the words of ${refused}`,
      }),
    ),
    ...differs.flatMap(({ refused, tests }) =>
      under(tests, {
        holds: (outcome) => refused === undefined || outcome.refused.includes(refused),
        words: `for ${refused}`,
      }),
    ),
  ]);
}
