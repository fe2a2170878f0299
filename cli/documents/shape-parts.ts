import { parseArn } from "eks-pod-secrets/grant";
import type { RawPolicy } from "iam-proof";
import * as z from "zod";

/** An ARN of one service. `resource`: the beginning of its last part. */
export function arn(service: string, resource = "") {
  const shape = `arn:aws:${service}:…${resource && `:${resource}…`}`;
  return z.string().refine(
    (text) => {
      const parts = parseArn(text);
      return parts?.service === service && parts.resource.startsWith(resource);
    },
    { error: `must be an ARN of the form ${shape}` },
  );
}

export const accountId = z
  .string()
  .regex(/^\d{12}$/, { error: "must be an account id of 12 digits" });
export const pairs = z.record(z.string(), z.string()).nullish();
export const document: z.ZodType<RawPolicy> = z
  .looseObject({})
  .describe("A policy document, as IAM writes it.");
export const policy = document.nullish();

/** True or false, or neither. */
export const flag = (says: string) => z.boolean().nullish().describe(says);

/** A text that is not empty. */
export const word = z.string().min(1);

/** A list, or none. */
export const list = <Entry extends z.ZodType>(entry: Entry, says: string) =>
  z.array(entry).nullish().describe(says);

const controlPolicies = z
  .array(
    z.strictObject({
      account: accountId.describe("Account in which they are in force."),
      levels: z
        .array(z.array(document))
        .describe("The hierarchy from the root down; each level is the documents attached there."),
    }),
  )
  .nullish();

export const organization = z
  .strictObject({
    id: z.string().nullish().describe("AWS Organizations id, e.g. o-exampleorg."),
    managementAccount: accountId
      .nullish()
      .describe("Account id of the management account, to which no control policy applies."),
    serviceControlPolicies: controlPolicies.describe("Service control policies, by account."),
    resourceControlPolicies: controlPolicies.describe("Resource control policies, by account."),
    delegatedAdministrators: list(
      z.strictObject({
        account: accountId.describe("Account id."),
        services: z.array(z.string()).describe("Service principals, e.g. sso.amazonaws.com."),
      }),
      "Every account that administers a service for the whole organization. Default: nobody read which do.",
    ),
    delegationPolicy: policy.describe(
      "Resource policy of the organization, by which members change its policies.",
    ),
    trustedServices: list(
      z.string(),
      "Service principals that have trusted access, which lets them act in every account. Default: nobody read which have.",
    ),
  })
  .nullish()
  .describe("The organization that the accounts belong to.");
