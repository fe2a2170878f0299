import { shortHash } from "../../landing-zone/short-hash";

const TWO_TO_31 = 2 ** 31;
const MULTIPLIER = 2862933555777941757n;
const SIXTY_FOUR_BITS = (1n << 64n) - 1n;

/**
 * Which of `shards`, from 0, something belongs to: by its name alone, so that nothing else moves it. The shares are even, and with
 * one shard more only that one's share moves, to it (Lamping and Veach's jump consistent hash).
 */
export function shardOf(name: string, shards: number): number {
  let seed = BigInt(`0x${shortHash(name)}`);
  let shard = 0;
  for (let next = 0; next < shards; ) {
    shard = next;
    seed = (seed * MULTIPLIER + 1n) & SIXTY_FOUR_BITS;
    next = Math.floor((shard + 1) * (TWO_TO_31 / (Number(seed >> 33n) + 1)));
  }
  return shard;
}
