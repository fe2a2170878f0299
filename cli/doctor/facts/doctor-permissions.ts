import type { LandingZone } from "eks-pod-secrets/grant";
import { livePermissions, type RightfulCall } from "../../documents/live/live-permissions";
import { LIST_ADDONS } from "./read-cluster-facts";
import { VALUES } from "./read-parts";

const DECRYPT: RightfulCall = {
  action: "kms:Decrypt",
  reason: "an encrypted value, of which only the names of its JSON parts are shown",
  resources: ({ keys }) => keys,
};

/** The least rights with which `doctor` reads the accounts of an inventory, including those of `--read-parts` if asked. */
export function doctorPermissions(zone: LandingZone, withParts: boolean) {
  const parts = withParts ? [...Object.values(VALUES), DECRYPT] : [];
  return livePermissions(zone, [LIST_ADDONS, ...parts]);
}
