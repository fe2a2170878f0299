import { type Problem, problemIf } from "./problem";

/** EKS lets a managed node group have at most so many nodes; more take a raised quota and another node group. */
export const nodeCount = { least: 0, most: 450 };

/** How many nodes a group has, as far as somebody says it. */
export interface NodeCounts {
  min?: number;
  desired?: number;
  max?: number;
}

/** How many nodes a group has: 1 to 3 and at first 2, or what follows from the numbers that are given. */
export function nodeScaling({ desired, max, min }: NodeCounts): Required<NodeCounts> {
  const least = min ?? Math.min(1, desired ?? 1, max ?? 1);
  const first = desired ?? Math.max(least, Math.min(2, max ?? 2));
  return { min: least, desired: first, max: max ?? Math.max(3, first) };
}

/** Numbers that do not go together. */
export function nodeScalingProblems(counts: NodeCounts): Problem[] {
  const { desired, max, min } = nodeScaling(counts);
  if (max < 1)
    return problemIf(["max"], "must be at least 1: EKS takes no group that can have no node");
  if (min <= desired && desired <= max) return [];
  const says = `must not decrease from min over desired to max, got ${min}, ${desired}, ${max}`;
  return problemIf([], says);
}
