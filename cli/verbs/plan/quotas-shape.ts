import { type CountQuotaName, countQuotas } from "eks-pod-secrets/grant";
import { type PolicyKind, policyBudgets } from "eks-pod-secrets/policy";
import type { Quota } from "iam-proof/quotas";
import * as z from "zod";
import { object, objects, oneOf, text, whole } from "../../terminal/answer-shapes";

const code = text(
  "Service and quota code with which you ask AWS for more. Absent if AWS grants no more.",
).optional();

/** The policy documents and their sizes. */
const documentsShape = objects(
  "Policy documents. Placeholders stand for the parts of ARNs that AWS chooses.",
  {
    stack: text("The stack that deploys it."),
    kind: z.enum(Object.keys(policyBudgets) as [PolicyKind, ...PolicyKind[]]),
    subject: text("Secret, key, or ARN of the role."),
    reader: text("The reader whose role it is.").optional(),
    size: whole("Its size, counted as AWS does."),
    limit: whole("The largest size that AWS accepts."),
    unit: z.enum(["characters", "bytes"]),
  },
);

/** How close accounts and clusters come to AWS's quotas. */
const quotasShape = objects("Quotas of accounts, regions and clusters.", {
  quota: oneOf(
    "Its name, as under quotas of an account in the inventory.",
    Object.keys(countQuotas) as [CountQuotaName, ...CountQuotaName[]],
  ),
  account: text("Name within the inventory."),
  region: text("Given if AWS counts by region.").optional(),
  cluster: text("Given if AWS counts by cluster.").optional(),
  used: whole("How many the inventory needs. What else is in the account is unknown."),
  limit: whole("AWS's default, or the number that the inventory gives."),
  code,
});

/** How much space pods' session tags take. */
const sessionTagsShape = object(
  "The tags that EKS Pod Identity puts on a pod's session. Absent without readers.",
  {
    reader: text("The reader whose pods' tags take the most."),
    percent: whole(
      "Estimate of STS's PackedPolicySize: AWS documents no formula. May be over 100.",
    ),
  },
).optional();

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
