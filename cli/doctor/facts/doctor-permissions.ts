import type { LandingZone } from "eks-pod-secrets/grant";
import { livePermissions, type RightfulCall } from "../../documents/live/live-permissions";
import { GET_OIDC_PROVIDER } from "./oidc-provider";
import { LIST_ADDONS } from "./read-cluster-facts";
import { VALUES } from "./read-parts";

export const DESCRIBE_CLUSTER: RightfulCall = {
  action: "eks:DescribeCluster",
  reason: "where a cluster's API is, in which VPC its pods are, and who issues their tokens",
  resources: ({ clusters }) => clusters,
};

const DECRYPT: RightfulCall = {
  action: "kms:Decrypt",
  reason: "an encrypted value, of which only the names of its JSON parts are shown",
  resources: ({ keys }) => keys,
};

/** The least rights by which `doctor` reads the accounts of an inventory; with those of `--read-parts`, if that is asked for. */
export function doctorPermissions(zone: LandingZone, withParts: boolean) {
  const parts = withParts ? [...Object.values(VALUES), DECRYPT] : [];
  const isByTokens = zone.readers.some(({ identity }) => identity !== "podIdentity");
  const providers = isByTokens ? [GET_OIDC_PROVIDER] : [];
  return livePermissions(zone, [DESCRIBE_CLUSTER, LIST_ADDONS, ...providers, ...parts]);
}
