import type { AccessDocuments, ReadAccount } from "eks-pod-secrets/access";
import { administratorArn } from "eks-pod-secrets/grant";
import { ownRegionFlaw, partitionFlaw } from "eks-pod-secrets/rules";
import { getOrMake } from "iam-proof/collections";
import { parseArn } from "iam-proof/names";
import { UserError } from "../terminal/errors";

type Path = (string | number)[];

/** An ARN whose partition is not that of its region or account, and what is wrong with it. */
interface PartitionProblem {
  path: Path;
  flaw: string;
}

/** Every region and every account is in one partition of AWS. An ARN with another partition names nothing. */
export function partitionProblems(documents: AccessDocuments): PartitionProblem[] {
  const byAccount = new Map<string, string>();
  return arnsOf(documents).flatMap(([path, arn]) => {
    const { account = "", partition = "" } = parseArn(arn) ?? {};
    const own = ownRegionFlaw(arn);
    if (own !== undefined) return [{ path, flaw: own }];
    if (!/^\d{12}$/.test(account)) return [];
    const known = getOrMake(byAccount, account, () => partition);
    const flaw = partitionFlaw(arn, known, `account ${account}`);
    return flaw === undefined ? [] : [{ path, flaw }];
  });
}

/** The ARNs of what the documents are about. ARNs with a region come first: a region tells its partition. */
function arnsOf(documents: AccessDocuments): [Path, string][] {
  const found: [Path, string][] = [];
  const add = (path: Path, value: unknown) => {
    if (typeof value === "string" && parseArn(value)) found.push([path, value]);
  };
  for (const list of ["keys", "secrets", "parameters", "roles", "users", "groups"] as const) {
    for (const [index, entry] of (documents[list] ?? []).entries()) {
      add([list, index, "arn"], entry.arn);
      if ("key" in entry) add([list, index, "key"], entry.key);
    }
  }
  for (const [index, association] of (documents.associations ?? []).entries()) {
    for (const name of ["clusterArn", "roleArn", "targetRoleArn"] as const) {
      add(["associations", index, name], association[name]);
    }
  }
  for (const [index, { arn, clusters }] of (documents.vpcEndpoints ?? []).entries()) {
    add(["vpcEndpoints", index, "arn"], arn);
    for (const [place, cluster] of (clusters ?? []).entries()) {
      add(["vpcEndpoints", index, "clusters", place], cluster);
    }
  }
  for (const [index, { reader, secret }] of (documents.grants ?? []).entries()) {
    add(["grants", index, "reader", "clusterArn"], reader.clusterArn);
    add(["grants", index, "secret"], secret);
  }
  for (const [index, one] of (documents.administrators ?? []).entries()) {
    add(["administrators", index], administratorArn(one));
  }
  const hasRegion = ([, arn]: [Path, string]) => Number(parseArn(arn)?.region !== "");
  return found.sort((a, b) => hasRegion(b) - hasRegion(a));
}

/**
 * Refuses documents of accounts with an ARN from another partition than the region: such an object does not belong to the
 * accounts. `title` says whose documents these are.
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
