import { clusterName, parseArn } from "eks-pod-secrets/grant";
import { visibleText } from "eks-pod-secrets/rules";
import { secretName } from "iam-proof/names";
import { count, countObjects } from "../../terminal/output";
import type { AdoptAnswer } from "../shape";

/** The answer as a page in Markdown. */
export function pageText(answer: AdoptAnswer): string {
  const { changes, forgetting, imported, left, places, readers, secrets, stores, unread } = answer;
  const parameters = secrets.filter(({ arn }) => parseArn(arn)?.service === "ssm").length;
  const declared = countObjects(secrets.length - parameters, parameters, " and ");
  return [
    `# What ${answer.written[0]} takes over`,
    "",
    `It declares ${count(readers.length, "reader")}, ${declared}. up imports ${count(imported, "object")}.`,
    ...section("Readers", readers.map(readerLine)),
    ...section("Secrets and parameters", secrets.map(secretLine)),
    ...section("Left as it is", left.map(leftLine)),
    ...forgettingLines(forgetting),
    ...section("Roles of pods that read no secret here", answer.without),
    ...section("External Secrets Operator", stores.map(storeLine)),
    ...section(
      "Who gains and who loses",
      changes.length > 0 ? changes.flatMap(changeLines) : ["nobody, as far as was read"],
    ),
    ...section("What was read", places.flatMap(placeLines)),
    ...section("What could not be read", unread),
    ...section("Next", answer.next),
    "",
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0
    ? ["", `## ${title}`, "", ...lines.map((line) => `- ${plain(line)}`)]
    : [];
}

/** A text as one literal line of Markdown. Tenants of clusters write some of these texts. */
function plain(text: string): string {
  return visibleText(text).replace(/[<`]/g, "\\$&");
}

/** The steps in which other tools forget what they hold, under a heading. */
export function forgettingLines(forgetting: AdoptAnswer["forgetting"]): string[] {
  if (forgetting.length === 0) return [];
  const steps = forgetting.flatMap(({ code, says }) => ["", says, "", "```", code, "```"]);
  return ["", "## What other tools must forget first", ...steps];
}

function readerLine({ decide, formerRole, id, identity, pod, reads, role }: Reader): string {
  const way = role
    ? `keeps its role ${role}`
    : `gets a role of its own; ${formerRole} is let in until its pods are replaced`;
  const names = reads.map((arn) => arn.split(":").slice(5).join(":"));
  return [`${id} (${pod}, ${identity}) ${way}`, `reads ${names.join(", ")}`, ...decide].join("; ");
}

type Reader = AdoptAnswer["readers"][number];

const KINDS = {
  taken: "taken over, with its policy",
  existing: "stays as it is; its policy, and its key's, are taken over",
  external: "stays as it is, and so do its policies",
};

function secretLine({ arn, decide, id, kind }: AdoptAnswer["secrets"][number]): string {
  return [`${id} (${arn}): ${KINDS[kind]}`, ...decide].join("; ");
}

/** An object that is left, in one line. */
export function leftLine({ next, what, why }: AdoptAnswer["left"][number]): string {
  return `${what}: ${why}. ${next[0]?.toUpperCase()}${next.slice(1)}.`;
}

function storeLine({ clusterArn, kind, name, namespace, role, secrets }: Store): string {
  const title = `${kind} ${namespace ? `${namespace}/` : ""}${name} of cluster ${clusterName(clusterArn)}`;
  if (role === undefined) return `${title} reads as a role that was not found`;
  const reads = secrets.map(secretName).join(", ") || "none of the secrets here";
  return `${title} reads as ${role}: ${reads}. Whoever may make an ExternalSecret there reads the same.`;
}

type Store = AdoptAnswer["stores"][number];

function placeLines({ account, otherClusters, otherRegions, regions }: Place): string[] {
  const rest =
    otherRegions.length > 0
      ? `not its secrets and keys in ${otherRegions.join(", ")}: give region= after --account to read another region`
      : "it has no other region enabled, as far as was read";
  return [
    `account ${account} in ${regions.join(", ")}; ${rest}`,
    ...otherClusters.map(
      (arn) =>
        `of ${arn}, which was not given, the Pod Identity associations alone: what its service accounts and pods read is not known; name it with --cluster`,
    ),
  ];
}

type Place = AdoptAnswer["places"][number];

function changeLines({ gains, loses, secret }: AdoptAnswer["changes"][number]): string[] {
  const name = `${secretName(secret)} of account ${parseArn(secret)?.account}`;
  // One principal may stand for a whole account, if nothing was read about it.
  const inWords = (who: string) =>
    who.replace(/^arn:[^:]+:iam::(\d{12}):\*$/, "whoever else account $1 has or makes");
  return [
    ...gains.map((one) => `${inWords(one)} gains ${name}`),
    ...loses.map((one) => `${inWords(one)} loses ${name}`),
  ];
}
