import { call } from "../../calls";
import type { ChangeKind } from "../../change";
import { withChanged } from "../../worlds";

const ACTION = "ec2:ModifyVpcEndpoint";

/** Somebody removes the policy that limits what comes through a VPC endpoint. */
export const openEndpoint: ChangeKind = {
  id: "open-endpoint",
  gives: "opens",
  title: "Take the policy off a VPC endpoint",
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
};
