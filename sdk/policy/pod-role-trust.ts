import { accountRootArn, parseArn } from "iam-proof/names";
import type { Reader } from "../grant/landing-zone/pods";
import type { PolicyDocument } from "./document";
import { readerTags } from "./session-tags";

/** Trust policy of a reader's role: only EKS Pod Identity, and only for this reader, may assume it. */
export function podRoleTrust(reader: Reader): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "EksPodIdentity",
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            ...readerTags("aws:RequestTag", reader),
            // Defence in depth: the cluster ARN already names the account.
            "aws:SourceAccount": parseArn(reader.clusterArn)?.account ?? "",
          },
        },
      },
    ],
  };
}

/** Identity policy of a reader's role in `targetRole` mode: it may become the target role, and nothing else. */
export function podRoleAssumePolicy(targetRoleArn: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AssumeTargetRole",
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Resource: targetRoleArn,
      },
    ],
  };
}

export interface TargetRoleTrustInput {
  reader: Reader;
  /** ARN of the reader's own role, with its path. */
  roleArn: string;
  /** AWS Organizations id that the reader's account must belong to. */
  organizationId?: string;
}

/** Trust policy of a target role: only a session of the reader's role, with the reader's tags, may assume it. */
export function targetRoleTrust({
  reader,
  roleArn,
  organizationId,
}: TargetRoleTrustInput): PolicyDocument {
  const role = parseArn(roleArn);
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ReaderRole",
        Effect: "Allow",
        // The account and not the role: the statement needs no existing role and survives its re-creation.
        Principal: { AWS: accountRootArn(role?.partition ?? "", role?.account ?? "") },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          ArnEquals: { "aws:PrincipalArn": roleArn },
          StringEquals: {
            ...(organizationId && { "aws:PrincipalOrgID": organizationId }),
            ...readerTags("aws:RequestTag", reader),
          },
        },
      },
    ],
  };
}
