import { type PlannedStack, stackPlan } from "../../../stacks/stack-plan";
import { revokedReaders } from "../../access-removals/revoked-readers";
import { DEFAULT_INVENTORY, usableInventory } from "../../inventory/inventory-file";
import {
  managedResources,
  type StateReader,
  stateReader,
} from "../../stacks/backend/exported-state";
import { holdsSomething, orphanAdvice, orphanedStacks } from "../../stacks/backend/orphaned-stacks";
import type { StackInBackend } from "../../stacks/backend/stacks-in-backend";
import { lookLines } from "../../stacks/looks/look-answer";
import { successionLine, successions } from "../../stacks/values/successions";
import { DOCTOR } from "../../terminal/doctor-pointer";
import { answerWith, coloursOf, count } from "../../terminal/output";
import { Verb } from "../../terminal/verb";
import { policyLines } from "./policy-lines";
import type { StatusAnswer } from "./shape";

interface StatusOptions {
  inventory: string;
  live?: true;
  json?: true;
}

/** `status`: what is deployed, and which values are missing? */
export function command(): Verb {
  return new Verb("status", "show what is deployed, and which values are missing")
    .description(
      "Shows when each stack of an inventory was last updated and whether that failed. Also shows whether each secret\n" +
        "and parameter has a value, and whether somebody else has replaced a policy of a secret or key.\n" +
        "Names the keys that somebody has disabled, and the keys and secrets that somebody has deleted.\n" +
        "Exit code 0: all is deployed, no policy is replaced, and each value is there and can be read; 1: it is not.",
    )
    .option("--inventory <FILE>", "the inventory", DEFAULT_INVENTORY)
    .option(
      "--live",
      "also look whether what the stacks deployed is still there, and as they left it: clusters,\nnodes, add-ons, associations, objects in the clusters, and the policies of roles",
    )
    .option("--json", "answer in JSON; eks-pod-secrets schema status describes it")
    .ending(`
Needs the Pulumi CLI in PATH. Values are never read: each owner's account says whether there is one.

Examples:
  $ eks-pod-secrets status
  $ eks-pod-secrets status --json`)
    .action(status);
}

async function status(options: StatusOptions): Promise<void> {
  const { landingZone: zone } = await usableInventory(options.inventory);
  const [
    { failedStacks },
    { stacksInBackend },
    { projectDirectory },
    { allValued, valueStates },
    { replacedPolicies },
    { unusableHolders },
    { clusterAndRoleLooks },
    { looksAnswer },
  ] = await Promise.all([
    import("./failed-stacks.js"),
    import("../../stacks/backend/stacks-in-backend.js"),
    import("../../stacks/backend/project-directory.js"),
    import("../../stacks/values/missing-values.js"),
    import("../../stacks/policies/replaced-policies.js"),
    import("../../stacks/values/unusable-holders.js"),
    import("../../stacks/looks/stack-looks.js"),
    import("../../stacks/looks/look-answer.js"),
  ]);
  const workDir = projectDirectory(options.inventory);
  const plan = stackPlan(zone);
  const held = await stacksInBackend(workDir);
  const failed = await failedStacks(
    workDir,
    held,
    plan.map(({ name }) => name),
  );
  const stateOf = stateReader(workDir);
  const left = await orphanedStacks(zone, held, stateOf);
  const replaced = await replacedPolicies(zone, held, stateOf);
  const look = { zone, stacks: plan, held, stateOf, verb: "status" };
  const unusable = await unusableHolders(look);
  const deployed = options.live && looksAnswer(await clusterAndRoleLooks(look));
  const revoked = await revokedReaders(zone);
  const states = await valueStates(allValued(zone), "status");
  const stacks = await Promise.all(
    plan.map((stack) => stackStatus(stack, { held, stateOf, isFailed: failed.has(stack.name) })),
  );
  const values = [...states].map(([{ kind, target }, state]) => ({
    kind,
    secret: target.id,
    account: target.account.name,
    ...state,
  }));
  const isComplete =
    stacks.every(({ state }) => state === "deployed") &&
    replaced.every(({ state }) => state === "unknown") &&
    unusable.every(({ state }) => state === "unknown") &&
    (deployed ?? []).every(({ result }) => result !== "wrong") &&
    values.every(({ value }) => value === "put" || value === "unknown");
  const answer: StatusAnswer = {
    result: isComplete ? "complete" : "incomplete",
    stacks,
    replacedPolicies: replaced,
    unusable,
    ...(deployed && { deployed }),
    leftStacks: left.map(({ record: _, ...shown }) => shown),
    revokedReaders: revoked,
    values,
    successions: await successions(zone, "status"),
  };
  answerWith(answer, options, statusText, isComplete ? "ok" : "refuted");
}

