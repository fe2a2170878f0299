import { getOrMake } from "iam-proof/collections";
import { parseArn } from "iam-proof/names";
import { regionFlaw } from "../../../rules/arn-rules";
import type { Path, Report } from "../../../rules/problem";
import type { ResolvedAccount, ResolvedKey, ResolvedSecret } from "../../landing-zone/landing-zone";
import { shortHash } from "../../landing-zone/names";
import { ownArn } from "./references";

/** The customer managed keys that secrets and parameters name, each once. */
export interface KeyRing {
  keys: Map<string, ResolvedKey>;
  /** The key that `reference` names: an alias, or the ARN of a key that exists. */
  key(
    reference: string | undefined,
    account: ResolvedAccount,
    region: string,
    path: Path,
    /** What the key encrypts, for messages. */
    what: "parameter" | "replica" | "secret",
  ): ResolvedKey | undefined;
}

export function keyRing(report: Report): KeyRing {
  const keys = new Map<string, ResolvedKey>();
  return {
    keys,
    key(reference, account, region, path, what) {
      if (reference === undefined) return undefined;
      const arn = parseArn(reference);
      if (arn) {
        ownArn(reference, account, path, report);
        report(path, regionFlaw(reference, region, "key", what));
      }
      const id = arn ? reference : `${account.name}/${region}/${reference}`;
      const name = arn ? { existingArn: reference } : { alias: reference };
      const made = () => ({ id, account, region, secrets: [], parameters: [], ...name });
      return getOrMake(keys, id, made);
    },
  };
}

/** Adds to each key the secrets that it encrypts, including replicas. */
export function assignSecrets(secrets: Iterable<ResolvedSecret>): void {
  for (const secret of secrets) {
    const keys = new Set([secret.key, ...secret.replicas.map(({ key }) => key)]);
    for (const key of keys) key?.secrets.push(secret);
  }
}

const TWO_TO_31 = 2 ** 31;
const MULTIPLIER = 2862933555777941757n;
const SIXTY_FOUR_BITS = (1n << 64n) - 1n;

/**
 * The shard, counted from 0, that something belongs to. It depends on the name alone, so nothing else can move it. The shards are
 * of even size. With one more shard, only the new shard's share moves (Lamping and Veach's jump consistent hash).
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
