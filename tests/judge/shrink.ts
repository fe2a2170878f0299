import { type Disagreement, ourVerdicts } from "./compare";
import type { Judge, Verdict } from "./judge";

type Asked = Disagreement["asked"];

/** The smallest part of what was asked on which the evaluators still disagree, by leaving out one thing after another. */
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

/** Both answers to one request, where they differ. */
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

/** Everything that is left when one member or one element is left out, the largest parts first. */
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
