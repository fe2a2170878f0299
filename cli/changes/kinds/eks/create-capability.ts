import { evaluate } from "eks-pod-secrets/access";
import { type Call, mayTryOn } from "iam-proof";
import { accountOf } from "iam-proof/names";
import { awsCall, eksKind, inCluster, passRole } from "../../kind";
import type { Cluster } from "../../rbac/cluster";
import { roleSession } from "../../sessions";
import { documentsOf, rolesNaming } from "../../world";

const SERVICE = "capabilities.eks.amazonaws.com";
const PASS = "iam:PassRole";

/** The call by which the service of capabilities assumes the role. */
function trustCall({ arn }: Cluster, roleArn: string): Call {
  return {
    other: `${SERVICE} assumes ${roleArn}`,
    decide: (world) => {
      const { decision, reason } = evaluate(documentsOf(world), {
        principal: { kind: "service", service: SERVICE },
        action: "sts:AssumeRole",
        resource: roleArn,
        context: { "aws:SourceAccount": accountOf(arn) ?? "", "aws:SourceArn": arn },
      });
      return { allowed: decision === "allowed", by: reason };
    },
  };
}

/** Somebody makes a controller that EKS runs act with a role. */
export const createCapability = eksKind({
  id: "create-capability",
  gives: "becomes",
  title: "Give the reader's role to a managed controller",
  actions: ["eks:CreateCapability", "iam:PassRole"],
  *changesOf(world, cluster, actor) {
    if (!mayTryOn(world, actor, "eks:CreateCapability", cluster.arn)) return;
    for (const { arn } of rolesNaming(world, SERVICE)) {
      if (!mayTryOn(world, actor, PASS, arn)) continue;
      yield {
        target: inCluster(cluster, `a capability with ${arn}`),
        towards: arn,
        calls: [
          awsCall("eks:CreateCapability", cluster.arn),
          passRole(arn, "eks.amazonaws.com", cluster.arn),
          trustCall(cluster, arn),
        ],
        becomes: [roleSession(world, arn)],
        worstCase: "the controller is taken to do for the attacker whatever its role may",
      };
    }
  },
});
