import { KMS } from "@aws-sdk/client-kms";
import { makeAdoptedClusters } from "../adopted-clusters";
import { type EngineHarness, engineHarness, writeInventory } from "../harness";
import { living, sandboxRecords } from "../sandbox-records";
import { type Pod, podsOf, wrongAccesses } from "./accesses";
import { type Chain, secretPlaces } from "./chains";
import { afterDay, type Day } from "./days";
import { ACCOUNTS, keyArnsOf, NAMESPACES } from "./entries";
import {
  CLUSTERS,
  type Draft,
  type Inventory,
  inventoryOf,
  isUsable,
  withArns,
  withProviders,
  zoneOf,
} from "./inventories";
import { killedOnce } from "./killed-once";
import { run } from "./runs";
import type { RunReport } from "./sample";
import { deployFirst, destroyAll, leftovers, REFUSALS, tryStep } from "./step";
import type { PutValues } from "./values";
import { allMounts, wrongMounts } from "./watch";

/** The state of a chain. */
interface Progress {
  draft: Draft;
  inventory: Inventory;
  pods: Pod[];
  values: PutValues;
  /** Every inventory that was deployed, wholly or partly. */
  deployed: Inventory[];
  /** Places of the secrets that were deleted. */
  gone: Set<string>;
  /** ARNs of keys that others have made, by their placeholders in drafts. */
  keyArns: Record<string, string>;
}

/**
 * Deploys the inventories of a chain, each over the one before it. Each run is killed once and repeated. At the end it destroys
 * the last inventory. `say` gets a line after each step.
 */
export async function tryChain(chain: Chain, say: (line: string) => void): Promise<RunReport> {
  const sandbox = await engineHarness(JSON.stringify({ accounts: ACCOUNTS }));
  const report: RunReport = { defects: [], last: [], steps: 0, refusals: 0 };
  try {
    await makeAdoptedClusters(sandbox, zoneOf(CLUSTERS));
    const providers = await oidcProviders(sandbox);
    const keyArns = await existingKeys(sandbox);
    const found = living(await sandboxRecords(sandbox.control));
    const first = { ...chain.first, clusters: withProviders(chain.first.clusters, providers) };
    const progress = await begin(sandbox, first, keyArns, report);
    for (const day of chain.days) {
      if (report.defects.length > 0) return report;
      const { draft, gone } = progress;
      const { made, next } = afterDay(draft, day, gone);
      const step = { next, made, killed: day };
      const ended = await advance(sandbox, progress, step, report, say);
      if (ended !== "half done" || report.defects.length > 0) continue;
      const back = { next: withoutSecrets(draft, gone), made: ["back"] };
      // The first half may have done what cannot be undone, such as giving a secret a key.
      if ((await advance(sandbox, progress, back, report, say)) !== "done") break;
    }
    if (report.defects.length > 0) return report;
    report.defects.push(...(await destroyAll(sandbox, progress.deployed)));
    const left = await leftovers(sandbox, found);
    report.defects.push(...left.filter((one) => !isOfOthers(one, progress.deployed)));
  } catch (error) {
    report.defects.push(`${(error as Error).stack}`);
  } finally {
    await sandbox.remove();
  }
  return report;
}

/**
 * Whether `destroy` rightly leaves something. An inventory may say that others own a driver or a service account.
 * And the sandbox does not delete copies of mounted files with their pods.
 */
function isOfOthers(left: string, deployed: readonly Inventory[]): boolean {
  const isOurs = NAMESPACES.some((namespace) => left.split(" ").includes(namespace));
  if (/ secrets \S+ copy-1$/.test(left)) return true;
  return deployed.some(
    ({ zone: { clusters, readers } }) =>
      (!isOurs &&
        / (?:kubernetes|eks-)/.test(left) &&
        clusters.some(({ secretsStoreCsi }) => secretsStoreCsi.install === "existing")) ||
      (left.includes(" serviceaccounts") &&
        readers.some(({ createServiceAccount }) => !createServiceAccount)),
  );
}

async function begin(
  sandbox: EngineHarness,
  draft: Draft,
  keyArns: Progress["keyArns"],
  report: RunReport,
): Promise<Progress> {
  const text = inventoryOf(draft);
  const inventory = { text, zone: zoneOf(text) };
  const values: PutValues = new Map();
  writeInventory(sandbox.data, text);
  const { failed } = await deployFirst(sandbox, inventory.zone, values);
  const pods = await podsOf(sandbox, inventory.zone);
  report.last = ["to", text];
  report.defects.push(
    ...(failed ? [`the first up failed: ${failed}`] : []),
    ...(await wrongAccesses(sandbox, pods, { must: inventory.zone })),
    ...(await wrongMounts(sandbox, allMounts(inventory.zone), values)),
  );
  return { draft, inventory, pods, values, deployed: [inventory], gone: new Set(), keyArns };
}

