import type { LandingZone, ResolvedReader, ResolvedRole } from "eks-pod-secrets/grant";
import {
  DEFAULT_INVENTORY,
  type UsableInventory,
  usableInventory,
} from "../../inventory/inventory-file";
import { interruption } from "../../stacks/interruption";
import { confirmed } from "../../terminal/ask";
import { UserError } from "../../terminal/errors";
import { answerWith, coloursOf, note, nothingDone, print } from "../../terminal/output";
import { shellWord } from "../../terminal/printed-text";
import { Verb } from "../../terminal/verb";
import type { RevokeAnswer } from "./shape";

interface RevokeOptions {
  inventory: string;
  lift?: true;
  dryRun?: true;
  yes?: true;
  json?: true;
}

/** `revoke`: cut off a reader at once. */
export function command(): Verb {
  return new Verb("revoke", "cut off a reader at once, its running sessions included")
    .description(
      "Denies a reader everything at once. The Deny stands in its role, in its target role, and in the policies of\n" +
        "the secrets that it reads in other accounts. For an external reader it stands only in those secrets.\n" +
        "The Deny also holds for sessions that exist. revoke says after each step what is still possible, and at the\n" +
        "end which pods to delete and what to remove from the inventory.\n" +
        "up keeps the Deny while the inventory has the reader, and removes it with the reader.\n" +
        "After a failure run the same command again. Exit code 0: all is done; 1: a step failed; 2: an error.",
    )
    .argument("<READER>", "name of a reader of the inventory")
    .option("--inventory <FILE>", "the inventory", DEFAULT_INVENTORY)
    .option("--lift", "remove the Deny; sessions from before stay refused")
    .option("--dry-run", "say what revoke would do, and do nothing")
    .option("--yes", "do not ask")
    .option("--json", "answer in JSON; eks-pod-secrets schema revoke describes it")
    .ending(`
revoke uses the deployRole or profile that the inventory gives each account, or the credentials of the environment:
  iam:PutRolePolicy, with --lift iam:DeleteRolePolicy          on the role and the target role
  secretsmanager:DescribeSecret, GetResourcePolicy,
  PutResourcePolicy, with --lift DeleteResourcePolicy          on secrets of other accounts that it reads
Needs the Pulumi CLI in PATH to record the Deny in the stacks' states. Without it, revoke still denies.

Examples:
  $ eks-pod-secrets revoke orders --dry-run
  $ eks-pod-secrets revoke orders --yes
  $ eks-pod-secrets revoke orders --lift`)
    .action(revoke);
}

async function revoke(name: string, options: RevokeOptions): Promise<void> {
  const inventory = await usableInventory(options.inventory);
  const reader = readerOf(inventory.landingZone, name, options.inventory);
  const lift = options.lift === true;
  const question = lift ? `Let reader ${name} read again?` : `Cut off reader ${name} at once?`;
  const isMeant = options.dryRun || options.yes || (await confirmed(question, interruption()));
  if (!isMeant) return nothingDone();
  const answer = await answerOf(inventory, reader, options);
  const code = answer.result === "incomplete" ? "refuted" : "ok";
  answerWith(answer, options, () => restText(answer, lift), code);
}

function readerOf(zone: LandingZone, name: string, file: string): ResolvedReader {
  const readers = [...zone.readers, ...zone.externalReaders];
  const found = readers.find(({ id }) => id === name);
  if (found) return found;
  const list = readers.length > 0 && readers.length <= 20 ? readers.map(({ id }) => id) : [];
  const known = list.length > 0 ? `; known: ${list.join(", ")}` : "";
  throw new UserError(`READER must name a reader of ${file}, got "${name}"${known}`);
}

