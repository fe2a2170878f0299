import type * as pulumi from "@pulumi/pulumi";

import {
  arnProblems,
  contextProblems,
  keyRegionProblems,
  keyRule,
  parameterRule,
  secretRule,
} from "../checks/aws-name";
import type { Known } from "../checks/known";
import { parseArn } from "../rules/arn";
import type { Problem } from "../rules/problem";
import { type PolicyStyle, styleProblems } from "./policy-style";

/** A secret that a role may read. */
export interface ReadableSecretArgs {
  /** Full ARN of the secret, with its six random characters. */
  arn: pulumi.Input<string>;
  /** ARN of the customer managed key that encrypts it. Defaults to the AWS managed key, which serves one account only. */
  keyArn?: pulumi.Input<string>;
  /** ARNs that may stand in the encryption context. Defaults to the secret's own; a replica needs its primary's too. */
  encryptionContextArns?: pulumi.Input<pulumi.Input<string>[]>;
  /** Whether the secret's tags must equal the session's; they count only within one account. Defaults to `exact`. */
  style?: pulumi.Input<PolicyStyle>;
}

/** A Systems Manager parameter that a role may read, of the role's own account. */
export interface ReadableParameterArgs {
  /** ARN of the parameter. */
  arn: pulumi.Input<string>;
  /** ARN of the customer managed key of a SecureString. Defaults to the AWS managed key. */
  keyArn?: pulumi.Input<string>;
}

export interface ReadableArgs {
  secrets?: pulumi.Input<pulumi.Input<ReadableSecretArgs>[]>;
  parameters?: pulumi.Input<pulumi.Input<ReadableParameterArgs>[]>;
}

export function readableProblems({
  secrets = [],
  parameters = [],
}: Known<ReadableArgs>): Problem[] {
  return [
    ...secrets.flatMap((secret, index) => [
      ...arnProblems(`secrets[${index}].arn`, secret?.arn, secretRule),
      ...readableKeyProblems(`secrets[${index}].keyArn`, secret, "secret"),
      ...contextProblems(`secrets[${index}].encryptionContextArns`, secret?.encryptionContextArns),
      ...styleProblems(`secrets[${index}].style`, secret?.style),
    ]),
    ...parameters.flatMap((parameter, index) => [
      ...arnProblems(`parameters[${index}].arn`, parameter?.arn, parameterRule),
      ...readableKeyProblems(`parameters[${index}].keyArn`, parameter, "parameter"),
    ]),
  ];
}

function readableKeyProblems(
  propertyPath: string,
  readable: { arn?: string; keyArn?: string } | undefined,
  whose: string,
): Problem[] {
  const region = readable?.arn && parseArn(readable.arn)?.region;
  return [
    ...arnProblems(propertyPath, readable?.keyArn, keyRule),
    ...keyRegionProblems(propertyPath, readable?.keyArn, region, whose),
  ];
}

/** Nothing crosses accounts but a secret under a customer managed key; AWS would refuse the rest at run time. */
export function crossAccountProblems(
  account: string | undefined,
  { parameters, secrets = [] }: Known<ReadableArgs>,
): Problem[] {
  if (account === undefined) return [];
  return [
    ...secrets.flatMap((secret, index) =>
      secret && isForeign(secret.arn, account) && !("keyArn" in secret)
        ? [
            {
              propertyPath: `secrets[${index}].keyArn`,
              reason: `secrets[${index}].keyArn must be the ARN of a customer managed key because ${secret.arn} belongs to another account than ${account}; the AWS managed key serves one account only`,
            },
          ]
        : [],
    ),
    ...foreignParameterProblems(account, parameters),
  ];
}

export function foreignParameterProblems(
  account: string,
  parameters: Known<ReadableArgs>["parameters"] = [],
): Problem[] {
  return parameters.flatMap((parameter, index) =>
    isForeign(parameter?.arn, account)
      ? [
          {
            propertyPath: `parameters[${index}].arn`,
            reason: `parameters[${index}].arn must be a parameter of account ${account}, got ${parameter?.arn}; Parameter Store is not read across accounts here, use a secret`,
          },
        ]
      : [],
  );
}

export function isForeign(arn: string | undefined, account: string): boolean {
  return arn !== undefined && parseArn(arn)?.account !== account;
}

/** Whether nothing can be read: lists given as outputs may turn out to have entries. */
export function readsNothing({ parameters, secrets }: ReadableArgs): boolean {
  return [parameters, secrets].every(
    (list) => list === undefined || (Array.isArray(list) && list.length === 0),
  );
}
