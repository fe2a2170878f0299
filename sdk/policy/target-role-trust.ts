import type { Reader } from "../../proof/domain/reader";
import { accountRootArn, parseArn } from "../../proof/names/arn";
import type { PolicyDocument } from "./document";
import { readerTags } from "./session-tags";

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
