import type { AccessDocuments } from "eks-pod-secrets/access";
import { isMapping, memoize } from "iam-proof/collections";

/** Condition keys of the pod's own call, whose values are not known here. */
export const OF_CALLS =
  /^aws:(?:SourceIp|VpcSourceIp|SourceVpc|SourceVpce|SourceVpcArn|UserAgent|Ec2InstanceSourceVpc|Ec2InstanceSourcePrivateIPv4|SourceVpceAccount|SourceVpceOrgID|SourceVpceOrgPaths|(?:Request|Principal)Tag\/kubernetes-pod-(?:name|uid))$/i;

/** A request here has a value for these, but not that of any pod. */
const OF_PODS = /\/kubernetes-pod-/i;

/** The documents with every condition on such a key decided for or against the call. Without such a condition, the same documents. */
export function openConditions(documents: AccessDocuments) {
  return {
    against: against(documents) as AccessDocuments,
    inFavour: inFavour(documents) as AccessDocuments,
  };
}

/** Computed once for each part of the documents, which many readers share. */
const against = memoize((part: object) => decided(part, true));
const inFavour = memoize((part: object) => decided(part, false));

function decided(part: object, isAgainst: boolean): object {
  if (isMapping(part) && isMapping(part.Condition)) {
    return statement(part, part.Condition, (part.Effect === "Deny") === isAgainst);
  }
  const again = isAgainst ? against : inFavour;
  const before = Object.entries(part);
  const after = before.map(([, one]) =>
    typeof one === "object" && one !== null ? again(one) : one,
  );
  if (before.every(([, one], index) => one === after[index])) return part;
  if (Array.isArray(part)) return after;
  return Object.fromEntries(before.map(([key], index) => [key, after[index]]));
}

/** A statement whose conditions on such keys hold, or do not. The operator `Null` asks whether a request has a key. */
function statement(value: object, condition: Record<string, unknown>, holds: boolean): object {
  const all = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(isMapping(keys) ? keys : {}).map(([key, values]) => ({ key, operator, values })),
  );
  const open = all.filter(({ key }) => OF_CALLS.test(key));
  if (open.length === 0) return value;
  const Condition: Record<string, Record<string, unknown>> = {};
  const set = (operator: string, key: string, values: unknown) => {
    Condition[operator] = { ...Condition[operator], [key]: values };
  };
  for (const one of all) if (!open.includes(one)) set(one.operator, one.key, one.values);
  for (const { key } of open) set("Null", key, String(holds !== OF_PODS.test(key)));
  return { ...value, Condition };
}
