import type { ResolvedAccount } from "eks-pod-secrets/grant";
import { accountName, clusterName, region as regionRule, roleArn } from "eks-pod-secrets/rules";
import { partitionOf } from "iam-proof/names";
import type { AdoptedAccount } from "../../adopt/adoption/plans";
import type { Places } from "../../adopt/live/found-live";
import { UserError } from "../../terminal/errors";
import { accountIdGiven } from "../../terminal/printed-text";

/** What may follow an account's id. */
const SETTINGS = { region: "region", profile: "profile", role: "deployRole" } as const;

/** The accounts that are given as `NAME=ID,region=REGION,profile=NAME` or `role=ARN`. */
export function accountsGiven(
  given: readonly string[],
  region: string | undefined,
): AdoptedAccount[] {
  const accounts = given.map((text): AdoptedAccount => {
    const [named = "", ...settings] = text.split(",");
    const [name = "", id = "", ...rest] = named.split("=");
    if (!accountName.pattern.test(name) || id === "" || rest.length > 0) {
      throw new UserError(
        `--account must be NAME=ID, such as platform=111111111111, got "${text}"`,
      );
    }
    const more = Object.fromEntries(
      settings.map((one) => {
        const at = one.indexOf("=");
        const key = SETTINGS[one.slice(0, at) as keyof typeof SETTINGS];
        if (at > 0 && key !== undefined) return [key, one.slice(at + 1)];
        throw new UserError(
          `after its id, --account takes region=, profile= or role=, got "${one}"`,
        );
      }),
    );
    const account: Partial<AdoptedAccount> = { name, id: accountIdGiven(id), region, ...more };
    if (account.region === undefined) {
      throw new UserError(`--region must be given, or region= after --account ${name}`);
    }
    if (!regionRule.pattern.test(account.region)) {
      throw new UserError(
        `the region of ${name} must be ${regionRule.must}, got "${account.region}"`,
      );
    }
    if (account.deployRole !== undefined && !roleArn.pattern.test(account.deployRole)) {
      throw new UserError(
        `the role of ${name} must be ${roleArn.must}, got "${account.deployRole}"`,
      );
    }
    return account as AdoptedAccount;
  });
  for (const key of ["id", "name"] as const) {
    const all = accounts.map((one) => one[key]);
    const twice = all.find((one, index) => all.indexOf(one) < index);
    if (twice) throw new UserError(`--account must name each account once, got ${twice} twice`);
  }
  return accounts;
}

/** The accounts, and the clusters that are given as `NAME`, `ACCOUNT/NAME` or either with `@REGION`. */
export function placesGiven(
  accounts: readonly AdoptedAccount[],
  clusters: readonly string[],
): Places {
  const resolved = accounts.map(
    (one): ResolvedAccount => ({ ...one, partition: partitionOf(one.region), administrators: [] }),
  );
  return {
    accounts: resolved,
    clusters: clusters.map((text) => {
      const [, owner, name = "", region] = /^(?:([^/]+)\/)?([^@]+)(?:@(.+))?$/.exec(text) ?? [];
      const account =
        owner === undefined ? resolved[0] : resolved.find((one) => one.name === owner);
      if (!account) {
        throw new UserError(`--cluster ${text} must name an account of --account, got "${owner}"`);
      }
      if (!clusterName.pattern.test(name)) {
        throw new UserError(`--cluster must be ${clusterName.must}, got "${text}"`);
      }
      return { account, name, region: region ?? account.region };
    }),
  };
}
