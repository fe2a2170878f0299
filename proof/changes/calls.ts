import type { SecretDocuments } from "../domain/documents";
import { openingRegion } from "../domain/keys-that-open";
import { DECRYPT_ACTION } from "../evaluator/reads";
import { accountOf, parseArn, viaService } from "../names";
import { accountOfActor } from "./actors";
import type { Actor, AwsCall, World } from "./change";
import { resourcesNamed } from "./rights";

/** A call to AWS on a resource, with the condition keys that the call itself determines. */
export function call(
  action: string,
  resource: string,
  context?: AwsCall["aws"]["context"],
): AwsCall {
  return { aws: { action, resource, ...(context && { context }) } };
}

/** The call on something that runs. A command on an instance also needs a document, and AWS's own can run a shell. */
export function callsOn(action: string, arn: string): AwsCall[] {
  if (action !== "ssm:SendCommand") return [call(action, arn)];
  const { partition = "aws", region = "" } = parseArn(arn) ?? {};
  const document = `arn:${partition}:ssm:${region}::document/AWS-RunShellScript`;
  return [call(action, arn), call(action, document)];
}

/** A service assumes the role because the actor's account told it to. */
export function assumedBy(service: string, roleArn: string): AwsCall {
  const context = { "aws:SourceAccount": accountOf(roleArn) ?? "" };
  const by = { kind: "service" as const, service };
  return { aws: { action: "sts:AssumeRole", resource: roleArn, by, context } };
}

/** The calls that decrypt a secret. Secrets Manager uses the caller's rights, unless the key is the AWS managed one. */
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

/**
 * ARNs that the actor could give to something new: the usual one, and one for each name on which its policies allow the action.
 * `usual` contains `REGION` and `ACCOUNT` as placeholders.
 */
export function arnsToTry(world: World, actor: Actor, action: string, usual: string): string[] {
  const wanted = parseArn(usual);
  const account = wanted?.account || accountOfActor(actor);
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

/** A part of an ARN, or the usual value if it is a wildcard. */
function madeOf(part = "", usual = ""): string {
  return /[*?]/.test(part) ? usual : part;
}
