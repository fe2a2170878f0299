import { parsePolicy } from "../grammar/parse-policy";
import type { NamedPolicy, RawPolicy } from "../grammar/syntax";
import { parseArn } from "../names";
import { policyOfManagedKey } from "./keys-that-open";

/** Attached by AWS to every root, unit and account, and not to be detached. */
const RCP_FULL_ACCESS: RawPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
};

/**
 * Services whose resources they are for, by AWS's page of RCP controls (controltower/latest/controlreference/rcp-controls.html). AWS has
 * added others since, which are not relied upon here.
 */
export const RESOURCE_CONTROLLED = ["s3", "sts", "kms", "sqs", "secretsmanager"];

/**
 * A level of resource control policies as it is in force. Nobody but AWS may write one that allows, so that a level without
 * an Allow leaves out AWS's own.
 */
export function withFullAccess(level: NamedPolicy[]): NamedPolicy[] {
  const allows = level.some((named) =>
    parsePolicy(named, "rcp").statements.some(({ effect }) => effect === "Allow"),
  );
  return allows ? level : [{ name: "RCPFullAWSAccess", document: RCP_FULL_ACCESS }, ...level];
}

/**
 * Whether resource control policies reach a resource. AWS names the services that they are for, and Systems Manager is none;
 * nor do they reach AWS managed keys.
 */
export function isUnderResourceControl(arn: string): boolean {
  return parseArn(arn)?.service !== "ssm" && policyOfManagedKey(arn) === undefined;
}
