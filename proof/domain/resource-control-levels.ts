import { parsePolicy } from "../grammar/parse-policy";
import type { NamedPolicy, RawPolicy } from "../grammar/syntax";
import { parseArn } from "../names";
import { policyOfManagedKey } from "./keys-that-open";

/** AWS attaches this policy to every root, unit and account, and it cannot be detached. */
const RCP_FULL_ACCESS: RawPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
};

/**
 * Services that support resource control policies, by AWS's page of RCP controls
 * (controltower/latest/controlreference/rcp-controls.html). AWS has added others since, which this code does not rely on.
 */
export const RESOURCE_CONTROLLED = ["s3", "sts", "kms", "sqs", "secretsmanager"];

/**
 * A level of resource control policies as it is in force. Only AWS may write one that allows, so a level without an Allow gets
 * AWS's own policy added.
 */
export function withFullAccess(level: NamedPolicy[]): NamedPolicy[] {
  const allows = level.some((named) =>
    parsePolicy(named, "rcp").statements.some(({ effect }) => effect === "Allow"),
  );
  return allows ? level : [{ name: "RCPFullAWSAccess", document: RCP_FULL_ACCESS }, ...level];
}

/**
 * Whether resource control policies apply to a resource. AWS lists the services that support them, without Systems Manager. They do
 * not apply to AWS managed keys.
 */
export function isUnderResourceControl(arn: string): boolean {
  return parseArn(arn)?.service !== "ssm" && policyOfManagedKey(arn) === undefined;
}
