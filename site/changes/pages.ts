import { stringify } from "yaml";
import { type ChangeKind, evaluate, mayRead, type RequestPrincipal, type Way } from "../../proof";
import * as accounts from "../../tests/proof/changes/world";
import { cell, table } from "../reference/markdown";
import { type Asked, commandsOf, typed } from "./aws-cli";
import {
  ALL_KINDS,
  changedIn,
  type Example,
  exampleOf,
  MISSES,
  replayOf,
  WAYS,
  wayOf,
} from "./examples";
import { NO_KINDS, textsOf } from "./texts";

const FOLDER = "reference/ways-to-read";

const GIVES: Record<ChangeKind["gives"], string> = {
  becomes: "Who makes it acts as somebody else from then on, or with more rights.",
  opens: "Who makes it opens a secret, a key or a parameter, for whom they like.",
  runs: "Who makes it has a program of theirs run.",
};

/** The pages of all kinds of changes by which somebody comes to read, and of changes that only look like one, by path. */
export function changesPages(): Record<string, string> {
  const kinds = ALL_KINDS.map((kind) => [pageOf(kind.id), kindPage(kind)]);
  const negatives = NO_KINDS.map((one) => [pageOf(one.id), negativePage(one)]);
  return { [`${FOLDER}/index.md`]: listPage(), ...Object.fromEntries([...kinds, ...negatives]) };
}

function pageOf(id: string): string {
  return `${FOLDER}/${id}.md`;
}

function listPage(): string {
  const row = ({ id }: { id: string }, ...more: string[]) => [`[${id}](${id}.md)`, ...more];
  return [
    "# Ways to read",
    "Kinds of changes by which somebody who cannot read a secret comes to read it, as `--through-changes` names them.\n" +
      "Each page shows a deployment where the kind works, and one where it just does not.\n" +
      "Tests find each such way, and no way where there is none.",
    table(
      ["kind", "what somebody does", "coverage", "replayed"],
      ALL_KINDS.map((kind) =>
        row(
          kind,
          cell(kind.title),
          textsOf(kind).lacks === undefined ? "full" : "partial",
          replayOf(kind.id) === undefined ? "no" : "yes",
        ),
      ),
    ),
    "## What looks like a way, and is none",
    table(
      ["id", "what somebody does"],
      NO_KINDS.map((one) => row(one, cell(one.title))),
    ),
    "## What stands beside",
    "The deployments of these pages are differences from one of three accounts, in which the attacker's role has no rights.\n" +
      "These are its documents:",
    fenced("yaml", stringify(changedIn({ documents: {} }, accounts.base()))),
    "Those of clusters have a cluster beside it, which the attacker's role enters in the group `team`, and may do nothing.\n" +
      "The pod `web-1` of its namespace `orders` reads the secret.",
  ].join("\n\n");
}

function kindPage(kind: ChangeKind): string {
  const { gives, id, title } = kind;
  const { events, fix, lacks, pages, prerequisites } = textsOf(kind);
  return [
    `# ${cell(title)}`,
    `\`${id}\`: ${GIVES[gives]}`,
    `What it takes: ${cell(prerequisites)}`,
    `What to do: ${cell(fix)}`,
    "## Where it works",
    ...worksSection(exampleOf(WAYS, id)),
    "## Where it just does not",
    ...missesSection(exampleOf(MISSES, id)),
    "## Calls",
    list(kind.actions),
    "## Events to alarm on",
    list(events),
    "## Coverage",
    lacks === undefined
      ? "Full: every change of this kind is found."
      : `Partial. What is not found, or taken for granted: ${cell(lacks)}`,
    replayedSentence(kind),
    `Sources: ${pages.map((page) => `<${page}>`).join(", ")}.`,
  ].join("\n\n");
}

function negativePage({ countedBy = [], id, pages, title, why }: (typeof NO_KINDS)[number]) {
  const miss = exampleOf(MISSES, id);
  const kinds = countedBy.map((one) => `[${one}](${one}.md)`).join(", ");
  return [
    `# ${cell(title)}`,
    `\`${id}\`: no way to read.`,
    cell(why),
    ...(countedBy.length > 0 ? [`What it can add counts as ${kinds}.`] : []),
    ...(miss ? ["## Tried", ...missesSection(miss)] : []),
    `Sources: ${pages.map((page) => `<${page}>`).join(", ")}.`,
  ].join("\n\n");
}

function worksSection(example: Example | undefined): string[] {
  const way = example && wayOf(example);
  if (!example || !way) throw new Error("each kind needs a deployment where it works");
  return [
    `By ${cell(example.title)}. What this deployment has beside:`,
    fenced("yaml", stringify(example.differs())),
    "What the attacker does:",
    ...stepsOf(way, example),
  ];
}

function stepsOf(way: Way, { world }: Example): string[] {
  const now = world();
  const lines = way.steps.flatMap(({ calls, kind, worstCase }) => [
    `# ${kind.title}${worstCase === undefined ? "" : `: ${worstCase}`}`,
    ...calls.flatMap((call) =>
      "request" in call ? callLines({ request: call.request, world: now }) : [`# ${call.other}`],
    ),
  ]);
  const read = callLines({ request: way.read.request, world: now });
  return [fenced("sh", [...lines, "# read", ...read].join("\n"))];
}

function callLines(asked: Asked): string[] {
  const { action, principal, resource } = asked.request;
  if (principal.kind === "service") return [`# ${principal.service} assumes ${resource}`];
  const commands = commandsOf(asked);
  if (!commands) return [`# ${action} on ${resource}`];
  return commands.length > 0 ? commands.map(typed) : [`# with ${action} on ${resource}`];
}

function missesSection(example: Example | undefined): string[] {
  if (!example) throw new Error("each kind needs a deployment where it just does not work");
  const { attacker, differs, secret, title, tries, world } = example;
  const principal: RequestPrincipal = { kind: "session", roleArn: attacker };
  const now = world();
  const changes = differs();
  const requests = (tries ?? []).map(([action, resource, context = {}]) => ({
    ...{ action, resource, context, principal },
  }));
  const tried = requests.flatMap((request) => callLines({ request, world: now }));
  const refusal = requests
    .map((request) => evaluate(now.documents, request))
    .find(({ decision }) => decision === "denied");
  const { reason } = refusal ?? mayRead(now.documents, principal, secret);
  return [
    `${capital(cell(title))}. What this deployment has beside:`,
    fenced("yaml", Object.keys(changes).length > 0 ? stringify(changes) : "# nothing"),
    ...(tried.length > 0
      ? ["What the attacker tries, and then reads:", fenced("sh", tried.join("\n"))]
      : []),
    tries ? `It ends refused: ${cell(reason)}.` : "The attacker reads nothing.",
  ];
}

function replayedSentence({ id }: ChangeKind): string {
  const how = replayOf(id);
  if (how !== undefined) return `Replayed: ${how}.`;
  return `Not replayed: ${exampleOf(WAYS, id)?.notReplayed}.`;
}

function list(texts: string[]): string {
  return texts.map((text) => `- \`${text}\``).join("\n");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
