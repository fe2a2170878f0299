import type { Holder } from "../found";

/** Tags of CloudFormation and eksctl, each with what its value is. */
const STACK_TAG = "aws:cloudformation:stack-name";
const CLUSTER_TAG = "alpha.eksctl.io/cluster-name";
const POD_IDENTITY_TAG = "alpha.eksctl.io/podidentityassociation-name";
const IRSA_TAG = "alpha.eksctl.io/iamserviceaccount-name";

/**
 * The CloudFormation stack that holds an object, by the object's tags: one of eksctl, or another. A stack that was deleted and
 * retained the object leaves these tags, so a person must say that it is gone.
 */
export function stackHolders(
  tags: Record<string, string> | null | undefined,
  source: string,
): Holder[] {
  const stack = tags?.[STACK_TAG];
  const ofEksctl = tags?.[POD_IDENTITY_TAG] ?? tags?.[IRSA_TAG];
  if (ofEksctl && tags) {
    const kind = tags[POD_IDENTITY_TAG] ? "podidentityrole" : "addon-iamserviceaccount";
    const named = `eksctl-${tags[CLUSTER_TAG]}-${kind}-${ofEksctl.replace("/", "-")}`;
    return [{ tool: "eksctl", address: stack ?? named, source }];
  }
  return stack ? [{ tool: "cloudformation", address: stack, source }] : [];
}
