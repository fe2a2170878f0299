import { Command } from "commander";
import type { LandingZone } from "eks-pod-secrets/grant";
import { readConfirmed } from "../../../stacks/confirmed";
import { type PlannedStack, stackPlan } from "../../../stacks/stack-plan";
import { usableInventory } from "../../inventory/inventory-file";
import { orphanedStacks } from "../../stacks/backend/orphaned-stacks";
import { projectDirectory } from "../../stacks/backend/project-directory";
import { requirePulumi } from "../../stacks/backend/pulumi-command";
import { stacksInBackend } from "../../stacks/backend/stacks-in-backend";
import { stateReader } from "../../stacks/backend/state-reader";
import { missingIdOfDeployed } from "../../stacks/before-run/foreign-stacks";
import { lostInClusters } from "../../stacks/before-run/lost-in-clusters";
import { neededConfirmations } from "../../stacks/before-run/needed-confirmations";
import { namesOfOthers } from "../../stacks/before-run/refusals";
import { goneStacks } from "../../stacks/before-run/stacks-to-empty";
import { takenNames } from "../../stacks/before-run/taken-names";
import { chooseStacks } from "../../stacks/choose-stacks";
import { interruption, unlessInterrupted } from "../../stacks/interruption";
import { STACK_NEEDS, type StackOptions, withStackOptions } from "../../stacks/stack-options";
import { answerWith, note } from "../../terminal/output";
import type { PreviewAnswer } from "./shape";
import { previewText } from "./text";

interface PreviewOptions extends StackOptions {
  refresh?: boolean;
  expectNoChanges?: true;
  json?: true;
}

/** `preview`: what would up change? */
export function command(): Command {
  return withStackOptions(new Command("preview"))
    .summary("show what up would change, and change nothing")
    .description(
      "Shows what up would do to each resource of the stacks that exist. Runs the same programs as\n" +
        "pulumi preview. Changes nothing, in the accounts or in the state.\n" +
        "Exit code 0: every stack answered; 1: one failed or was stopped; 2: an error.",
    )
    .option(
      "--refresh",
      "also compare with what the accounts hold, not only with the stacks' state: finds\nchanges by hand",
    )
    .option("--expect-no-changes", "end with exit code 1 if something would change")
    .option("--json", "answer in JSON; eks-pod-secrets schema preview describes it")
    .addHelpText(
      "after",
      `
${STACK_NEEDS}
Shows no values, only names of properties. plan --against and prove --preview say whose access changes.

Examples:
  $ eks-pod-secrets preview
  $ eks-pod-secrets preview --account shop
  $ eks-pod-secrets preview --refresh --expect-no-changes   # each night: has anything drifted?`,
    )
    .action(preview);
}

async function preview(options: PreviewOptions): Promise<void> {
  const { landingZone: zone } = await usableInventory(options.inventory);
  const stacks = chooseStacks(stackPlan(zone), options);
  const signal = interruption();
  const answer =
    (await unlessInterrupted(signal, () => answerOf(zone, stacks, signal, options))) ??
    nothingAsked(stacks);
  const isUnexpected = options.expectNoChanges === true && answer.result !== "no change";
  const isRefuted = answer.result === "incomplete" || isUnexpected;
  answerWith(answer, options, previewText, isRefuted ? "refuted" : "ok");
}

async function answerOf(
  zone: LandingZone,
  stacks: readonly PlannedStack[],
  signal: AbortSignal,
  { account, inventory, only, parallel, refresh = false }: PreviewOptions,
): Promise<PreviewAnswer> {
  const workDir = projectDirectory(inventory);
  const [all, { pulumiEngine }, { previewStacks }, { liveLines }] = await Promise.all([
    stacksInBackend(workDir),
    import("../../stacks/engine/pulumi-engine.js"),
    import("./preview-stacks.js"),
    import("../../stacks/run/live-lines.js"),
    requirePulumi(workDir),
  ]);
  const held = new Set(all.keys());
  const stateOf = stateReader(workDir);
  const left = await orphanedStacks(zone, all, stateOf);
  const chosen = new Set(stacks.map(({ name }) => name));
  const takenOver = readConfirmed()["take-over"];
  const place = { held: all, stateOf, workDir, inventory, takenOver };
  const run = { operation: "up" as const, zone, stacks, chosen, ...place };
  const gone = goneStacks(account || only ? [] : left, zone);
  const { first, later, unknown } = await neededConfirmations({ ...run, ...gone, isMeant: true });
  const { taken, unread } = await takenNames({ ...run, ...gone }, "preview");
  const missing = missingIdOfDeployed(zone, all);
  const refusals = [
    ...(missing ? [missing] : []),
    ...(await namesOfOthers(run)),
    ...unknown,
    ...taken,
  ];
  for (const says of [...unread, ...refusals.map((one) => `up refuses to run: ${one}`)]) note(says);
  // What is read of a cluster that is not there, or made where somebody else's association is, fails.
  const { unfit } = await lostInClusters({ ...run, verb: "preview" }, false);
  const engine = pulumiEngine({ workDir, inventory, zone, stacks: held, unfit });
  const lines = liveLines();
  return {
    ...(await previewStacks({ stacks, held, engine, refresh, parallel, lines, signal })),
    confirmations: [...first, ...later]
      .filter(({ needsNoName }) => !needsNoName)
      .map(({ name, option, says }) => ({ option, name, says })),
    leftStacks: left.map(({ stack }) => stack),
  };
}

function nothingAsked(stacks: readonly PlannedStack[]): PreviewAnswer {
  const stopped = stacks.map(({ name }) => ({
    ...{ stack: name, result: "stopped" as const },
    ...{ seconds: 0, changes: {}, steps: [] },
  }));
  return { result: "incomplete", stacks: stopped, confirmations: [], leftStacks: [] };
}
