import type { Stacks, Step } from "./stacks";
import { applied } from "./stacks";

/** How many states between the steps of a round are tried. */
const MOST = 20_000;

/**
 * Every state between two steps of a round, in every order that the steps' dependencies allow. Only steps that change
 * something of interest count.
 */
export function* moments(
  from: Stacks,
  steps: readonly Step[],
  isOfInterest: (step: Step) => boolean,
): Generator<{ now: Stacks; done: Step[] }> {
  const chosen = steps.filter((one) => Object.keys(one.puts).length > 0 && isOfInterest(one));
  const before = ancestors(steps);
  const within = chosen.map(({ id }) =>
    chosen.flatMap((other, place) => (before.get(id)?.has(other.id) ? [place] : [])),
  );
  // Each state, by the places of its finished steps.
  const states = new Map([["", new Set<number>()]]);
  for (const places of states.values()) {
    const done = chosen.filter((_, place) => places.has(place));
    yield { now: applied(from, done), done };
    for (const [place, needed] of within.entries()) {
      if (places.has(place) || !needed.every((one) => places.has(one))) continue;
      const next = new Set([...places, place].sort((a, b) => a - b));
      states.set([...next].join(" "), next);
    }
    if (states.size > MOST)
      throw new Error(`more than ${MOST} states between ${chosen.length} steps`);
  }
}

/** For each step, the IDs of all steps that must come before it. */
export function ancestors(steps: readonly Step[]): Map<string, Set<string>> {
  const byId = new Map(steps.map((one) => [one.id, one]));
  const found = new Map<string, Set<string>>();
  const visit = (id: string): Set<string> => {
    const known = found.get(id);
    if (known) return known;
    const all = new Set<string>();
    found.set(id, all);
    for (const one of byId.get(id)?.after ?? []) {
      if (!byId.has(one)) continue;
      all.add(one);
      for (const other of visit(one)) all.add(other);
    }
    return all;
  };
  for (const { id } of steps) visit(id);
  return found;
}

/** The steps in one order that their dependencies allow. */
export function inOrder(steps: readonly Step[]): Step[] {
  const left = new Map(steps.map((one) => [one.id, one]));
  const order: Step[] = [];
  while (left.size > 0) {
    const next = [...left.values()].find(({ after }) => after.every((id) => !left.has(id)));
    if (!next) throw new Error(`these steps wait for each other: ${[...left.keys()].join(", ")}`);
    left.delete(next.id);
    order.push(next);
  }
  return order;
}