async function answerOf(
  { landingZone, problemAt }: UsableInventory,
  reader: ResolvedReader,
  options: RevokeOptions,
): Promise<RevokeAnswer> {
  const { dryRun, inventory, json } = options;
  const lift = options.lift === true;
  const {
    changedStacks,
    denyingRoleSteps,
    denyingSteps,
    lifetime,
    liftingRoleSteps,
    liftingSteps,
    sessionsLeft,
  } = await import("./steps.js");
  // Its pods may have sessions of their former role.
  const former = landingZone.externalReaders.filter(({ formerOf }) => formerOf === reader.id);
  const all = [reader, ...former] as const;
  const steps = all.flatMap(lift ? liftingSteps : denyingSteps);
  const { file, line } = problemAt(["readers", reader.id], "");
  const restOf = (roles: readonly ResolvedRole[]) => ({
    reader: reader.id,
    pods: {
      leaves: reader.external ? podsOfOthersLeave(reader) : podsLeave(lift, lifetime(reader)),
      commands: podCommands(reader),
    },
    ...(lift && !reader.external && { sessions: sessionsLeft(reader, roles) }),
    inventory: {
      ...{ file, line, entry: `readers.${reader.id}` },
      leaves: lift
        ? "it grants the reader what it reads"
        : "no up takes the Deny away; once it is gone, up removes the reader and the Deny",
    },
  });
  if (dryRun) {
    const planned = [
      ...steps.map(({ leaves, step, subject }) => ({ step, subject, leaves })),
      ...changedStacks(all, lift).map(({ leaves, stack }) => ({
        step: "state" as const,
        subject: `stack ${stack}`,
        leaves,
      })),
    ].map((one) => ({ ...one, result: "planned" as const }));
    if (!json) for (const one of planned) print(stepLine(one));
    return { ...restOf([]), result: "planned", steps: planned };
  }
  const { findFormerRoles, runSteps, tellStates } = await import("./run-steps.js");
  const told = (one: RevokeAnswer["steps"][number]) => (json ? note : print)(stepLine(one));
  const ended = await runSteps(steps, told);
  const { failed, roles } = reader.external
    ? { failed: [], roles: [] }
    : await findFormerRoles(reader, inventory);
  failed.forEach(told);
  const ofFormerMode = lift ? liftingRoleSteps(roles) : denyingRoleSteps(roles, reader);
  ended.push(...failed, ...(await runSteps(ofFormerMode, told)));
  ended.push(...(await tellStates(changedStacks(all, lift, roles), inventory, told)));
  const isDone = ended.every(({ result }) => result === "done" || result === "absent");
  return {
    ...restOf(roles),
    result: isDone ? (lift ? "lifted" : "revoked") : "incomplete",
    steps: ended,
  };
}

function podsLeave(lift: boolean, lifetime: string): string {
  return lift
    ? `its pods keep sessions from before, which stay refused (${lifetime}); delete them, so that they get new ones`
    : "its pods run on with the values that they have mounted or read; new pods of it mount nothing";
}

function podsOfOthersLeave({ role }: ResolvedReader): string {
  return `others deploy the role ${role.name} (${role.arn}) and the pods, and only they can deny the role itself or end its sessions; pods run on with the values that they have mounted or read`;
}

/** The commands that list and delete the reader's pods. For an external reader, its own team runs them. */
function podCommands({ cluster, external, namespace, serviceAccount }: ResolvedReader): string[] {
  if (external) return [];
  const context = cluster.kubeconfigContext ?? cluster.arn;
  const kubectl = `kubectl --context ${shellWord(context)} --namespace ${shellWord(namespace)}`;
  const selected = `pods --field-selector ${shellWord(`spec.serviceAccountName=${serviceAccount}`)}`;
  return [`${kubectl} get ${selected}`, `${kubectl} delete ${selected}`];
}

function stepLine({
  leaves,
  reason,
  result,
  step,
  subject,
}: RevokeAnswer["steps"][number]): string {
  const { green, red, yellow } = coloursOf(process.stdout);
  const colour = result === "done" ? green : result === "failed" ? red : yellow;
  const why = reason ? `: ${reason}` : "";
  return `${colour(result)} ${step} ${subject}${why}\n  then: ${leaves}`;
}

function restText(answer: RevokeAnswer, lift: boolean): string {
  const { inventory, pods, reader, result, sessions } = answer;
  const { entry, file, leaves, line } = inventory;
  return [
    `pods: ${pods.leaves}`,
    ...pods.commands.map((one) => `  ${one}`),
    ...(sessions ? [`sessions: ${sessions.leaves}`] : []),
    ...(sessions?.commands ?? []).map((one) => `  ${one}`),
    ...(lift ? [] : [`inventory: remove ${entry} (${file}:${line}), then run eks-pod-secrets up`]),
    ...(lift ? [] : [`  until then: ${leaves}`]),
    `revoke ${reader}: ${result}${result === "incomplete" ? "; the same command goes on" : ""}`,
  ].join("\n");
}
