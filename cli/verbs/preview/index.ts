import type { LandingZone } from "eks-pod-secrets/grant";
import { readConfirmed } from "../../../stacks/confirmed";
import { type PlannedStack, stackPlan } from "../../../stacks/stack-plan";
import { usableInventory } from "../../inventory/inventory-file";
import { orphanAdvice, orphanedStacks } from "../../stacks/backend/orphaned-stacks";
import { openProject } from "../../stacks/backend/stacks-in-backend";
import { missingIdOfDeployed } from "../../stacks/before-run/foreign-stacks";
import { importRefusals } from "../../stacks/before-run/import-refusals";
import { lostInClusters } from "../../stacks/before-run/lost-in-clusters";
import { neededConfirmations } from "../../stacks/before-run/needed-confirmations";
import { namesOfOthers } from "../../stacks/before-run/refusals";
import { goneStacks } from "../../stacks/before-run/stacks-to-empty";
import { takenNames } from "../../stacks/before-run/taken-names";
import { interruption, unlessInterrupted } from "../../stacks/interruption";
import { changesText } from "../../stacks/run/changes-text";
import {
  chooseStacks,
  STACK_NEEDS,
  type StackOptions,
  withStackOptions,
} from "../../stacks/stack-options";
import { answerWith, coloursOf, count, note } from "../../terminal/output";
import { shellWord } from "../../terminal/printed-text";
import { Verb } from "../../terminal/verb";
import { isUnchanged } from "./preview-stacks";
import type { PreviewAnswer } from "./shape";

interface PreviewOptions extends StackOptions {
  refresh?: boolean;
  expectNoChanges?: true;
  json?: true;
}

/** `preview`: what would up change? */
export function command(): Verb {
  return withStackOptions(new Verb("preview", "show what up would change, and change nothing"))
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
    .ending(`
${STACK_NEEDS}
Shows no values, only names of properties. plan --against and prove --preview say whose access changes.

Examples:
  $ eks-pod-secrets preview
  $ eks-pod-secrets preview --account shop
  $ eks-pod-secrets preview --refresh --expect-no-changes   # each night: has anything drifted?`)
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
  const [project, { pulumiEngine }, { previewStacks }, { liveLines }] = await Promise.all([
    openProject(inventory),
    import("../../stacks/engine/pulumi-engine.js"),
    import("./preview-stacks.js"),
    import("../../stacks/run/live-lines.js"),
  ]);
  const held = new Set(project.held.keys());
  const left = await orphanedStacks(zone, project.held, project.stateOf);
  const chosen = new Set(stacks.map(({ name }) => name));
  const takenOver = readConfirmed()["take-over"];
  const place = { ...project, inventory, takenOver };
  const run = { operation: "up" as const, zone, stacks, chosen, ...place };
  const gone = goneStacks(account || only ? [] : left, zone);
  const { first, later, unknown } = await neededConfirmations({ ...run, ...gone, isMeant: true });
  const { taken, unread } = await takenNames({ ...run, ...gone }, "preview");
  const missing = missingIdOfDeployed(zone, project.held);
  const refusals = [
    ...(missing ? [missing] : []),
    ...(await namesOfOthers({ ...run, ...gone })),
    ...(await importRefusals(run)),
    ...unknown,
    ...taken,
  ];
  for (const says of [...unread, ...refusals.map((one) => `up refuses to run: ${one}`)]) note(says);
  // Reading from a missing cluster fails, and so does creating something in place of somebody else's association.
  const { unfit } = await lostInClusters({ ...run, verb: "preview" }, false);
  const engine = pulumiEngine({ ...project, inventory, zone, stacks: held, unfit });
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

/** The output of `preview` for people. Of unchanged stacks, only the number is shown. */
export function previewText({
  confirmations,
  leftStacks: left,
  result,
  stacks,
}: PreviewAnswer): string {
  const { green, yellow } = coloursOf(process.stdout);
  const changing = stacks.filter((stack) => !isUnchanged(stack));
  const total =
    result === "no change"
      ? green(`preview: nothing would change in ${count(stacks.length, "stack")}`)
      : yellow(`preview: ${changing.length} of ${count(stacks.length, "stack")} would change`);
  return [
    ...changing.flatMap((stack) => [`${stack.stack}: ${inWords(stack)}`, ...stepLines(stack)]),
    result === "incomplete" ? "preview: incomplete" : total,
    ...confirmations.map(
      ({ name, option, says }) =>
        `up asks before it begins: ${says}; --${option} ${shellWord(name)} confirms it`,
    ),
    ...(left.length > 0
      ? [`not in the inventory, and still deployed: ${left.join(", ")}; ${orphanAdvice}`]
      : []),
  ].join("\n");
}

function inWords(stack: PreviewAnswer["stacks"][number]): string {
  const { red, yellow } = coloursOf(process.stdout);
  switch (stack.result) {
    case "previewed":
      return changesText(stack.changes);
    case "new":
      return `${yellow("new")}; up makes it`;
    case "waits":
      return `${yellow("waits")} for ${stack.waitsFor?.join(", ")}, which it reads`;
    case "failed":
      return `${red("failed")}: ${stack.reason}`;
    case "stopped":
      return yellow("stopped");
  }
}

function stepLines({ steps }: PreviewAnswer["stacks"][number]): string[] {
  const { green, red, yellow } = coloursOf(process.stdout);
  return steps.map(({ name, operation, properties, type }) => {
    const colour = operation === "create" ? green : operation === "update" ? yellow : red;
    const differs = properties.length > 0 ? `: ${properties.join(", ")}` : "";
    return `  ${colour(operation)} ${type} ${name}${differs}`;
  });
}
