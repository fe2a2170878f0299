import { isDeepStrictEqual } from "node:util";

import type { ReadObject } from "../clusters/kubernetes-objects";
import { shellWord } from "../terminal/shell-word";
import { type Look, RIGHT, wrong } from "./look";

/** Whether an object is in its cluster. `spec`: what it must say besides, as of a SecretProviderClass. */
export async function objectLook(read: ReadObject, path: string, spec?: unknown): Promise<Look> {
  const text = await read(path);
  if (text === undefined) return wrong("is not there");
  if (spec === undefined || isDeepStrictEqual(JSON.parse(text).spec, spec)) return RIGHT;
  return wrong("has another spec than was deployed");
}

/** The annotation by which the older way, IAM roles for service accounts, gives pods a role. */
const ROLE_ANNOTATION = "eks.amazonaws.com/role-arn";

/** Whether a service account is in its cluster, and names no role itself. `kubectl`: what a command in its namespace begins with. */
export async function serviceAccountLook(
  read: ReadObject,
  path: string,
  kubectl: string,
): Promise<Look> {
  const text = await read(path);
  if (text === undefined) return wrong("is not there");
  const { annotations, name } = JSON.parse(text).metadata;
  const role = annotations?.[ROLE_ANNOTATION];
  if (role === undefined) return RIGHT;
  const remove = `${kubectl} annotate serviceaccount ${shellWord(name)} ${ROLE_ANNOTATION}-`;
  return wrong(
    `names the role ${role} in an annotation that was not deployed, and a pod that starts before its association is known gets that role; remove it: ${remove}`,
  );
}
