import type { Holder } from "../found";

/** Tags of CloudFormation, eksctl, ACK and Crossplane. */
const STACK_TAG = "aws:cloudformation:stack-name";
const CLUSTER_TAG = "alpha.eksctl.io/cluster-name";
const POD_IDENTITY_TAG = "alpha.eksctl.io/podidentityassociation-name";
const IRSA_TAG = "alpha.eksctl.io/iamserviceaccount-name";
export const ACK_TAG = "services.k8s.aws/namespace";

/**
 * Who holds an object, by the object's tags: a CloudFormation stack, of eksctl or another, or ACK or Crossplane in some cluster. A
 * tool that has let go of an object leaves these tags, so a person must say that it has.
 */
export function stackHolders(
  tags: Record<string, string> | null | undefined,
  source: string,
): Holder[] {
  const { [ACK_TAG]: namespace, [CLUSTER_TAG]: cluster, [STACK_TAG]: stack } = tags ?? {};
  const ofEksctl = tags?.[POD_IDENTITY_TAG] ?? tags?.[IRSA_TAG];
  const kind = tags?.[POD_IDENTITY_TAG] ? "podidentityrole" : "addon-iamserviceaccount";
  const named = ofEksctl && `eksctl-${cluster}-${kind}-${ofEksctl.replace("/", "-")}`;
  const address = stack ?? named;
  const tool = address?.startsWith("eksctl-") || named ? "eksctl" : "cloudformation";
  const { "crossplane-kind": kindOf, "crossplane-name": name } = tags ?? {};
  return [
    ...(kindOf ? [{ tool: "crossplane", address: `${kindOf}/${name}`, source } as const] : []),
    ...(address ? [{ tool, address, source } as const] : []),
    ...(namespace ? [{ tool: "ack", address: `${ACK_TAG}=${namespace}`, source } as const] : []),
  ];
}
