import type { Compute, ManagedPolicy } from "iam-proof";
import * as z from "zod";
import { text, texts } from "../terminal/answer-shapes";
import { document, list } from "./shape-parts";

/** What a file contains in addition to documents. Only `--through-changes` uses it. */
export interface BesideDocuments {
  managedPolicies?: ManagedPolicy[] | null;
  compute?: Compute[] | null;
  deletedSecrets?: string[] | null;
}

export const besideShape = {
  managedPolicies: list(
    z.strictObject({
      arn: text("ARN of the policy."),
      document: document.describe("Its default version."),
      versions: list(document, "Its other versions. Default: unknown."),
      attachedTo: texts("ARNs of the roles, users and groups that have it."),
      boundaryOf: list(z.string(), "ARNs of the roles and users whose permissions boundary it is."),
    }),
    "Every customer managed policy: whose rights somebody changes who writes it. Default: unknown.",
  ),
  compute: list(
    z.strictObject({
      arn: text("ARN of the function, instance, build, task or stack."),
      service: text("What makes its sessions, e.g. lambda.amazonaws.com."),
      roleArn: text("ARN of its role."),
    }),
    "Everything that runs with a role. Default: unknown.",
  ),
  deletedSecrets: list(z.string(), "ARNs of those secrets that wait for their deletion."),
};
