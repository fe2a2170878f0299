import { clusterName, parseArn } from "eks-pod-secrets/grant";
import { count } from "../../terminal/output";
import { shellWord } from "../../terminal/printed-text";
import type { Adoption } from "../adoption/adoption";
import { podTitle } from "../adoption/pods";
import type { Left } from "../adoption/reader-plans";
import { secretName } from "../adoption/reads";
import type { Forgetting } from "../forgetting/step";
import type { Found, FoundStore } from "../found";
import type { AccessChange, Readings } from "./access-changes";

/** What a page tells. */
export interface PageContents {
  found: Found;
  adoption: Pick<Adoption, "imports" | "left" | "readers" | "secrets" | "without" | "zone">;
  before: Readings;
  changes: AccessChange[];
  /** What other tools must forget first. */
  forgetting: Forgetting[];
  inventory: string;
}

/** The page in Markdown: what was found, what is taken over, what is left and why, who gains and loses, and what comes next. */
export function pageText(contents: PageContents): string {
  const { adoption, before, changes, found, inventory } = contents;
  const { imports, left, readers, secrets, without } = adoption;
  const taken = Object.values(imports).flatMap(({ resources }) => resources);
  return [
    `# What ${inventory} takes over`,
    "",
    `${count(readers.length, "reader")} and ${count(secrets.length, "secret")} are declared; ${count(taken.length, "object")} are imported, in ${count(Object.keys(imports).length, "stack")}.`,
    ...section("Readers", readers.map(readerLine)),
    ...section(
      "Secrets",
      secrets.map(
        ({ id, kind, marks, secret }) =>
          `${id} (${secret.arn}): ${KINDS[kind]}${marks.map((mark) => `; ${mark}`).join("")}`,
      ),
    ),
    ...section("Left as it is", left.map(leftLine)),
    ...forgettingLines(contents.forgetting),
    ...section("Roles of pods that read no secret here", without),
    ...section(
      "External Secrets Operator",
      found.stores.map((one) => storeLine(one, found, before)),
    ),
    ...section(
      "Who gains and who loses",
      changes.flatMap(changeLines),
      "Nobody, as far as was read.",
    ),
    ...section("What could not be read", [...found.unread, ...before.reasons]),
    ...section("Next", nextSteps(adoption, inventory)),
    "",
  ].join("\n");
}

function section(title: string, lines: readonly string[], otherwise?: string): string[] {
  if (lines.length === 0 && otherwise === undefined) return [];
  const items = lines.length > 0 ? lines.map((line) => `- ${line}`) : [otherwise ?? ""];
  return ["", `## ${title}`, "", ...items];
}

/** The steps by which other tools forget what they hold, under a heading. */
export function forgettingLines(forgetting: readonly Forgetting[]): string[] {
  if (forgetting.length === 0) return [];
  const steps = forgetting.flatMap(({ code, says }) => ["", says, "", "```", code, "```"]);
  return ["", "## What other tools must forget first", ...steps];
}

const KINDS = {
  taken: "taken over, with its policy",
  existing: "stays a service's or its own; only its policy is taken over",
  external: "stays as it is, and so do its policies",
};

function readerLine({
  former,
  id,
  identity,
  marks,
  pod,
  reads,
  role,
}: Adoption["readers"][number]) {
  const ways = role
    ? `keeps its role ${role.arn}`
    : `gets a role of its own; ${former?.role} is let in until its pods are replaced`;
  const names = [...new Set(reads.map(({ target }) => target.arn.split(":").slice(5).join(":")))];
  return `${id} (${podTitle(pod)}, ${identity}): ${ways}; reads ${names.join(", ")}${marks.map((one) => `; ${one}`).join("")}`;
}

/** Something that is left, in a line. */
export function leftLine({ next, what, why }: Left): string {
  return `${what}: ${why}. ${next[0]?.toUpperCase()}${next.slice(1)}.`;
}

/** The role as which a store reads, and what that may read. */
export function storeReads(
  { clusterArn, roleArn, serviceAccount }: FoundStore,
  { associations, serviceAccounts }: Found,
  { who }: Readings,
): { role: string | undefined; secrets: string[] } {
  const isOwn = (one: { clusterArn: string | undefined; namespace: string }, name: string) =>
    one.clusterArn === clusterArn && `${one.namespace}/${name}` === serviceAccount;
  const role =
    roleArn ??
    associations.find((one) => isOwn(one, one.serviceAccount))?.roleArn ??
    serviceAccounts.find((one) => isOwn(one, one.name))?.roleArn ??
    undefined;
  const secrets = [...who].flatMap(([arn, names]) => (role && names.includes(role) ? [arn] : []));
  return { role, secrets };
}

function storeLine(store: FoundStore, found: Found, before: Readings): string {
  const { role, secrets } = storeReads(store, found, before);
  const { kind, name, namespace } = store;
  const title = `${kind} ${namespace ? `${namespace}/` : ""}${name} of cluster ${clusterName(store.clusterArn ?? "")}`;
  if (role === undefined) return `${title}: reads as the operator's own role, which was not found`;
  const reads = secrets.map((arn) => secretName(arn)).join(", ") || "none of the secrets here";
  return `${title} reads as ${role}: ${reads}. Whoever may make an ExternalSecret there reads what it may read.`;
}

function changeLines({ gains, loses, secret }: AccessChange): string[] {
  const name = `${secretName(secret)} of account ${parseArn(secret)?.account}`;
  return [
    ...gains.map((one) => `${inWords(one)} gains ${name}`),
    ...loses.map((one) => `${inWords(one)} loses ${name}`),
  ];
}

/** One that stands for all of its account of whom nothing was read. */
function inWords(who: string): string {
  return who.replace(/^arn:[^:]+:iam::(\d{12}):\*$/, "whoever else account $1 has or makes");
}

/** What comes next, in order. */
export function nextSteps({ readers }: Pick<Adoption, "readers">, inventory: string): string[] {
  const about = inventory === "landing-zone.yaml" ? "" : ` --inventory ${shellWord(inventory)}`;
  const formers = readers.filter(({ former }) => former).map(({ id }) => id);
  return [
    `Decide what stands under "decide:" in ${inventory}`,
    `eks-pod-secrets check ${shellWord(inventory)}`,
    `eks-pod-secrets plan --live${about}`,
    `eks-pod-secrets up${about} # imports; creates, replaces and deletes nothing of what is taken over`,
    `eks-pod-secrets prove --live${about}`,
    ...(formers.length > 0
      ? [
          `Replace the pods of ${formers.join(", ")}, take their formerRole out of ${inventory}, and run up again`,
        ]
      : []),
  ];
}
