import type { Compute, ManagedPolicy } from "iam-proof";
import * as z from "zod";
import { document } from "./shape-parts";

/** What a file contains in addition to documents. Only `--through-changes` uses it. */
export interface BesideDocuments {
  managedPolicies?: ManagedPolicy[] | null;
  compute?: Compute[] | null;
  deletedSecrets?: string[] | null;
}

export const besideShape = {
  managedPolicies: z
    .array(
      z.strictObject({
        arn: z.string().describe("ARN of the policy."),
        document: document.describe("Its default version."),
        versions: z.array(document).nullish().describe("Its other versions. Default: unknown."),
        attachedTo: z
          .array(z.string())
          .describe("ARNs of the roles, users and groups that have it."),
        boundaryOf: z
          .array(z.string())
          .nullish()
          .describe("ARNs of the roles and users whose permissions boundary it is."),
      }),
    )
    .nullish()
    .describe(
      "Every customer managed policy: whose rights somebody changes who writes it. Default: unknown.",
    ),
  compute: z
    .array(
      z.strictObject({
        arn: z.string().describe("ARN of the function, instance, build, task or stack."),
        service: z.string().describe("What makes its sessions, e.g. lambda.amazonaws.com."),
        roleArn: z.string().describe("ARN of its role."),
      }),
    )
    .nullish()
    .describe("Everything that runs with a role. Default: unknown."),
  deletedSecrets: z
    .array(z.string())
    .nullish()
    .describe("ARNs of those secrets that wait for their deletion."),
};
