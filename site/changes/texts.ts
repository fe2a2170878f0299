import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import type { ChangeKind } from "../../proof";

/** What the page of a kind says that its code does not. Its file in `kinds` is named after the kind's id. */
const kindTexts = z.strictObject({
  prerequisites: z.string(),
  fix: z.string(),
  lacks: z
    .string()
    .optional()
    .describe("What the kind does not find. Absent if it finds every change of its sort."),
  pages: z
    .array(z.url())
    .optional()
    .describe("Pages that document the calls. Defaults to AWS's pages of the kind's actions."),
  events: z
    .array(z.string())
    .optional()
    .describe("Names of the audit log's events to alarm on. Defaults to those of its actions."),
});

/** Something that looks like a way to read but is no kind: it gives nothing, or another kind counts it. Its id names its file. */
const noKind = z.strictObject({
  title: z.string(),
  why: z.string().describe("What an attempt gives, and why that is no way to read."),
  pages: z.array(z.url()).describe("Pages that document it."),
  countedBy: z.array(z.string()).optional().describe("IDs of the kinds that count what it adds."),
});

/** The texts of all kinds, by their ids. */
export const KIND_TEXTS = readTexts("kinds", kindTexts);

export const NO_KINDS = [...readTexts("no-kinds", noKind)].map(([id, one]) => ({ id, ...one }));

/** The texts of a kind's page. Throws an error if nobody has written them. */
export function textsOf({ actions, id }: ChangeKind) {
  const texts = KIND_TEXTS.get(id);
  if (!texts) throw new Error(`site/changes/kinds must have ${id}.yaml, the texts of this kind`);
  return {
    ...texts,
    pages: texts.pages ?? actions.flatMap((action) => pageOf(action) ?? []),
    events: texts.events ?? eventsOf(actions),
  };
}

function readTexts<Texts>(folder: string, shape: z.ZodType<Texts>): Map<string, Texts> {
  const files = readdirSync(join(__dirname, folder)).sort();
  const read = files.map((file): [string, Texts] => {
    const text = readFileSync(join(__dirname, folder, file), "utf8");
    const { data, error } = shape.safeParse(parse(text));
    if (error) throw new Error(`site/changes/${folder}/${file}: ${z.prettifyError(error)}`);
    return [basename(file, ".yaml"), data];
  });
  return new Map(read);
}

/** Rights that have no call of their own, so that CloudTrail does not log them. */
const NO_CALLS = ["iam:PassRole", "sts:SetSourceIdentity", "sts:TagSession"];

/** Events whose names differ from their calls: https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html */
const OTHER_EVENTS: Record<string, string> = {
  "lambda:AddPermission": "AddPermission20150331v2",
  "lambda:CreateEventSourceMapping": "CreateEventSourceMapping20150331",
  "lambda:CreateFunction": "CreateFunction20150331",
  "lambda:InvokeFunction": "Invoke",
  "lambda:UpdateFunctionCode": "UpdateFunctionCode20150331v2",
  "lambda:UpdateFunctionConfiguration": "UpdateFunctionConfiguration20150331v2",
};

/** Sources and names of the events that CloudTrail logs for calls to AWS, and a cluster's audit log for others. */
export function eventsOf(actions: readonly string[]): string[] {
  return actions.flatMap((action) => {
    const [service, name] = action.split(":");
    if (name === undefined) return [`audit: ${action}`];
    if (NO_CALLS.includes(action)) return [];
    return [`${service}.amazonaws.com ${OTHER_EVENTS[action] ?? name}`];
  });
}

const REFERENCES: Record<string, string> = {
  secretsmanager: "secretsmanager/latest/apireference",
  kms: "kms/latest/APIReference",
  ssm: "systems-manager/latest/APIReference",
  iam: "IAM/latest/APIReference",
  sts: "STS/latest/APIReference",
  organizations: "organizations/latest/APIReference",
  ec2: "AWSEC2/latest/APIReference",
  eks: "eks/latest/APIReference",
  lambda: "lambda/latest/api",
  ram: "ram/latest/APIReference",
};

function pageOf(action: string): string | undefined {
  const [service = "", operation] = action.split(":");
  const reference = REFERENCES[service];
  return reference && `https://docs.aws.amazon.com/${reference}/API_${operation}.html`;
}
