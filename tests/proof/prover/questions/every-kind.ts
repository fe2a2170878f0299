import type { AccessDocuments } from "../../pods";
import { allow, allowTo } from "../../statements";
import * as the from "../deployments/deployment";
import { oneReader, policy } from "../deployments/deployment";
import { besideItself } from "./beside-itself";

const inOwner = (service: string, resource: string) =>
  `arn:aws:${service}:${service === "iam" ? "" : the.REGION}:${the.OWNER}:${resource}`;
const PARAMETER = inOwner("ssm", "parameter/billing/url");
const reads = policy(allow("s3:GetObject", "arn:aws:s3:::of-nobody"));
const auditor = { trust: the.ec2Trust, policies: [reads], permissionsBoundary: reads };
const group = { arn: inOwner("iam", "group/people"), policies: [reads] };
const levels = [[policy(allow("*"))]];
const controlled = [the.OWNER, the.CLUSTER_ACCOUNT].map((account) => ({ account, levels }));

/** Two deployments with a policy of every kind, and further documents that no claim is about. */
export const everyKind: AccessDocuments = besideItself(
  oneReader({
    rolesAlso: [
      { arn: the.AUDITOR, ...auditor },
      { arn: inOwner("iam", "role/watcher"), ...auditor, keptPolicies: [reads] },
    ],
    boundary: policy(allow("*")),
    more: {
      keys: [
        {
          arn: the.KEY,
          policy: policy(the.ownerStatement, the.decryptStatement(the.ROLE, the.SECRET)),
          grants: [{ grantee: the.AUDITOR, operations: ["GenerateMac"] }],
        },
      ],
      parameters: [{ arn: PARAMETER, sharedWith: [the.ROLE] }],
      grants: [the.SECRET, PARAMETER].map((secret) => ({ reader: the.BILLING, secret })),
      users: [
        { arn: inOwner("iam", "user/jo"), policies: [reads], permissionsBoundary: reads },
        { arn: inOwner("iam", "user/kim"), groups: [group.arn] },
      ],
      groups: [group, { ...group, arn: inOwner("iam", "group/nobody") }],
      organization: {
        id: "o-exampleorg",
        serviceControlPolicies: controlled,
        resourceControlPolicies: controlled.map((one) => ({
          ...one,
          levels: [[policy(allowTo("*", "*"))]],
        })),
      },
      vpcEndpoints: [
        {
          arn: inOwner("ec2", "vpc-endpoint/vpce-0a1b2c3d"),
          service: `com.amazonaws.${the.REGION}.secretsmanager`,
          policy: policy(allowTo("*", "*")),
        },
      ],
      associations: [{ ...the.BILLING, roleArn: the.ROLE, policy: policy(allow("*")) }],
    },
  }),
);
