import { createHash } from "node:crypto";
import type { AccessDocuments } from "eks-pod-secrets/access";
import type { Gap, OpenDocuments } from "iam-proof";
import type { SourceDocuments } from "./source-documents";

/** The most attempts before documents that keep changing are left open. */
const MOST_ANSWERS = 3;

/**
 * Answers about documents, and then reads those of accounts again. If both readings are equal, all documents were like this at
 * one moment, and the answer is about that moment. If not, it answers again about the last reading, so that the user need not
 * repeat the command. Whatever still differs after the last answer is a gap.
 */
export async function answerSteadily<Answer>(
  sources: SourceDocuments[],
  answer: (sources: SourceDocuments[]) => Promise<Answer>,
): Promise<{ sources: SourceDocuments[]; answer: Answer }> {
  let read = sources;
  for (let left = MOST_ANSWERS - 1; ; left--) {
    const found = await answer(read);
    const later = await Promise.all(read.map((one) => one.live?.again() ?? one));
    const compared = read.map((one, index) => compare(one, later[index] ?? one));
    const isSteady = compared.every(({ changes }) => changes.length === 0);
    if (isSteady || left === 0) return { sources: compared.map(withChanges), answer: found };
    read = compared.map(({ changes: [change], second }) =>
      change ? { ...second, notes: [...second.notes, changeNote(change)] } : second,
    );
  }
}

function changeNote({ reason }: Gap): string {
  return `${reason}: the answer was looked for anew, and is about what was read last`;
}

interface Compared {
  first: SourceDocuments;
  second: SourceDocuments;
  changes: Gap[];
}

function compare(first: SourceDocuments, second: SourceDocuments): Compared {
  return { first, second, changes: first === second ? [] : changesBetween(first, second) };
}

/** The documents of the answer, with the times of both readings, and with what differed at the second one. */
function withChanges({ changes, first, second }: Compared): SourceDocuments {
  if (!first.live || !second.live) return first;
  return {
    ...first,
    gaps: [...(first.gaps ?? []), ...changes],
    live: { ...first.live, to: second.live.to },
  };
}

/** What differed at the second reading of the same accounts. Each difference is a gap, because nobody knows which reading is right. */
function changesBetween(first: SourceDocuments, second: SourceDocuments): Gap[] {
  const [before, after] = [first, second].map(fingerprints);
  const arns = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  return [...arns]
    .filter((arn) => before?.get(arn) !== after?.get(arn))
    .map((arn) => ({
      open: { kind: "changed", arn },
      reason: `the documents of ${arn} changed while they were read`,
    }));
}

/** The documents, by the ARN of what they belong to, and what could not be read, each as a text that is equal for equal content. */
function fingerprints({ documents, everyone, gaps }: SourceDocuments): Map<string, string> {
  const { associations, keys, oidcProviders, parameters, secrets, vpcEndpoints } =
    everyone ?? documents;
  const found = new Map<string, string>();
  const add = (arn: string, content: unknown) =>
    found.set(arn, `${found.get(arn) ?? ""}${digest(content)}`);
  const described: { arn: string }[] = [
    ...(secrets ?? []),
    ...(parameters ?? []),
    ...(keys ?? []),
    ...(vpcEndpoints ?? []),
  ];
  for (const one of described) add(one.arn, one);
  for (const one of oidcProviders ?? []) add(providersOf(one.account), one);
  for (const one of identitiesIn(documents, everyone)) add(one.arn, one);
  const pods = (associations ?? []).map((one) => ({ arn: one.clusterArn, text: digest(one) }));
  for (const { arn, text } of pods.sort((a, b) => (a.text < b.text ? -1 : 1))) add(arn, text);
  for (const { open } of gaps ?? []) {
    add(arnOf(open), open);
  }
  return found;
}

function providersOf(account: string): string {
  return `arn:aws:iam::${account}:oidc-provider/*`;
}

function arnOf(open: OpenDocuments): string {
  if (open.kind === "objects" || open.kind === "copies") {
    return `arn:aws:secretsmanager:${open.region ?? "*"}:${open.account}:*`;
  }
  if (open.kind === "account") return `arn:aws:iam::${open.account}:root`;
  if (open.kind === "endpoints") {
    return `arn:aws:ec2:${open.region}:${open.account}:vpc-endpoint/*`;
  }
  if (open.kind === "providers") return providersOf(open.account);
  return open.kind === "associations" ? open.sourceArn : open.arn;
}

/** Everyone, and the declared readers' roles that are not among them. */
function identitiesIn(documents: AccessDocuments, everyone: AccessDocuments = documents) {
  const { groups, roles, users } = everyone;
  const all = [...(roles ?? []), ...(users ?? []), ...(groups ?? [])];
  const known = new Set(all.map(({ arn }) => arn));
  return [...all, ...(documents.roles ?? []).filter(({ arn }) => !known.has(arn))];
}

const digests = new WeakMap<object, string>();

/** A digest that is equal for equal content, because AWS returns lists and members in any order. Many identities share a policy. */
function digest(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  const known = digests.get(value);
  if (known !== undefined) return known;
  const parts = Array.isArray(value)
    ? ["list", ...value.map(digest).sort()]
    : Object.entries(value)
        .map(([key, one]) => `${JSON.stringify(key)}:${digest(one)}`)
        .sort();
  const made = createHash("sha256").update(parts.join("\n")).digest("hex");
  digests.set(value, made);
  return made;
}
