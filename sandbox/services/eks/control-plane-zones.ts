import { defaultSubnets } from "../../clusters/default-vpc";
import { invalidParameter } from "../../operations/input/refusals";
import { AwsError } from "../../wire/messages";

/** IDs of zones where EKS makes no control plane: "Subnet requirements for clusters" in the EKS user guide, network-reqs. */
export const ZONES_WITHOUT_CONTROL_PLANE: ReadonlySet<string> = new Set([
  "use1-az3",
  "usw1-az2",
  "cac1-az3",
]);

const LEAST_ZONES = "Subnets specified must be in at least two different AZs";

/** Refuses fewer than two zones, and default subnets in a zone without control planes. Any other subnet counts as its own zone. */
export function checkZones(region: string, clusterName: string, ids: string[]): void {
  const subnets = defaultSubnets(region);
  const isRefused = (zoneId: string) => ZONES_WITHOUT_CONTROL_PLANE.has(zoneId);
  const wrong = subnets.find(({ id, zoneId }) => ids.includes(id) && isRefused(zoneId));
  if (wrong) {
    const others = subnets.filter(({ zoneId }) => !isRefused(zoneId)).map(({ zone }) => zone);
    throw new AwsError(
      "UnsupportedAvailabilityZoneException",
      `Cannot create cluster '${clusterName}' because EKS does not support creating control plane instances in ${wrong.zone}, the targeted availability zone. Retry cluster creation using control plane subnets that span at least two of these availability zones: ${others.join(", ")}.`,
    );
  }
  if (new Set(ids).size < 2) throw invalidParameter(LEAST_ZONES);
}
