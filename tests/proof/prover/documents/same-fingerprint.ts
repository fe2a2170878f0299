import { fingerprint } from "../../../../proof/prover/documents/fingerprint";
import { type AccessDocuments, withKind } from "../../pods";
import { denyTo } from "../../statements";

/** Documents that contain both as slices. */
function together(one: AccessDocuments, two: AccessDocuments): AccessDocuments {
  const lists = ["keys", "roles", "secrets"] as const;
  return {
    ...Object.fromEntries(lists.map((l) => [l, [...(one[l] ?? []), ...(two[l] ?? [])]])),
    ...((one.organization ?? two.organization) && {
      organization: one.organization ?? two.organization ?? null,
    }),
    associations: [...(one.associations ?? []), ...(two.associations ?? [])],
    grants: [...(one.grants ?? []), ...(two.grants ?? [])],
  };
}

/** Whether both slices, each about one ARN, have the same fingerprint. */
export function isSame(documents: AccessDocuments, other: AccessDocuments, arns: [string, string]) {
  const whole = together(documents, other);
  const [one, two] = [
    fingerprint(documents, [arns[0]], withKind(whole)),
    fingerprint(other, [arns[1]], withKind(whole)),
  ];
  return one !== undefined && one.text === two?.text;
}

/** A statement that denies a principal the read. */
export function deny(principal: object): object {
  return denyTo(principal, "secretsmanager:GetSecretValue");
}

/** A statement that depends on a condition key. */
export function asksFor(key: string, value = "a"): object {
  return { ...deny({ AWS: "*" }), Condition: { StringEquals: { [key]: value } } };
}
