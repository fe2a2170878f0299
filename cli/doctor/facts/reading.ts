import type { ResolvedAccount, ResolvedReader } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import { AT_ONCE } from "../../documents/live/live-call";
import { type ReachedAccount, reachedAccount } from "../../documents/live/reached-account";
import { grantedReader, type ReadGranted } from "./read-objects";

/** How ways are looked at. */
export interface Look {
  /** The inventory's file, beside which its control policies are. */
  inventory: string;
  /** Read values, to see which JSON parts they have. Defaults to false. */
  readParts?: boolean;
}

/** How what concerns some readers is read, once for all of them. */
export interface Reading {
  /** The accounts that their ways lead through. */
  accounts: readonly ReachedAccount[];
  read: ReadGranted;
  /** Is called after each reader of a cluster, and after each object of an account. */
  tell(): void;
}

/** Reaches the accounts that these readers' ways lead through. */
export async function readingOf(
  readers: readonly ResolvedReader[],
  tell = () => {},
): Promise<Reading> {
  const used = new Set(readers.map(withAllGrants).flatMap(accountsOf));
  const accounts = await inParallel([...used], AT_ONCE, (one) => reachedAccount(one, "doctor"));
  return { accounts, read: grantedReader(accounts), tell };
}

/** A reader with all that the inventory grants it, of which only some may be asked about. */
export function withAllGrants(reader: ResolvedReader): ResolvedReader {
  return reader.grants[0]?.reader ?? reader;
}

/** Of what others own or deploy, nobody here has credentials. */
function accountsOf({ cluster, external, grants, targetRole }: ResolvedReader): ResolvedAccount[] {
  const own = grants.filter(({ target }) => !("external" in target && target.external));
  return [
    ...(external ? [] : [cluster.account]),
    ...(targetRole ? [targetRole.account] : []),
    ...own.flatMap(({ target }) => [target.account, ...(target.key ? [target.key.account] : [])]),
  ];
}
