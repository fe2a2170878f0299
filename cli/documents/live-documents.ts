import type { AccessDocuments } from "../../sdk/access";
import {
  landingZoneDocuments,
  plannedArns,
} from "../../sdk/access/landing-zone/landing-zone-documents";
import type { LandingZone } from "../../sdk/grant";
import { progressBar } from "../terminal/progress";
import { arnsIn } from "./arns-in";
import { controlPolicies } from "./control-policies";
import { liveAccounts } from "./live/live-accounts";
import { liveObjects } from "./live/live-objects";
import type { SourceDocuments } from "./source-documents";
import { withIdentities } from "./with-identities";

/**
 * What the accounts of an inventory hold, read by the AWS SDK: the objects that it declares, every association of its
 * clusters, and every role and user of the accounts that own a secret. What was granted comes from the inventory.
 */
export async function liveDocuments(zone: LandingZone, file: string): Promise<SourceDocuments> {
  const control = await controlPolicies(zone, file);
  const bar = progressBar("reading");
  try {
    const accounts = await liveAccounts(zone);
    const objects = await liveObjects(zone, accounts, bar.update);
    const arns = arnsIn(objects, plannedArns);
    const planned = landingZoneDocuments(zone, arns, control);
    const found = withIdentities(zone, { ...planned, ...objects }, accounts);
    const notes = [...missing(zone, objects, arns.secretArn), ...found.notes];
    return { title: `the accounts of ${file}`, ...found, notes, zone };
  } finally {
    bar.end();
  }
}

/** What is declared and is not there. */
function missing(
  zone: LandingZone,
  { parameters, secrets }: AccessDocuments,
  secretArn: (secret: LandingZone["secrets"][number]) => string,
): string[] {
  const known = new Set([...(secrets ?? []), ...(parameters ?? [])].map(({ arn }) => arn));
  return [
    ...zone.secrets.filter((secret) => !known.has(secretArn(secret))),
    ...zone.parameters.filter(({ arn }) => !known.has(arn)),
  ].map(({ account, id }) => `account ${account.id} (${account.name}) has no ${id}`);
}