interface StacksFound {
  held: ReadonlyMap<string, StackInBackend>;
  stateOf: StateReader;
  isFailed: boolean;
}

async function stackStatus(
  { account, layer, name }: PlannedStack,
  { held, isFailed, stateOf }: StacksFound,
): Promise<StatusAnswer["stacks"][number]> {
  const stack = { stack: name, account: account.name, layer };
  const found = held.get(name);
  if (!found) return { ...stack, state: "absent" };
  const { inProgress, lastUpdate, resources } = found;
  const filled = holdsSomething(resources) ? "deployed" : "empty";
  return {
    ...stack,
    state: inProgress ? "in progress" : isFailed ? "failed" : filled,
    resources: resources > 0 ? managedResources(await stateOf(name)).length : 0,
    ...(lastUpdate && { lastUpdate }),
  };
}

/** The text about clusters without `--live`. */
const NOT_LOOKED = "not looked at; --live does";

function statusText({
  deployed,
  leftStacks: left,
  replacedPolicies,
  result,
  revokedReaders: revoked,
  stacks,
  successions: moved,
  unusable,
  values,
}: StatusAnswer): string {
  const { bold, dim, green, red, yellow } = coloursOf(process.stdout);
  const lines = stacks.map(({ lastUpdate, resources = 0, stack, state }) => {
    const shown =
      state === "deployed" ? green(state) : state === "failed" ? red(state) : yellow(state);
    const detail = state === "absent" ? "" : `${count(resources, "resource")}  ${lastUpdate ?? ""}`;
    return `  ${stack}  ${shown}  ${dim(detail)}`.trimEnd();
  });
  const open = values.filter(({ value }) => value !== "put");
  const put = values.length - open.length;
  const reasons = [...new Set(open.flatMap(({ reason }) => reason ?? []))];
  return [
    bold("Stacks"),
    ...lines,
    ...(left.length > 0 ? ["", bold("Not in the inventory, and still deployed")] : []),
    ...left.flatMap(({ access, holds, lastUpdate, resources, stack }) => [
      `  ${stack}  ${dim([count(resources, "resource"), ...holds, lastUpdate ?? ""].join("  "))}`,
      ...access.map((one) => `    ${one}`),
    ]),
    ...(left.length > 0 ? [`  ${orphanAdvice}`] : []),
    ...policyLines(replacedPolicies),
    ...(unusable.length > 0
      ? ["", bold("Keys and secrets that cannot be used, or may not be")]
      : []),
    ...unusable.map(({ says, stack, state }) => `  ${stack}  ${yellow(state)}  ${says}`),
    ...revokedLines(revoked),
    "",
    bold("In the clusters and accounts"),
    ...(deployed ? lookLines(deployed) : [NOT_LOOKED]).map((line) => `  ${line}`),
    "",
    bold(`Values: ${put} of ${values.length} put`),
    ...open.map(({ account, secret, value }) => `  ${secret} of ${account}  ${yellow(value)}`),
    ...reasons.map((reason) => `  ${reason}`),
    ...(moved.length > 0 ? ["", bold("Renamed and moved")] : []),
    ...moved.map((one) => `  ${successionLine(one)}`),
    ...(result === "incomplete" && stacks.some(({ state }) => state !== "absent")
      ? ["", DOCTOR]
      : []),
  ].join("\n");
}

/** Lines about revoked readers. An account that cannot be asked is mentioned once, however many readers it has. */
function revokedLines(revoked: StatusAnswer["revokedReaders"]): string[] {
  const { bold, red } = coloursOf(process.stdout);
  const reasons = new Set(revoked.flatMap(({ reason }) => reason ?? []));
  const named = revoked.flatMap(({ reader, state }) =>
    state === "revoked" ? [`  ${reader}  ${red(state)}`] : [],
  );
  return [
    ...(named.length > 0 ? ["", bold("Revoked readers"), ...named] : []),
    ...(reasons.size > 0
      ? ["", bold("Readers of which it is not known whether they are revoked")]
      : []),
    ...[...reasons].map((reason) => {
      const number = revoked.filter((one) => one.reason === reason).length;
      return `  ${count(number, "reader")}: ${reason}`;
    }),
  ];
}
