import type { Reader } from "../../proof/domain/reader";
import { parseArn } from "../../proof/names/arn";
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
