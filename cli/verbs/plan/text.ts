import { lookLines } from "../../stacks/looks/look-answer";
import { coloursOf, count } from "../../terminal/output";
import { shellWord } from "../../terminal/printed-text";
import { type Filled, filled, filledTitle, percent, sessionTagsLines } from "./near-quotas";
import type { PlanAnswer, PlanChanges } from "./shape";

/** The most lines of a list for people; `--json` has all. */
const MOST_LINES = 40;

/** The title of what fails, and of what a change costs. */
export const COSTS_TITLE = "What would fail or be lost";

/** The title of what happens to secrets that get another name or place. */
export const RENAMES_TITLE = "What a rename or a move does";

/** The title of what clusters and accounts have. */
export const LIVE_TITLE = "In the clusters and accounts";

/** A plan as text for a terminal. `isAll`: with all documents and quotas, however far from AWS's limits. */
export function planText(plan: PlanAnswer, isAll = false): string {
  const { bold, dim } = coloursOf(process.stdout);
  const { changes, ownersToAsk, readers, renames, stacks } = plan;
  const live = liveLines(plan);
  const near = filled(plan, isAll);
  const nearLines = near.map((one) => `  ${filledLine(one)}`);
  return [
    bold(`${count(stacks.length, "stack")}, in order`),
    ...few(
      stacks.map(({ accountId, dependsOn, name, region }) => {
        const after = dependsOn.length > 0 ? `after ${shortList(dependsOn)}` : "";
        return `  ${name}  ${dim([accountId, region, after].filter(Boolean).join("  "))}`;
      }),
    ),
    "",
    bold("Who will read what"),
    ...few(readers.map((reader) => `  ${readerLine(reader)}`)),
    "",
    bold(filledTitle(near, plan)),
    ...(isAll ? nearLines : few(nearLines)),
    ...sessionTagsLines(plan).flatMap((line) => ["", line]),
    ...(renames.length > 0 ? ["", bold(RENAMES_TITLE), ...renames.flatMap(renameLines)] : []),
    ...ownersToAsk.flatMap((owner) => ["", bold(ownerTitle(owner)), owner.yaml.trimEnd()]),
    ...(live ? ["", bold(LIVE_TITLE), ...few(live.map((line) => `  ${line}`))] : []),
    ...(changes ? ["", ...changesText(changes)] : []),
  ].join("\n");
}

function renameLines(rename: PlanAnswer["renames"][number]): string[] {
  const { copied, deleted, kept } = rename;
  return [`  ${renameTitle(rename)}`, ...[copied, kept, deleted].map((line) => `    ${line}`)];
}

/** `secret orders/database of data, which was orders/db of data`. */
export function renameTitle({ account, secret, was }: PlanAnswer["renames"][number]): string {
  return `secret ${secret} of ${account}, which was ${was.secret} of ${was.account}`;
}

/** The title of what an owner must add. */
export function ownerTitle({ account, secrets }: PlanAnswer["ownersToAsk"][number]): string {
  return `What the owner of ${count(secrets.length, "secret")} in account ${account} must add to their inventory; under reads stand the names in Secrets Manager: write them as that inventory calls the secrets`;
}

/** `web (shop web/web) reads own, foreign of b`. */
function readerLine(reader: PlanAnswer["readers"][number]): string {
  const { account, cluster, namespace, reads, serviceAccount } = reader;
  const names = reads.map((one) =>
    one.account === account ? one.name : `${one.name} of ${one.account}`,
  );
  const as = reader.targetRole ? ` as ${reader.targetRole}` : "";
  const whose = reader.external ? ", deployed by others," : "";
  return `${reader.reader} (${cluster} ${namespace}/${serviceAccount})${whose} reads ${names.join(", ") || "nothing"}${as}`;
}

/** `97 %  19900 of 20480 characters  resource policy of the secret orders/db (data.secrets)`. */
function filledLine(one: Filled): string {
  const { limit, unit, used, what } = one;
  return `${percent(one)} %  ${used} of ${limit}${unit ? ` ${unit}` : ""}  ${what}`;
}

/**
 * Lines about what to write in the inventory before `up`, what is not as deployed, and what was looked at; undefined without
 * `--live`.
 */
export function liveLines({
  deployed = [],
  imports = [],
  live,
  names,
}: PlanAnswer): string[] | undefined {
  if (!live || !names) return undefined;
  // Both looks name the same account if its credentials are missing.
  const lines = new Set([
    ...live.flatMap(({ unread, write }) => [...(unread ? [unread] : []), ...write]),
    ...names.unread,
    ...names.taken,
    ...imports,
  ]);
  const fits =
    "agent, driver, namespaces, names and readers' objects are free or as the inventory has them";
  const own = lookLines(deployed).filter((line) => !lines.has(line));
  return [...(lines.size > 0 ? lines : [fits]), ...own];
}

function changesText(changes: PlanChanges): string[] {
  const { access, against, costs, recalled, stacks, unchangedAccess } = changes;
  const { bold } = coloursOf(process.stdout);
  const lines = stacks.flatMap(({ added, changed, leaves, removed, stack }) => [
    `  ${stack}${leaves ? "  is left" : ""}`,
    ...added.map((name) => `    + ${name}`),
    ...changed.map((name) => `    ~ ${name}`),
    ...removed.map((name) => `    - ${name}`),
  ]);
  return [
    bold(`What changes from ${against}`),
    ...(lines.length > 0 ? few(lines) : ["  nothing"]),
    ...leavingStacks(changes).map((line) => `  ${line}`),
    ...(costs.length > 0 ? ["", bold(COSTS_TITLE)] : []),
    ...few(costs.map(({ says }) => `  ${says}`)),
    "",
    bold("Whose access changes"),
    ...(access.length > 0 ? few(access.map((one) => `  ${one}`)) : ["  nobody's: proved"]),
    ...(recalled > 0
      ? [
          `  (earlier runs proved that access does not change for ${recalled} of the secrets and parameters)`,
        ]
      : []),
    ...(unchangedAccess > 0
      ? [`  (not asked about ${unchangedAccess} with the same documents and readers)`]
      : []),
  ];
}

/** Lines about the stacks that leave the inventory, if any, and how to remove them. */
export function leavingStacks({ against, stacks }: PlanChanges): string[] {
  const names = stacks.flatMap(({ leaves, stack }) => (leaves ? [stack] : []));
  if (names.length === 0) return [];
  return [
    "stacks that are left stay deployed, with the access that they give. up empties a workloads stack that an inventory of this id deployed, once you confirm its name. The other inventory takes down the rest:",
    `eks-pod-secrets destroy --inventory ${shellWord(against)} --only ${names.join(" ")}`,
  ];
}

function shortList(names: string[]): string {
  return names.length > 4
    ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`
    : names.join(", ");
}

function few(lines: string[]): string[] {
  if (lines.length <= MOST_LINES) return lines;
  return [
    ...lines.slice(0, MOST_LINES),
    `  and ${lines.length - MOST_LINES} more; --json lists all`,
  ];
}
