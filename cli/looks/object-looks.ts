import { isDeepStrictEqual } from "node:util";
import type { IAM } from "@aws-sdk/client-iam";
import { ROLE_ANNOTATION } from "eks-pod-secrets/manifest";
import { REVOKED, REVOKED_SESSIONS } from "eks-pod-secrets/policy";
import { failureReason, nothingIf } from "../aws/aws-error";
import type { ReadObject } from "../clusters/kubernetes-objects";
import { shellWord } from "../terminal/printed-text";

/** The result of a look at something: it is as deployed, it is not, or it could not be seen. */
export type Look =
  | { result: "right" }
  /** `reason` follows the thing's name: `is not there`. */
  | { result: "wrong"; reason: string }
  /** `reason` is a sentence of its own. */
  | { result: "not seen"; reason: string };

export const RIGHT: Look = { result: "right" };

export function wrong(reason: string): Look {
  return { result: "wrong", reason };
}

export function notSeen(reason: string): Look {
  return { result: "not seen", reason };
}

/** The result of `look`; not seen if AWS or the cluster does not answer. `what`: the thing, such as `the role orders`. */
export function looked(what: string, look: () => Promise<Look>): Promise<Look> {
  return look().catch((error: unknown) => notSeen(failureReason(error, `cannot look at ${what}`)));
}

/** Whether an object is in its cluster. `spec`: what it must also contain, for a SecretProviderClass. */
export async function objectLook(read: ReadObject, path: string, spec?: unknown): Promise<Look> {
  const text = await read(path);
  if (text === undefined) return wrong("is not there");
  if (spec === undefined || isDeepStrictEqual(JSON.parse(text).spec, spec)) return RIGHT;
  return wrong("has another spec than was deployed");
}

/**
 * Whether a service account is in its cluster, and names exactly the deployed role, or none. `kubectl`: the beginning of a
 * command in its namespace.
 */
export async function serviceAccountLook(
  read: ReadObject,
  path: string,
  kubectl: string,
  deployed?: string,
): Promise<Look> {
  const text = await read(path);
  if (text === undefined) return wrong("is not there");
  const { annotations, name } = JSON.parse(text).metadata;
  const role = annotations?.[ROLE_ANNOTATION];
  if (role === deployed) return RIGHT;
  if (deployed !== undefined) {
    return wrong(
      `names the role ${role ?? "of nobody"} in its annotation, not ${deployed}; put it back: ${kubectl} annotate --overwrite serviceaccount ${shellWord(name)} ${ROLE_ANNOTATION}=${deployed}`,
    );
  }
  const remove = `${kubectl} annotate serviceaccount ${shellWord(name)} ${ROLE_ANNOTATION}-`;
  return wrong(
    `names the role ${role} in an annotation that was not deployed, and a pod that starts before its association is known gets that role; remove it: ${remove}`,
  );
}

/** Whether a role has exactly the deployed policies, by name. A reader's role has no attached ones. */
export async function roleLook(
  iam: IAM,
  RoleName: string,
  policyNames: readonly string[],
): Promise<Look> {
  const { paginateListAttachedRolePolicies, paginateListRolePolicies } = await import(
    "@aws-sdk/client-iam"
  );
  const names: string[] = [];
  const attached: string[] = [];
  const read = async () => {
    for await (const page of paginateListRolePolicies({ client: iam }, { RoleName })) {
      names.push(...(page.PolicyNames ?? []));
    }
    for await (const page of paginateListAttachedRolePolicies({ client: iam }, { RoleName })) {
      attached.push(...(page.AttachedPolicies ?? []).map(({ PolicyArn = "" }) => PolicyArn));
    }
    return true;
  };
  if (!(await read().catch(nothingIf("NoSuchEntityException")))) return wrong("is not there");
  const own = [...policyNames, REVOKED, REVOKED_SESSIONS];
  const more = [...names.filter((name) => !own.includes(name)), ...attached];
  const lacking = policyNames.filter((name) => !names.includes(name));
  const reasons = [
    ...(more.length > 0 ? [`has policies that were not deployed: ${more.join(", ")}`] : []),
    ...(lacking.length > 0 ? [`lacks its policy ${lacking.join(", ")}`] : []),
  ];
  return reasons.length > 0 ? wrong(reasons.join("; ")) : RIGHT;
}
