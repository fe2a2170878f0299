import type { PolicyDocument } from "./document";

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
