import type { LandingZone, ResolvedParameter } from "../../../../sdk/grant";
import { stackName } from "../../../../stacks/stack-plan";
import { placeOf } from "./place-of";

/** The parameters that get another key: AWS leaves their values under the old one. */
export function keptParameters(
  { parameters: old }: LandingZone,
  { parameters }: LandingZone,
): string[] {
  const known = new Map(old.map((one) => [placeOf(one), one]));
  return parameters.flatMap((parameter) => {
    const before = known.get(placeOf(parameter));
    if (!before?.secure || !parameter.secure || keyOf(before) === keyOf(parameter)) return [];
    const { account, grants, id } = parameter;
    const waits =
      grants.length > 0
        ? `; where it has one, up of ${stackName(account, "workloads")} is refused until then, and from then until up a pod that starts cannot read it`
        : "";
    return [
      `parameter ${id} gets ${keyOf(parameter)} instead of ${keyOf(before)}, and AWS leaves its value under the old key until eks-pod-secrets put gives it anew${waits}`,
    ];
  });
}

function keyOf({ key }: ResolvedParameter): string {
  return key ? `key ${key.id}` : "the AWS managed key";
}
