import { type AccessDocuments, everyoneInAccounts } from "../../sdk/access";
import {
  landingZoneDocuments,
  plannedArns,
} from "../../sdk/access/landing-zone/landing-zone-documents";
import type { LandingZone, ResolvedAccount } from "../../sdk/grant";
import { count } from "../terminal/output";
import { progressBar } from "../terminal/progress";
import { arnsIn } from "./arns-in";
import { controlPolicies } from "./control-policies";
import { type LiveAccount, liveAccounts } from "./live/live-accounts";
import { liveObjects } from "./live/live-objects";
import { foundRotations } from "./live/rotation";
import type { SourceDocuments } from "./source-documents";

/**
 * What the accounts of an inventory hold, read by the AWS SDK: the objects that it declares, every association of its
 * clusters, and every role and user of its accounts. What was granted comes from the inventory.
 */
export async function liveDocuments(zone: LandingZone, file: string): Promise<SourceDocuments> {
  const control = await controlPolicies(zone, file);
  const bar = progressBar("reading");
  try {
    const accounts = await liveAccounts(zone);
    const objects = await liveObjects(zone, accounts, bar.update);
    const arns = arnsIn(objects, plannedArns);
    const planned = landingZoneDocuments(zone, arns, control);
    const found = everyoneInAccounts({ ...planned, ...objects }, zone.readers, accounts);
    const notes = [
      ...missing(zone, objects, arns.secretArn),
      ...accounts.flatMap((account) => account.notes),
      ...foundRotations(zone.secrets, objects.secrets ?? []),
      ...found.callers.map(
        ({ account, arn }) =>
          `${arn}, with whose credentials account ${account} was read, may read its secrets and counts as one of its administrators`,
      ),
      ...accounts.filter(({ account }) => owns(zone, account)).map(checked),
    ];
    return { title: `the accounts of ${file}`, ...found, notes, zone };
  } finally {
    bar.end();
  }
}

function owns({ parameters, secrets }: LandingZone, account: ResolvedAccount): boolean {
  return [...secrets, ...parameters].some((one) => one.account === account);
}

function checked({ account, identities: { roles, users } }: LiveAccount): string {
  return `owner-principals-closed was checked in account ${account.id}: ${count(roles.length, "role")} and ${count(users.length, "user")}; of its root user it stays an assumption`;
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
