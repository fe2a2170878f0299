import type { ResolvedAccount } from "eks-pod-secrets/grant";
import { accountId, accountName, clusterName, region, roleArn, word } from "eks-pod-secrets/rules";
import { partitionOf } from "iam-proof/names";
import type { AdoptedAccount } from "../../adopt/adoption/plans";
import type { Places } from "../../adopt/live/found-live";
import { UserError } from "../../terminal/errors";

/** What each part of an account must be. */
const RULES = { name: accountName, id: accountId, region, profile: word, role: roleArn };

/** The accounts that are given as `NAME=ID,region=REGION,profile=NAME` or `role=ARN`. */
export function accountsGiven(
  given: readonly string[],
  defaultRegion: string | undefined,
): AdoptedAccount[] {
  const accounts = given.map((text): AdoptedAccount => {
    const [, name, id, settings = ""] =
      /^([^=,]+)=([^=,]+)((?:,(?:region|profile|role)=[^,]*)*)$/.exec(text) ?? [];
    const more = settings.split(",").map((one) => one.split(/=(.*)/));
    const parts = { region: defaultRegion, ...Object.fromEntries(more.slice(1)), name, id };
    if (name === undefined) {
      throw new UserError(
        `--account must be NAME=ID, such as platform=111111111111, with region=, profile= or role= after commas, got "${text}"`,
      );
    }
    if (parts.region === undefined) {
      throw new UserError(`--region must be given, or region= after --account ${name}`);
    }
    for (const [part, value] of Object.entries<string>(parts)) {
      requireFit(`the ${part} of ${name}`, RULES[part as keyof typeof RULES], value);
    }
    const { role: deployRole, ...own } = parts;
    return { ...own, ...(deployRole !== undefined && { deployRole }) };
  });
  const names = accounts.flatMap(({ id, name }) => [id, name]);
  requireOnce("--account", names);
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
  const found = clusters.map((text) => {
    const [, owner, name = "", at] = /^(?:([^/]+)\/)?([^@]+)(?:@(.+))?$/.exec(text) ?? [];
    const account = owner === undefined ? resolved[0] : resolved.find((one) => one.name === owner);
    if (!account) {
      throw new UserError(`--cluster ${text} must name an account of --account, got "${owner}"`);
    }
    requireFit("--cluster", clusterName, name);
    requireFit(`the region of --cluster ${text}`, region, at ?? account.region);
    return { account, name, region: at ?? account.region };
  });
  const names = found.map((one) => `${one.account.name}/${one.name}@${one.region}`);
  requireOnce("--cluster", names);
  return { accounts: resolved, clusters: found };
}

function requireFit(what: string, { must, pattern }: typeof accountId, value: string): void {
  if (!pattern.test(value)) throw new UserError(`${what} must be ${must}, got "${value}"`);
}

/** What is given twice would be found twice. */
function requireOnce(option: string, names: readonly string[]): void {
  const twice = names.find((one, index) => names.indexOf(one) < index);
  if (twice) throw new UserError(`${option} must name each one once, got ${twice} twice`);
}
