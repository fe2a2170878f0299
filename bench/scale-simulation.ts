import { grouped } from "../sdk/collections/maps";
import type { PlannedStack } from "../stacks/stack-plan";

/** Rounds in which stacks run, so many at once, each after those that it depends on: the first that may run comes first. */
export function roundsOf(stacks: readonly PlannedStack[], parallel: number): number {
  const waiting = new Map(stacks.map((stack) => [stack.name, new Set(stack.dependsOn)]));
  const followers = grouped(stacks, ({ dependsOn }) => [...dependsOn]);
  const ready = stacks.filter(({ dependsOn }) => dependsOn.length === 0);
  let rounds = 0;
  while (ready.length > 0) {
    rounds += 1;
    for (const { name } of ready.splice(0, parallel)) {
      for (const follower of followers.get(name) ?? []) {
        const left = waiting.get(follower.name);
        left?.delete(name);
        if (left?.size === 0) ready.push(follower);
      }
    }
  }
  return rounds;
}
