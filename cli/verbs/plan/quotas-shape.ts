import { type CountQuotaName, countQuotas } from "eks-pod-secrets/grant";
import { type PolicyKind, policyBudgets } from "eks-pod-secrets/policy";
import type { Quota } from "iam-proof/quotas";
import * as z from "zod";

const code = z
  .string()
  .optional()
  .describe(
    "Service and quota code with which you ask AWS for more. Absent if AWS grants no more.",
  );

/** The policy documents and their sizes. */
const documentsShape = z
  .array(
    z.object({
      stack: z.string().describe("The stack that deploys it."),
      kind: z.enum(Object.keys(policyBudgets) as [PolicyKind, ...PolicyKind[]]),
      subject: z.string().describe("Secret, key, or ARN of the role."),
      reader: z.string().optional().describe("The reader whose role it is."),
      size: z.int().describe("Its size, counted as AWS does."),
      limit: z.int().describe("The largest size that AWS accepts."),
      unit: z.enum(["characters", "bytes"]),
    }),
  )
  .describe("Policy documents. Placeholders stand for the parts of ARNs that AWS chooses.");

/** How close accounts and clusters come to AWS's quotas. */
const quotasShape = z
  .array(
    z.object({
      quota: z
        .enum(Object.keys(countQuotas) as [CountQuotaName, ...CountQuotaName[]])
        .describe("Its name, as under quotas of an account in the inventory."),
      account: z.string().describe("Name within the inventory."),
      region: z.string().optional().describe("Given if AWS counts by region."),
      cluster: z.string().optional().describe("Given if AWS counts by cluster."),
      used: z
        .int()
        .describe("How many the inventory needs. What else is in the account is unknown."),
      limit: z.int().describe("AWS's default, or the number that the inventory gives."),
      code,
    }),
  )
  .describe("Quotas of accounts, regions and clusters.");

/** How much space pods' session tags take. */
const sessionTagsShape = z
  .object({
    reader: z.string().describe("The reader whose pods' tags take the most."),
    percent: z
      .int()
      .describe("Estimate of STS's PackedPolicySize: AWS documents no formula. May be over 100."),
  })
  .optional()
  .describe("The tags that EKS Pod Identity puts on a pod's session. Absent without readers.");

/** How close documents, accounts and clusters come to AWS's limits. */
export const limitsShape = {
  documents: documentsShape,
  quotas: quotasShape,
  sessionTags: sessionTagsShape,
};

/** The part of a plan about AWS's limits. */
export interface Limits {
  documents: z.infer<typeof documentsShape>;
  quotas: z.infer<typeof quotasShape>;
  sessionTags?: z.infer<typeof sessionTagsShape>;
}

/** The code of a quota, if it has one. */
export function codeOf(quota: CountQuotaName): { code?: string } {
  const { code }: Quota = countQuotas[quota];
  return code === undefined ? {} : { code };
}
