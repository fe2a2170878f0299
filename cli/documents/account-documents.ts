import { everyoneInAccounts } from "eks-pod-secrets/access";
import { landingZoneDocuments, plannedArns } from "eks-pod-secrets/access/landing-zone";
import type { LandingZone, ResolvedAccount } from "eks-pod-secrets/grant";
import { getOrMake } from "iam-proof/collections";
import { accountOf, secretName } from "iam-proof/names";
import { accountAccess } from "../aws/account-access";
import { count } from "../terminal/output";
import { progressBar } from "../terminal/progress-bar";
import { arnsIn } from "./arns-in";
import { accountIdentities } from "./live/account-identities";
import { accountObjects } from "./live/account-objects";
import { liveCompute } from "./live/compute";
import { namesOidcProviders, oidcProviders } from "./live/oidc-providers";
import { attempt, type Unread, unreadOf } from "./live/unread";
import { requireOwnPartitions } from "./partition-problems";
import { policiesOfFiles } from "./policies-of-files";
import type { SourceDocuments } from "./source-documents";

/** Which account to read, and what explains who reads its secrets. */
interface WholeAccount {
  account: ResolvedAccount;
  regions: string[];
  /** The inventory whose readers and administrators are declared. Defaults to none. */
  declared?: { zone: LandingZone; file: string };
}

/** All secrets and parameters of an account, read with the AWS SDK, and all of its principals. What could not be read is a gap. */
export async function accountDocuments(whole: WholeAccount): Promise<SourceDocuments> {
  const { account, declared, regions } = whole;
  const from = new Date();
  const access = await accountAccess(account, account.region, "summary");
  const regional = new Map([[access.region, access]]);
  const inRegion = (region: string) => getOrMake(regional, region, () => ({ ...access, region }));
  const bar = progressBar("reading");
  try {
    const ofIdentities: Unread[] = [];
    const open = { kind: "account" as const, account: account.id, roles: [] };
    const [identities, { plainParameters, unread: ofObjects, ...objects }] = await Promise.all([
      attempt({ account, unread: ofIdentities }, "who is in it", open, () =>
        accountIdentities(access, (arn, { action, message }) => {
          const left = { kind: "rights" as const, arn };
          ofIdentities.push(unreadOf(account, action, `a policy of ${arn}`, left, message));
        }),
      ),
      accountObjects({ account, access: inRegion, regions, onProgress: bar.update }),
    ]);
    const providers =
      identities && namesOidcProviders(identities)
        ? await attempt(
            { account, unread: ofIdentities },
            "which OIDC providers it has",
            { kind: "providers", account: account.id, roles: [] },
            () => oidcProviders(access),
          )
        : undefined;
    const to = new Date();
    const unread = [...ofIdentities, ...ofObjects];
    const planned = declared && (await declaredDocuments(declared, objects));
    const read = {
      account,
      callerArn: access.callerArn,
      identities: identities ?? { roles: [], users: [], groups: [] },
      associations: [],
    };
    requireOwnPartitions(`account ${account.id}`, objects, [read]);
    const { everyone, gaps, policyChangers } = everyoneInAccounts(
      {
        ...objects,
        ...planned,
        ...withSeals(objects, declared?.zone),
        ...(providers && { oidcProviders: [{ account: account.id, providers }] }),
      },
      [],
      [read],
      unread,
    );
    const documents = {
      ...everyone,
      administrators: planned?.administrators ?? [],
      associations: planned?.associations ?? [],
    };
    return {
      title: `account ${account.id}`,
      documents,
      gaps,
      ...(identities && {
        policyChangers,
        beside: { managedPolicies: identities.managedPolicies },
      }),
      notes: [...leftOut(plainParameters), controlNote(declared?.zone)],
      ...(declared && { zone: declared.zone }),
      live: {
        ...{ from, to, unread },
        beyond: () => liveCompute([{ account, access: inRegion }], everyone),
        again: () => accountDocuments(whole),
      },
    };
  } finally {
    bar.end();
  }
}

function leftOut(plainParameters: number): string[] {
  if (plainParameters === 0) return [];
  return [
    `${count(plainParameters, "parameter")} of type String or StringList left out: AWS stores them as they are`,
  ];
}

/** A note that control policies can only be read in an organization's management account. */
function controlNote(zone: LandingZone | undefined): string {
  const { resourceControlPolicies = [], serviceControlPolicies = [] } = zone?.organization ?? {};
  const files = [...serviceControlPolicies, ...resourceControlPolicies];
  return files.length > 0
    ? `service and resource control policies are those of ${files.join(", ")}, and were not read; others could only keep out some who are named here`
    : "service and resource control policies were not read: they could only keep out some who are named here";
}

/** What an inventory declares about what was read. */
async function declaredDocuments(
  { file, zone }: NonNullable<WholeAccount["declared"]>,
  objects: Parameters<typeof arnsIn>[0],
) {
  const control = await policiesOfFiles(zone, file);
  const planned = landingZoneDocuments(zone, arnsIn(objects, plannedArns), control);
  const { administrators, associations, grants, organization } = planned;
  return { administrators, associations, grants, organization };
}

/** The secrets, with what only an inventory can tell: whether they are sealed, and which role rotates them. */
function withSeals(
  { secrets }: Pick<SourceDocuments["documents"], "secrets">,
  zone: LandingZone | undefined,
) {
  return {
    secrets: (secrets ?? []).map((secret) => {
      const account = accountOf(secret.arn);
      const name = secretName(secret.arn);
      const declared = zone?.secrets.find((one) => one.account.id === account && one.name === name);
      if (!declared) return secret;
      const { rotation, sealed } = declared;
      return {
        ...secret,
        sealed,
        ...(rotation && { rotation: { role: rotation.roleArn ?? null } }),
      };
    }),
  };
}
