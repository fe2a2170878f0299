import type { ResolvedAccount, ResolvedReader } from "eks-pod-secrets/grant";
import { inParallel } from "iam-proof/collections";
import { AT_ONCE } from "../../documents/live/live-call";
import { type ReachedAccount, reachedAccount } from "../../documents/live/reached-account";
import { grantedReader, type ReadGranted } from "./read-objects";

/** The options for looking at ways. */
export interface Look {
  /** The inventory's file. Its control policies are beside it. */
  inventory: string;
  /** Whether to read values, to see which JSON parts they have. Defaults to false. */
  readParts?: boolean;
}

/** The input for reading, once for all of these readers. */
export interface Reading {
  /** The accounts on their ways. */
  accounts: readonly ReachedAccount[];
  read: ReadGranted;
  /** Called after each reader of a cluster, and after each object of an account. */
  tell(): void;
}

/** Gets access to the accounts on these readers' ways. */
export async function readingOf(
  readers: readonly ResolvedReader[],
  tell = () => {},
): Promise<Reading> {
  const used = new Set(readers.map(withAllGrants).flatMap(accountsOf));
  const accounts = await inParallel([...used], AT_ONCE, (one) => reachedAccount(one, "doctor"));
  return { accounts, read: grantedReader(accounts), tell };
}

/** A reader with everything that the inventory grants it, even if only some of it is asked about. */
export function withAllGrants(reader: ResolvedReader): ResolvedReader {
  return reader.grants[0]?.reader ?? reader;
}

/** The accounts of a reader, without those of other teams, for which there are no credentials. */
function accountsOf({ cluster, external, grants, targetRole }: ResolvedReader): ResolvedAccount[] {
  const own = grants.filter(({ target }) => !("external" in target && target.external));
  return [
    ...(external ? [] : [cluster.account]),
    ...(targetRole ? [targetRole.account] : []),
    ...own.flatMap(({ target }) => [target.account, ...(target.key ? [target.key.account] : [])]),
  ];
}
