import { InvalidArgumentError } from "commander";

import type { PlannedStack } from "../../../stacks/stack-plan";
import { waves } from "./waves";

/** One of several processes that share the stacks of a plan. */
export interface Shard {
  /** From 1. */
  index: number;
  of: number;
}

/** Reads `2/3`, as an option's value. */
export function parseShard(text: string): Shard {
  const [, index, of] = /^([1-9]\d{0,2})\/([1-9]\d{0,2})$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (shard.index <= shard.of) return shard;
  throw new InvalidArgumentError("it must be I/N, with I from 1 to N, such as 2/3.");
}

/**
 * Names of a shard's stacks. Each wave is dealt out in turn, so that all shards have work at the same time; whoever has the
 * same plan deals alike.
 */
export function shardOf(stacks: readonly PlannedStack[], { index, of }: Shard): Set<string> {
  return new Set(
    waves(stacks).flatMap(({ include }) =>
      include.filter((_, place) => place % of === index - 1).map(({ stack }) => stack),
    ),
  );
}
