import { refusalsOf } from "eks-pod-secrets/access";
import { stackName } from "eks-pod-secrets/grant";
import { nameOfPolicy } from "../../documents/live/policy-names";
import { shellWord } from "../../terminal/printed-text";
import type { AccountFacts, ObjectFacts } from "../facts/account-facts";
import { pinnedVersion } from "../facts/read-version";
import { ifSeen } from "../facts/seen";
import type { Finding, Mend } from "../step";
import { wrongOf } from "./each-object";
import { BY_UP, byHand, isAdopted, putCommand, UP, upOf } from "./mends";
import type { WayRefusal } from "./way-refusals";

/** What mends a policy that refuses a declared read: what the inventory leads to, where that allows it; false where others must. */
export function mendOf(facts: AccountFacts, refusal: WayRefusal): Mend | false {
  const { declared } = facts.accounts;
  const { document, kind, of, request } = refusal;
  const policy = document && nameOfPolicy(document);
  const isInventorys = policy !== undefined && policy === facts.reader.permissionsBoundary;
  const stack = stackOf(facts, refusal);
  if (stack === undefined || (kind === "boundary" && isInventorys)) return false;
  const secret = declared.secrets?.find(({ arn }) => arn === request.resource);
  if (kind === "resource" && secret && !secret.policy) {
    return byHand(
      "the inventory gives this secret no policy, so `up` does not change it: ask whoever wrote it to remove what refuses the read",
    );
  }
  if (refusalsOf(declared, request).some((one) => one.kind === kind)) {
    return byHand(
      "the inventory leads to the same policy, so `up` changes nothing: look at extraPolicyStatements, and eks-pod-secrets prove says why the read is refused",
    );
  }
  // A secret that was made anew waits for its value.
  if (of?.grant.kind === "secret" && ifSeen(of.object)?.versions.length === 0) {
    const says =
      "put a value into the secret: without one, `up` does not deploy its readers. Then `up` puts the policy back";
    return { says, commands: [putCommand(of.grant.target), UP] };
  }
  const changes = facts.changes?.[stack];
  return { ...BY_UP, commands: [`${UP} --only ${shellWord(stack)}`], ...(changes && { changes }) };
}

/** The stack that holds a policy; undefined of one that no stack holds. */
export function stackOf(
  { reader: { role, targetRole } }: AccountFacts,
  { kind, of, request: { principal, resource } }: WayRefusal,
): string | undefined {
  if (kind === "resource" || kind === "key") {
    const target = of?.grant.target;
    const account = (kind === "key" && target?.key?.account) || target?.account;
    return account && stackName(account, "secrets");
  }
  if (kind === "serviceControl" || kind === "resourceControl" || kind === "endpoint")
    return undefined;
  const arn = kind === "trust" ? resource : "roleArn" in principal ? principal.roleArn : "";
  return targetRole && arn === targetRole.arn
    ? stackName(targetRole.account, "secrets")
    : stackName(role.account, "workloads");
}

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
  const pinned = pinnedVersion(grant);
  if (pinned !== undefined) return wrongOf(of, "EPS-472", `, version ${pinned},${how}`);
  const own = isAdopted(target) ? [] : [upOf(target.account, "secrets")];
  const commands = kind === "parameter" ? [putCommand(target)] : own;
  return wrongOf(of, "EPS-443", how, { commands });
}
