import type { AccessDocuments } from "../domain/documents";
import { accountOf } from "../names";
import { accountOfActor } from "./actors";
import type { Actor, OtherCall, World } from "./change";
import { entriesLetIn } from "./rights";
import watching from "./watching-services.json";

/** Services that let an account reach into all members of its organization: each has a kind of change. */
export const REACHING = {
  account: "account.amazonaws.com",
  conformance: "config-multiaccountsetup.amazonaws.com",
  identityCenter: "sso.amazonaws.com",
  root: "iam.amazonaws.com",
  stackSets: "member.org.stacksets.cloudformation.amazonaws.com",
};

/**
 * Services that find, report and filter in the members by the rights of their service-linked roles there, whose policies are listed. None
 * of these opens a secret or key, or acts as another role. AWS Backup is none of them, as it copies what clusters hold.
 */
const WATCHING = new Set(Object.keys(watching));

/** Whether an actor is of an account that administers the service for the organization: the management account does so anyway. */
export function administers({ documents }: World, actor: Actor, service: string): boolean {
  const { delegatedAdministrators, managementAccount } = documents.organization ?? {};
  const account = accountOfActor(actor);
  if (!managementAccount || account === "") return false;
  return (
    account === managementAccount ||
    (delegatedAdministrators ?? []).some(
      (one) => one.account === account && one.services.includes(service),
    )
  );
}

/** That the actor's account administers the service, as a step shows it beside its calls. */
export function administering({ documents }: World, actor: Actor, service: string): OtherCall[] {
  const account = accountOfActor(actor);
  if (account === documents.organization?.managementAccount) return [];
  const other = `account ${account} administers ${service} for its organization`;
  const decide = (now: World) => {
    const allowed = administers(now, actor, service);
    return { allowed, by: `the organization's ${allowed ? "" : "other "}delegated administrators` };
  };
  return [{ other, on: [account], decide }];
}

/** Accounts of the documents but for the management account: nobody read which of these are members. */
export function membersIn({ documents }: World): string[] {
  const { organization, parameters, roles, secrets } = documents;
  const all = [...(secrets ?? []), ...(parameters ?? []), ...(roles ?? [])];
  const accounts = new Set(all.map(({ arn }) => accountOf(arn) ?? ""));
  return [...accounts].filter((id) => id !== "" && id !== organization?.managementAccount);
}

/** Who may act on the accounts of an organization beside their own principals; empty where the documents name none. */
export interface OrganizationLooks {
  lookedAt: string[];
  /** Of these `complete` does not speak. */
  notLookedAt: string[];
}

/** Of whom of these it is known what they may do. */
export function looksAtOrganization({ documents }: World): OrganizationLooks {
  const looks: OrganizationLooks = { lookedAt: [], notLookedAt: [] };
  const { organization, wholeAccounts } = documents;
  const { delegatedAdministrators, delegationPolicy, id, managementAccount, ...others } =
    organization ?? {};
  if (!id && !managementAccount && Object.values(others).flat().length === 0) return looks;
  const note = (says: string, isLookedAt: boolean) =>
    looks[isLookedAt ? "lookedAt" : "notLookedAt"].push(says);
  const isRead = (account: string | null | undefined) =>
    Boolean(account && wholeAccounts?.includes(account));
  if (!delegatedAdministrators) note("the organization's delegated administrators", false);
  for (const { account, services } of delegatedAdministrators ?? []) {
    for (const service of services) {
      const title = `account ${account}, delegated administrator for ${service}`;
      const isReaching = Object.values(REACHING).includes(service);
      if (WATCHING.has(service)) note(`${title}, which gives no way to read`, true);
      else if (isReaching) note(title, isRead(account));
      else note(`${title}, of which it is not known what it gives`, false);
    }
  }
  for (const says of delegatesIn(delegationPolicy)) {
    const [account = ""] = /\d{12}/.exec(says) ?? [];
    note(`${says}, whom the organization's delegation policy names`, isRead(account));
  }
  if (delegatedAdministrators && delegatedAdministrators.length === 0 && !delegationPolicy) {
    note("the organization's delegated administrators, of whom there are none", true);
  }
  const { trustedServices } = others;
  const reaching = Object.values(REACHING);
  const unknown = trustedServices?.filter((one) => !WATCHING.has(one) && !reaching.includes(one));
  for (const one of unknown ?? []) {
    note(
      `${one}, which may act in the accounts, and of which it is not known what it gives`,
      false,
    );
  }
  if (!unknown?.length) note("the services that may act in its accounts", trustedServices != null);
  note(
    `its management account${managementAccount ? ` ${managementAccount}` : ""}`,
    isRead(managementAccount),
  );
  return looks;
}

/** Accounts that the delegation policy lets in, each once. */
function delegatesIn(
  policy: NonNullable<AccessDocuments["organization"]>["delegationPolicy"],
): string[] {
  const entries = entriesLetIn("resource", policy);
  const names = entries.map((entry) => {
    const account = "account" in entry ? entry.account : "arn" in entry && accountOf(entry.arn);
    return account ? `account ${account}` : "everyone";
  });
  return [...new Set(names)];
}
