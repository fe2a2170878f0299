import type { AccessDocuments, ReadAccount } from "../../sdk/access";
import { UserError } from "../terminal/errors";
import { partitionProblems } from "./partition-problems";

/**
 * Refuses what accounts hold where an ARN is of another partition than the region of what they hold, which is then not theirs.
 * `title` says whose it is.
 */
export function requireOwnPartitions(
  title: string,
  objects: AccessDocuments,
  accounts: Pick<ReadAccount, "associations" | "identities">[],
): void {
  const [problem] = partitionProblems({
    ...objects,
    associations: accounts.flatMap(({ associations }) => associations),
    roles: accounts.flatMap(({ identities }) => identities.roles),
    users: accounts.flatMap(({ identities }) => identities.users),
    groups: accounts.flatMap(({ identities }) => identities.groups),
  });
  if (!problem) return;
  throw new UserError(
    `what ${title} holds ${problem.flaw}; the region of each account must be of the account's own partition`,
  );
}
