import { administratorArn } from "iam-proof/domain";
import { parseArn, partitionOf } from "iam-proof/names";
import { type Report, shown } from "../../../rules/problem";
import type {
  LandingZone,
  ResolvedAccount,
  ResolvedGrant,
  ResolvedOrganization,
} from "../../landing-zone/landing-zone";
import { targetRoleName } from "../../landing-zone/names";
import type { Inventory } from "../schema/inventory";
import { type GrantDraft, type ReaderDraft, resolveRole } from "./readers";
import { ownArn, uniqueness } from "./references";

export function resolveOrganization({ organization = {} }: Inventory): ResolvedOrganization {
  return {
    ...organization,
    serviceControlPolicies: organization.serviceControlPolicies ?? [],
    resourceControlPolicies: organization.resourceControlPolicies ?? [],
  };
}

/** The quotas of accounts that differ from AWS's defaults. */
export function resolveQuotas({ accounts }: Inventory): LandingZone["quotas"] {
  return Object.fromEntries(
    Object.entries(accounts).flatMap(([name, { quotas }]) => (quotas ? [[name, quotas]] : [])),
  );
}

/** Accounts by their names. */
export function resolveAccounts(
  inventory: Inventory,
  report: Report,
): Map<string, ResolvedAccount> {
  const unique = uniqueness(report);
  const accounts = new Map<string, ResolvedAccount>();
  for (const [name, entry] of Object.entries(inventory.accounts)) {
    const path = ["accounts", name];
    const { administrators = [], deployRole, id, profile, region, tags } = entry;
    const partition = partitionOf(region);
    const account = { name, id, region, partition, deployRole, profile, tags, administrators };
    accounts.set(name, account);

    unique(
      id,
      name,
      [...path, "id"],
      (first) =>
        `must be its own, got that of ${first}; set region on clusters and secrets instead of declaring an account twice`,
    );
    if (deployRole !== undefined && profile !== undefined) {
      report([...path, "profile"], "must be left out beside deployRole; keep one of them");
    }
    if (deployRole !== undefined) ownArn(deployRole, account, [...path, "deployRole"], report);
    for (const [index, administrator] of administrators.entries()) {
      const at = [
        ...path,
        "administrators",
        index,
        ...(typeof administrator === "string" ? [] : ["role"]),
      ];
      ownArn(administratorArn(administrator), account, at, report);
    }
  }
  return accounts;
}

/**
 * Decides how a reader reaches the secrets of other accounts. A service account has one Pod Identity association and so one role to
 * read as. That is why a reader cannot mix modes, or target roles of several owners. Secrets that the role cannot reach are not
 * granted: they would make the pod's whole mount fail.
 */
export function resolveMode(
  { entry, path: readerPath, reader }: ReaderDraft,
  drafts: readonly GrantDraft[],
  report: Report,
): void {
  const modeOf = (draft: GrantDraft) => draft.entry.mode ?? entry.mode ?? "resourcePolicy";
  const foreign = drafts.filter(({ grant }) => grant.kind === "secret" && grant.crossAccount);
  const first = foreign[0];
  if (!first || modeOf(first) === "resourcePolicy") {
    for (const draft of foreign) {
      if (modeOf(draft) === "targetRole") report([...draft.path, "mode"], mixedModes(first));
    }
    return;
  }

  for (const { entry: read, grant, path } of foreign) {
    if (grant.kind !== "secret" || !grant.target.external) continue;
    const at = read.mode === undefined ? readerPath : path;
    const says = `must be resourcePolicy, got "targetRole" with secret ${shown(grant.target.id)}: others own its account, in which this inventory makes no role`;
    report([...at, "mode"], says);
  }
  const owner = first.grant.target.account;
  reader.mode = "targetRole";
  reader.targetRole = resolveRole(
    owner,
    entry.rolePath,
    entry.targetRoleName ?? targetRoleName(reader),
  );
  const { permissionsBoundary: boundary } = reader;
  if (boundary !== undefined && parseArn(boundary)?.account !== "aws") {
    report(
      [...readerPath, "permissionsBoundary"],
      `must be a policy of AWS in mode targetRole, whose two roles are of two accounts, got ${shown(boundary)}`,
    );
  }
  for (const draft of drafts) {
    const { grant, path } = draft;
    const { account } = grant.target;
    if (grant.kind === "parameter") takeBack(grant);
    else if (account !== owner) {
      report(
        path,
        `must be a secret of ${owner.name}, whose role the pod reads as in mode targetRole, got ${shown(grant.target.id)} of ${account.name}; give it a reader of its own`,
      );
    } else if (modeOf(draft) !== "targetRole") {
      report([...path, "mode"], mixedModes(first));
    }
  }
}

function takeBack(grant: ResolvedGrant): void {
  const { reader, target } = grant;
  reader.grants = reader.grants.filter((one) => one !== grant);
  target.grants = target.grants.filter((one) => one !== grant) as never[];
}

function mixedModes(first: GrantDraft | undefined): string {
  const target = first?.grant.target.id;
  return `must be that of the reader's other reads, such as ${shown(target)}: a service account has one role to read as; give it a reader of its own`;
}
