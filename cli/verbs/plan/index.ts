import { stackPlan } from "../../../stacks/stack-plan";
import {
  DEFAULT_INVENTORY,
  type UsableInventory,
  usableInventory,
} from "../../inventory/inventory-file";
import {
  type FreshOption,
  freshOption,
  recalledIn,
  remembering,
} from "../../proof/memory/remembering";
import { CHANGED, SINCE } from "../../stacks/changed/changed-words";
import { changesAsked } from "../../stacks/changed/run-changed";
import { annotate, isInGitHubActions } from "../../terminal/annotations";
import { UserError } from "../../terminal/errors";
import { answerWith, noteProblems, print } from "../../terminal/output";
import { Verb } from "../../terminal/verb";
import { planAnswer } from "./answer";
import type { PlanAnswer } from "./shape";

interface PlanOptions extends FreshOption {
  inventory: string;
  against?: string;
  live?: true;
  quotas?: true;
  matrix?: true;
  changed?: true;
  since?: string;
  markdown?: true;
  json?: true;
}

/** `plan`: what would a deployment do, and what does a change of the inventory change? */
export function command(): Verb {
  return new Verb("plan", "show the stacks in order, who will read what, and what changes")
    .description(
      "Shows the stacks of an inventory in the order of deployment, and who will read what. Also shows each\n" +
        "policy document and number that reaches 60 % of AWS's quota.\n" +
        "Without --live and --changed, plan needs no network and no credentials.\n" +
        "Exit code 1: with --live, a cluster is not as the inventory says, or others have made something of its name.\n" +
        "So it is if something is not as the stacks deployed it, or what they take over is not as adopt saw it.",
    )
    .option("--inventory <FILE>", "the inventory", DEFAULT_INVENTORY)
    .option(
      "--against <FILE>",
      "also show what changes from the inventory FILE: stacks, documents, what would\nfail or be lost, and, proved, whose access",
    )
    .addOption(freshOption())
    .option(
      "--live",
      "also look into the clusters and accounts; if they lack something or already have it,\nsay what to write; also whether what the stacks deployed is still there and as it was;\nchanges nothing, and needs the credentials that up needs",
    )
    .option("--quotas", "show every document and quota, however far from AWS's limits")
    .option("--matrix", "print a CI matrix in JSON: waves of stacks that may run at once")
    .option(...CHANGED)
    .option(...SINCE)
    .option("--markdown", "print Markdown, for a comment on a pull request")
    .option("--json", "answer in JSON; eks-pod-secrets schema plan describes it")
    .ending(`
Examples:
  $ eks-pod-secrets plan
  $ eks-pod-secrets plan --quotas
  $ eks-pod-secrets plan --live
  $ eks-pod-secrets plan --against main/landing-zone.yaml --markdown
  $ echo "matrix=$(eks-pod-secrets plan --matrix)" >> "$GITHUB_OUTPUT"
  $ eks-pod-secrets plan --matrix --changed                      # only the stacks that must run
  $ eks-pod-secrets plan --matrix --changed --since origin/main~1`)
    .action(plan);
}

async function plan(options: PlanOptions): Promise<void> {
  const forms = (["matrix", "markdown", "json"] as const).filter((form) => options[form]);
  if (forms.length > 1) {
    throw new UserError(
      `the answer must have one form, got ${forms.map((form) => `--${form}`).join(" and ")}`,
    );
  }
  const beside = (["against", "live", "quotas"] as const).find((option) => options[option]);
  if (options.matrix && beside) {
    throw new UserError(`--matrix is of all stacks, and must be given without --${beside}`);
  }
  if (options.changed && !options.matrix) {
    throw new UserError(
      "plan --changed needs --matrix; eks-pod-secrets preview shows what up would change",
    );
  }
  const inventory = await usableInventory(options.inventory);
  noteProblems(inventory.warnings, "warning");
  const { against } = options;
  const before =
    against === undefined
      ? undefined
      : await usableInventory(
          against,
          "--against names the inventory before the change",
          inventory,
        );
  const stacks = stackPlan(inventory.landingZone);
  const changes = await changesAsked(inventory, stacks, options);
  if (options.matrix) {
    const { waves } = await import("../../stacks/run/waves.js");
    // On one line, because a job's output must be.
    return print(JSON.stringify({ waves: waves(changes?.stacks ?? stacks) }));
  }
  const answer = planAnswer(inventory.landingZone, options.inventory);
  if (before) answer.changes = await changesOf(before, inventory, options);
  if (options.live) {
    Object.assign(answer, await (await import("./live.js")).lookLive(inventory, options));
  }
  if (isInGitHubActions()) annotateChanges(answer);
  const words = options.markdown
    ? (await import("./markdown.js")).planMarkdown
    : (await import("./text.js")).planText;
  const code = isRefused(answer) ? "refuted" : "ok";
  answerWith(answer, options, () => words(answer, options.quotas), code);
}

/** What reviewers of a pull request must not miss. */
function annotateChanges({ changes, file }: PlanAnswer): void {
  for (const { says } of changes?.costs ?? []) annotate({ level: "warning", message: says, file });
  for (const message of changes?.access ?? []) annotate({ level: "notice", message, file });
}

/** Whether `up` would refuse to deploy to a cluster or account in its present state, or would not be enough. */
function isRefused({ deployed = [], imports = [], live = [], names }: PlanAnswer): boolean {
  return (
    live.some(({ write }) => write.length > 0) ||
    [...imports, ...(names?.taken ?? [])].length > 0 ||
    deployed.some(({ result }) => result === "wrong")
  );
}

async function changesOf(
  { landingZone: before }: UsableInventory,
  { landingZone: after }: UsableInventory,
  options: PlanOptions,
): Promise<PlanAnswer["changes"]> {
  const { against = "", inventory } = options;
  const [
    { planLosses },
    { stackChanges },
    { affected, sentences },
    { difference },
    { inventoryDocuments },
    { inventoryNames },
  ] = await Promise.all([
    import("./losses.js"),
    import("./stack-changes.js"),
    import("./access-changes.js"),
    import("eks-pod-secrets/access"),
    import("../../documents/source.js"),
    import("../../access-answers/inventory-names.js"),
  ]);
  const asked = affected(
    await inventoryDocuments(before, against),
    await inventoryDocuments(after, inventory),
  );
  const claims = await remembering(options, (memory) =>
    difference(asked.before, asked.after, { memory }),
  );
  return {
    against,
    stacks: stackChanges(before, after),
    costs: planLosses(before, after),
    access: sentences(claims).map(inventoryNames({ zone: after }).named),
    recalled: recalledIn(claims),
    unchangedAccess: asked.left,
  };
}
