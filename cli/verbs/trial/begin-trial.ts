import { parseInventory } from "../../../sdk/grant";
import { accountAccess } from "../../aws/account-access";
import { foundInCluster } from "../../clusters/found-in-cluster";
import { type UsableInventory, usableInventory } from "../../inventory/inventory-file";
import { FileError, UserError } from "../../terminal/errors";
import { copiedInventory } from "./copied-inventory";
import type { TrialNames } from "./names";
import { type ScenarioPlace, scenarioText, type TrialAccount } from "./scenario";

/** Where a trial is to take place: two profiles, or the accounts of an inventory. */
export interface TrialOptions {
  owner?: string;
  reader?: string;
  cluster?: string;
  region?: string;
  inventory?: string;
}

/** Ids that stand for accounts which nobody has been asked about. */
const UNKNOWN = { reader: "111111111111", owner: "222222222222" };

/** The text of the trial's inventory. `isDry`: nobody is asked, so that ids and what a cluster has are assumed. */
export async function trialInventory(
  options: TrialOptions,
  names: TrialNames,
  { isDry }: { isDry: boolean },
): Promise<string> {
  const { cluster, inventory, owner, reader } = options;
  if (inventory !== undefined) {
    if (owner !== undefined || reader !== undefined || cluster !== undefined) {
      throw new UserError("must be given either --inventory, or --owner and --reader, got both");
    }
    return copiedInventory(await usableInventory(inventory), names);
  }
  if (owner === undefined || reader === undefined) {
    throw new UserError("must be given --owner PROFILE and --reader PROFILE, or --inventory FILE");
  }
  const region = options.region ?? (process.env.AWS_REGION || undefined);
  if (region === undefined) throw new UserError("--region must be given, or AWS_REGION be set");
  const accounts = isDry
    ? {
        reader: { id: UNKNOWN.reader, profile: reader },
        owner: { id: UNKNOWN.owner, profile: owner },
      }
    : await askAccounts({ reader, owner }, region);
  const place: ScenarioPlace = { ...accounts, region };
  if (cluster === undefined) return scenarioText(names, place);
  // What the cluster has is found out once it is known which cluster it is.
  const assumed = { ...place, cluster: { name: cluster, hasAgent: false, hasDriver: false } };
  if (isDry) return scenarioText(names, assumed);
  return scenarioText(names, { ...place, cluster: await lookInto(scenarioText(names, assumed)) });
}

/** Parses the text of a trial's inventory. */
export function parsedTrial(text: string): UsableInventory {
  const parsed = parseInventory(text, "landing-zone.yaml");
  if ("problems" in parsed) throw new FileError(parsed.problems);
  return parsed;
}

async function askAccounts(
  profiles: { reader: string; owner: string },
  region: string,
): Promise<{ reader: TrialAccount; owner: TrialAccount }> {
  const [reader, owner] = await Promise.all([
    askAccount(profiles.reader, region),
    askAccount(profiles.owner, region),
  ]);
  if (reader.id !== owner.id) return { reader, owner };
  throw new UserError(
    `--owner and --reader must be profiles of two accounts, got ${profiles.owner} and ${profiles.reader}, both of ${reader.id}`,
  );
}

async function askAccount(profile: string, region: string): Promise<TrialAccount> {
  const [{ STS }, { fromIni }] = await Promise.all([
    import("@aws-sdk/client-sts"),
    import("@aws-sdk/credential-providers"),
  ]);
  try {
    const { Account = "" } = await new STS({
      region,
      credentials: fromIni({ profile }),
    }).getCallerIdentity({});
    return { id: Account, profile };
  } catch (error) {
    throw new UserError(`cannot use profile ${profile}: ${(error as Error).message}`);
  }
}

async function lookInto(text: string): Promise<ScenarioPlace["cluster"]> {
  const [cluster] = parsedTrial(text).landingZone.clusters;
  if (!cluster) return undefined;
  const access = await accountAccess(cluster.account, cluster.region, "trial");
  const found = await foundInCluster(cluster, [], access);
  if (found) return { name: cluster.name, hasAgent: found.hasAgent, hasDriver: found.hasDriver };
  throw new UserError(
    `--cluster must name a cluster of ${cluster.region} in account ${cluster.account.id} that is active, got ${cluster.name}`,
  );
}
