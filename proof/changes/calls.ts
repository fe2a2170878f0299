import type { SecretDocuments } from "../domain/documents";
import { openingRegion } from "../domain/keys-that-open";
import { DECRYPT_ACTION } from "../evaluator/reads";
import { accountOf, parseArn, viaService } from "../names";
import { accountOfActor } from "./actors";
import type { AboutKind, Actor, AwsCall, ChangeKind, World } from "./change";
import { resourcesNamed } from "./rights";

/** A call of AWS on a resource, with the condition keys that the call itself settles. */
export function call(
  action: string,
  resource: string,
  context?: AwsCall["aws"]["context"],
): AwsCall {
  return { aws: { action, resource, ...(context && { context }) } };
}

/** The call on what runs; a command on an instance also needs a document, of which AWS's own runs a shell. */
export function callsOn(action: string, arn: string): AwsCall[] {
  if (action !== "ssm:SendCommand") return [call(action, arn)];
  const { partition = "aws", region = "" } = parseArn(arn) ?? {};
  const document = `arn:${partition}:ssm:${region}::document/AWS-RunShellScript`;
  return [call(action, arn), call(action, document)];
}

/** A service becomes the role, as the actor's account has told it to. */
export function assumedBy(service: string, roleArn: string): AwsCall {
  const context = { "aws:SourceAccount": accountOf(roleArn) ?? "" };
  const by = { kind: "service" as const, service };
  return { aws: { action: "sts:AssumeRole", resource: roleArn, by, context } };
}

/** Secrets Manager opens the value with the rights of the caller, unless the key is the AWS managed one. */
export function decryptionOf({ arn, key }: Pick<SecretDocuments, "arn" | "key">): AwsCall[] {
  if (!key) return [];
  const context = {
    "aws:ViaAWSService": "true",
    "kms:ViaService": viaService("secretsmanager", openingRegion(arn, key)),
    "kms:EncryptionContext:SecretARN": arn,
    "kms:EncryptionContextKeys": ["SecretARN", "SecretVersionId"],
  };
  return [call(DECRYPT_ACTION, key, context)];
}

/** A kind of which AWS's pages and events follow from its calls. */
export function kindOf({
  about,
  ...kind
}: Omit<ChangeKind, "about"> & {
  about: Omit<AboutKind, "events" | "pages"> & { pages?: string[] };
}): ChangeKind {
  const pages = about.pages ?? kind.actions.flatMap((action) => pageOf(action) ?? []);
  return { ...kind, about: { ...about, pages, events: eventsOf(kind.actions) } };
}

/** Rights without a call of their own, which CloudTrail does not log. */
const NO_CALLS = ["iam:PassRole", "sts:TagSession"];

/** Events whose names are not those of their calls: https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html */
const OTHER_EVENTS: Record<string, string> = {
  "lambda:AddPermission": "AddPermission20150331v2",
  "lambda:CreateEventSourceMapping": "CreateEventSourceMapping20150331",
  "lambda:CreateFunction": "CreateFunction20150331",
  "lambda:InvokeFunction": "Invoke",
  "lambda:UpdateFunctionCode": "UpdateFunctionCode20150331v2",
  "lambda:UpdateFunctionConfiguration": "UpdateFunctionConfiguration20150331v2",
};

/** Sources and names of the events that CloudTrail logs of the calls. */
export function eventsOf(actions: readonly string[]): string[] {
  return actions.flatMap((action) => {
    const [service, name = ""] = action.split(":");
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
  lambda: "lambda/latest/api",
  ram: "ram/latest/APIReference",
};

function pageOf(action: string): string | undefined {
  const [service = "", operation] = action.split(":");
  const reference = REFERENCES[service];
  return reference && `https://docs.aws.amazon.com/${reference}/API_${operation}.html`;
}

/**
 * ARNs that the actor could give to something new: the usual one, and one for each name that its policies allow the action on. `usual` has
 * `REGION` and `ACCOUNT` as they are.
 */
export function arnsToTry(world: World, actor: Actor, action: string, usual: string): string[] {
  const account = accountOfActor(actor);
  const wanted = parseArn(usual);
  const named = resourcesNamed(world, actor, action).flatMap((text) => {
    const [prefix, partition, service, region, owner, ...rest] = text.split(":");
    if (prefix !== "arn" || rest.length === 0 || text.includes("${")) return [];
    const made = [
      ...["arn", madeOf(partition, wanted?.partition), madeOf(service, wanted?.service)],
      ...[madeOf(region, wanted?.region), madeOf(owner, account)],
      rest.join(":").replace(/[*?]/g, "x"),
    ].join(":");
    return accountOf(made) === account ? [made] : [];
  });
  return [...new Set([usual, ...named])];
}

/** The part of an ARN, or what stands there usually where it is a wildcard. */
function madeOf(part = "", usual = ""): string {
  return /[*?]/.test(part) ? usual : part;
}
