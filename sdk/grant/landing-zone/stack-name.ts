import type { ResolvedAccount } from "./landing-zone";

/** The layers of an account, in the order of deployment. */
export const layers = ["cluster", "secrets", "workloads"] as const;

export type Layer = (typeof layers)[number];

/** Name of the stack of an account's layer. */
export function stackName({ name }: Pick<ResolvedAccount, "name">, layer: Layer): string {
  return `${name}.${layer}`;
}

/** `111122223333 (shop)`, as people know an account. */
export function accountTitle({ id, name }: Pick<ResolvedAccount, "id" | "name">): string {
  return name === id ? id : `${id} (${name})`;
}
