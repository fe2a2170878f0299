import type { TextRule } from "./text-rule";

/** Instance types of a group of which nobody says any. */
export const DEFAULT_INSTANCE_TYPES: readonly string[] = ["t3.medium"];

export const instanceType: TextRule = {
  pattern: /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/,
  must: "an EC2 instance type, such as m7i.large",
};

/**
 * Whether its processors are Arm: a g behind the generation says Graviton, as in m7g or c7gn, and the first family was a1.
 * Source: "Amazon EC2 instance type naming conventions" in the EC2 instance types guide.
 */
export function isArm(type: string): boolean {
  return /^(?:[a-z]+[0-9]+g|a1\.)/.test(type);
}
