import { visibleText } from "eks-pod-secrets/rules";
import { count } from "../../terminal/output";
import { filled, filledTitle, percent, sessionTagsLines } from "./near-quotas";
import type { PlanAnswer, PlanChanges } from "./shape";
import {
  COSTS_TITLE,
  LIVE_TITLE,
  leavingStacks,
  liveLines,
  ownerTitle,
  RENAMES_TITLE,
  renameTitle,
} from "./text";

/** The most rows of a table; comments on pull requests have a size limit. */
const MOST_ROWS = 100;

/** A plan as Markdown, for a comment on a pull request: what changes first, then the whole. */
export function planMarkdown(plan: PlanAnswer, isAll = false): string {
  const { changes, file, ownersToAsk, readers, renames, stacks } = plan;
  const live = liveLines(plan);
  const near = filled(plan, isAll);
  return [
    `## eks-pod-secrets plan of ${code(file)}`,
    ...(live ? [`### ${LIVE_TITLE}`, list(live)] : []),
    ...(changes ? changesMarkdown(changes) : []),
    ...(renames.length > 0
      ? [
          `### ${RENAMES_TITLE}`,
          list(
            renames.map((one) => `${renameTitle(one)}: ${one.copied}; ${one.kept}; ${one.deleted}`),
          ),
        ]
      : []),
    ...ownersToAsk.map((owner) => details(ownerTitle(owner), `\`\`\`yaml\n${owner.yaml}\`\`\``)),
    details(
      `${count(stacks.length, "stack")}, in order`,
      table(
        ["Stack", "Account", "Region", "After"],
        stacks.map(({ accountId, dependsOn, name, region }) => [
          code(name),
          accountId,
          region,
          dependsOn.map(code).join(", "),
        ]),
      ),
    ),
    details(
      `${count(readers.length, "reader")}: who will read what`,
      table(
        ["Reader", "Pod", "Reads"],
        readers.map(({ cluster, namespace, reader, reads, serviceAccount }) => [
          code(reader),
          code(`${cluster} ${namespace}/${serviceAccount}`),
          reads.map(({ account, name }) => `${code(name)} of ${account}`).join(", "),
        ]),
      ),
    ),
    near.length > 0
      ? details(
          filledTitle(near, plan),
          table(
            ["Share", "Used", "Of", "What"],
            near.map((one) => [
              `${percent(one)} %`,
              String(one.used),
              [one.limit, one.unit].filter(Boolean).join(" "),
              code(one.what),
            ]),
          ),
        )
      : `${filledTitle(near, plan)}.`,
    ...sessionTagsLines(plan).map((line) => `${line}.`),
  ].join("\n\n");
}

function changesMarkdown(changes: PlanChanges): string[] {
  const { access, against, costs, recalled, stacks } = changes;
  const [left, command] = leavingStacks(changes);
  const rows = stacks.map(({ added, changed, removed, stack }) => [
    code(stack),
    added.map(code).join(", "),
    changed.map(code).join(", "),
    removed.map(code).join(", "),
  ]);
  return [
    `### Whose access changes, from ${code(against)}`,
    access.length > 0
      ? list(access)
      : "Nobody gains or loses access: proved for every possible request.",
    ...(recalled > 0
      ? [
          `Earlier runs proved that access does not change for ${recalled} of the secrets and parameters.`,
        ]
      : []),
    `### ${count(stacks.length, "stack")} with changes`,
    rows.length > 0 ? table(["Stack", "Added", "Changed", "Removed"], rows) : "None.",
    ...(costs.length > 0 ? [`### ${COSTS_TITLE}`, list(costs.map(({ says }) => says))] : []),
    ...(left && command ? [`**S${left.slice(1)}** ${code(command)}`] : []),
  ];
}

function list(sentences: string[]): string {
  const shown = sentences.slice(0, MOST_ROWS).map((one) => `- ${escapeMarkdown(one)}`);
  return shown.join("\n") + more(sentences.length);
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const shown = rows.slice(0, MOST_ROWS).map(line);
  return [line(head), line(head.map(() => "---")), ...shown].join("\n") + more(rows.length);
}

function more(total: number): string {
  return total > MOST_ROWS ? `\n\nand ${total - MOST_ROWS} more` : "";
}

function details(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** Names contain neither backticks nor pipes by the inventory's rules, but a file's name may. */
function code(text: string): string {
  return `\`${visibleText(text).replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}

function escapeMarkdown(text: string): string {
  // An @ would notify a user with that name.
  return visibleText(text)
    .replace(/[\\*_<>`|[\]~#&]/g, "\\$&")
    .replaceAll("@", "@<!-- -->");
}
