import fc from "fast-check";
import type { AccessRequest } from "../../proof";
import { evaluate } from "../../sdk/access";
import { type Judge, startJudge, type Verdict } from "./judge";
import { type Case, randomCases } from "./random-documents";

/** A request to which the two evaluators give different answers. */
interface Disagreement {
  asked: Omit<Case, "requests"> & { request: AccessRequest };
  ours: Verdict;
  judge: Verdict;
}

interface Comparison {
  pairs: number;
  allowed: number;
  denied: number;
  /** Requests for which AWS's documentation does not say enough. */
  notSaid: number;
  disagreements: Disagreement[];
}

const REQUESTS = 10;
const BATCH = 100;

/** Asks both evaluators about this many random pairs of documents and request. The same seed gives the same pairs. */
export async function compare(pairs: number, seed: number): Promise<Comparison> {
  const found: Comparison = { pairs: 0, allowed: 0, denied: 0, notSaid: 0, disagreements: [] };
  const judge = startJudge();
  for (let batch = 0; found.pairs < pairs; batch++) {
    const cases = fc.sample(randomCases(REQUESTS), { numRuns: BATCH, seed: seed + batch });
    await compareBatch(judge, cases, found);
  }
  await judge.stop();
  return found;
}

async function compareBatch(judge: Judge, cases: Case[], found: Comparison): Promise<void> {
  const asking = (async () => {
    for (const one of cases) await judge.ask(one);
  })();
  const answers = cases.map(ourVerdicts);
  await asking;
  for (const [index, one] of cases.entries()) {
    const { done, value: line } = await judge.verdicts.next();
    if (done) throw new Error("the judge stopped");
    for (const [at, request] of one.requests.entries()) {
      const ours = answers[index]?.[at] as Verdict;
      count(found, { documents: one.documents, sessionPolicies: one.sessionPolicies, request }, [
        ours,
        line[at] as Verdict,
      ]);
    }
  }
}

function count(
  found: Comparison,
  asked: Disagreement["asked"],
  [ours, judge]: [Verdict, Verdict],
): void {
  found.pairs++;
  if (judge === "?") found.notSaid++;
  else if (judge === "a") found.allowed++;
  else found.denied++;
  if (judge !== "?" && judge !== ours) found.disagreements.push({ asked, ours, judge });
}

/** Our evaluator's verdict on each request of a case. */
function ourVerdicts({ documents, requests, sessionPolicies }: Case): Verdict[] {
  const options = {
    sessionPolicies: sessionPolicies.map((document) => ({ name: "session policy", document })),
  };
  return requests.map((request) =>
    evaluate(documents, request, options).decision === "allowed" ? "a" : "d",
  );
}

type Asked = Disagreement["asked"];

/** Removes one thing after another, while the evaluators still disagree on the rest. */
export async function shrink(found: Disagreement, judge: Judge): Promise<Disagreement> {
  let smallest = found;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const asked of smallerOnes(smallest.asked)) {
      const again = await disagreement(asked, judge);
      if (!again || again.ours !== found.ours) continue;
      smallest = again;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

/** Both answers to one request, if they differ. */
export async function disagreement(asked: Asked, judge: Judge): Promise<Disagreement | undefined> {
  const { request, ...rest } = asked;
  const one = { ...rest, requests: [request] };
  let ours: Verdict | undefined;
  try {
    ours = ourVerdicts(one)[0];
  } catch {
    return undefined;
  }
  await judge.ask(one);
  const { value } = await judge.verdicts.next();
  if (ours === undefined || value === ours || !/^[ad]$/.test(value)) return undefined;
  return { asked, ours, judge: value };
}

/** Everything that remains after one member or element is removed. The largest removals come first. */
function* smallerOnes<T>(value: T): Generator<T> {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const index of value.keys()) yield value.toSpliced(index, 1) as T;
    for (const [index, element] of value.entries()) {
      for (const smaller of smallerOnes(element)) yield value.with(index, smaller) as T;
    }
    return;
  }
  for (const key of Object.keys(value)) {
    const { [key as keyof T]: _, ...rest } = value;
    yield rest as T;
  }
  for (const [key, member] of Object.entries(value)) {
    for (const smaller of smallerOnes(member)) yield { ...value, [key]: smaller } as T;
  }
}