/** The next draft, its changes, and when its deployment is killed. */
interface NextDraft {
  next: Draft;
  made: string[];
  killed?: Day;
}

/** About as many events as most deployments report. */
const EVENTS = 60;

/** Deploys the next draft. */
async function advance(
  sandbox: EngineHarness,
  progress: Progress,
  { killed, made, next }: NextDraft,
  report: RunReport,
  say: (line: string) => void,
): Promise<"done" | "half done" | "not begun"> {
  const { draft, inventory, keyArns, pods, values } = progress;
  const text = withArns(inventoryOf(next, draft), keyArns);
  if (!isUsable(text) || text === inventory.text) return "not begun";
  const following = { text, zone: zoneOf(text) };
  const started = Date.now();
  const events = 1 + Math.floor((killed?.killed ?? Infinity) * EVENTS);
  const { command, moment } = killedOnce(sandbox, { events, later: killed?.later ?? 0 });
  const step = await tryStep(sandbox, [inventory, following], values, pods, { command });
  const { confirmed, defects, refused, rounds } = step;

  report.steps++;
  report.defects.push(...defects);
  report.last = ["from", inventory.text, "to", text, `killed at ${moment()}`];
  const seconds = Math.round((Date.now() - started) / 1000);
  const reason = refused?.reason.split("\n").find((line) => REFUSALS.test(line));
  const ended = defects.length > 0 ? "DEFECTS" : (reason ?? "done");
  say(
    `step ${report.steps}: ${made.join(" + ")}: ${seconds} s, ${rounds} looks, killed at ${moment() ?? "-"}, confirmed ${confirmed.join(" ") || "-"}, ${ended}`,
  );
  if (refused) report.refusals++;
  if (defects.length > 0) return "not begun";
  if (refused && !refused.isPartial) {
    // Only removals have happened, and the first inventory undoes them.
    writeInventory(sandbox.data, inventory.text);
    const { failed } = await run(sandbox, "up");
    const wrong = [
      ...(await wrongAccesses(sandbox, pods, { must: inventory.zone })),
      ...(await wrongMounts(sandbox, allMounts(inventory.zone), values)),
    ];
    report.defects.push(...(failed ? [`back after a refusal: ${failed}`] : []), ...wrong);
    return "not begun";
  }

  const places = secretPlaces(next);
  for (const [name, { account, recoveryWindowInDays }] of Object.entries(draft.secrets)) {
    const place = `${account} ${name}`;
    if (!places.includes(place) && recoveryWindowInDays !== 0) progress.gone.add(place);
  }
  progress.deployed.push(following);
  Object.assign(progress, { draft: next, inventory: following });
  if (!refused) progress.pods = step.pods;
  return refused ? "half done" : "done";
}

/** Makes two keys in each account, as somebody else would. */
async function existingKeys(sandbox: EngineHarness): Promise<Record<string, string>> {
  const made: [string, string][] = [];
  for (const [account, { id }] of Object.entries(ACCOUNTS)) {
    const kms = new KMS(await sandbox.client(account));
    for (const stand of keyArnsOf(id)) {
      const { KeyMetadata } = await kms.createKey({});
      made.push([stand, KeyMetadata?.Arn ?? ""]);
    }
  }
  return Object.fromEntries(made);
}

/** Makes the OIDC providers through which pods of the clusters get roles. Returns their ARNs, by cluster. */
async function oidcProviders(sandbox: EngineHarness): Promise<Record<string, string>> {
  const made = zoneOf(CLUSTERS).clusters.map(async ({ account, id, name }) => {
    const { eks, iam } = await sandbox.aws(account.name);
    const { cluster } = await eks.describeCluster({ name });
    const Url = cluster?.identity?.oidc?.issuer ?? "";
    const asked = { Url, ClientIDList: ["sts.amazonaws.com"] };
    const { OpenIDConnectProviderArn } = await iam.createOpenIDConnectProvider(asked);
    return [id, OpenIDConnectProviderArn];
  });
  return Object.fromEntries(await Promise.all(made));
}

/** The draft without the secrets whose deletion was confirmed meanwhile. */
function withoutSecrets(draft: Draft, gone: ReadonlySet<string>): Draft {
  const secrets = Object.entries(draft.secrets).filter(
    ([name, { account }]) => !gone.has(`${account} ${name}`),
  );
  return { ...draft, secrets: Object.fromEntries(secrets) };
}
