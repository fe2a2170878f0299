import type { ObjectFacts } from "../facts/account-facts";
import { pinnedVersion } from "../facts/read-version";
import { ifSeen } from "../facts/seen";
import type { Finding } from "../step";
import { wrongOf } from "./each-object";
import { isAdopted, putCommand, upOf } from "./mends";
import type { WayRefusal } from "./way-refusals";

/** Whether a decryption is refused of a value that is under another key than the inventory names. */
export function isUnderAnotherKey({ of, request }: WayRefusal): boolean {
  if (!of || request.action !== "kms:Decrypt") return false;
  const { declaredKey, key } = of;
  return "value" in declaredKey && "value" in key && declaredKey.value !== key.value?.arn;
}

/** No policy is to be changed then: the value is to be under its own key. That of an adopted secret others may have chosen. */
export function anotherKey(of: ObjectFacts): Finding {
  const { declaredKey, grant, key } = of;
  const { kind, target } = grant;
  const named = (arn = "the AWS managed key") => arn;
  const how = ` is encrypted with ${named(ifSeen(key)?.arn)}, and not with ${named(ifSeen(declaredKey))}`;
  const own = isAdopted(target) ? [] : [upOf(target.account, "secrets")];
  const pinned = pinnedVersion(grant);
  if (pinned !== undefined) return wrongOf(of, "EPS-472", `, version ${pinned},${how}`);
  const commands = kind === "parameter" ? [putCommand(target)] : own;
  return wrongOf(of, "EPS-443", how, { commands });
}
