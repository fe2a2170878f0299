import { call, kindOf } from "../../calls";
import { withChanged } from "../../worlds";

const ACTION = "ec2:ModifyVpcEndpoint";

/** Somebody removes the policy that limits what comes through a VPC endpoint. */
export const openEndpoint = kindOf({
  id: "open-endpoint",
  gives: "opens",
  about: {
    title: "Take the policy off a VPC endpoint",
    prerequisites: `The right to ${ACTION} on the endpoint through which alone the secret can be read, and rights of one's own to read it.`,
    fix: `Deny ${ACTION} to everyone but the deployers in a control policy.`,
    coverage: "partial",
    lacks:
      "An endpoint that somebody creates beside (ec2:CreateVpcEndpoint) has another id, which policies that name one do not let in.",
  },
  actions: [ACTION],
  *changesBy({ documents }) {
    for (const { arn, policy } of documents.vpcEndpoints ?? []) {
      if (!policy) continue;
      yield {
        target: arn,
        calls: [call(ACTION, arn)],
        apply: (world) =>
          withChanged(world, "vpcEndpoints", arn, (one) => ({ ...one, policy: null })),
      };
    }
  },
});
