import { refusalsOf, sessionRequests } from "eks-pod-secrets/access";
import { stackName } from "eks-pod-secrets/grant";
import type { AccessRequest } from "iam-proof";
import { nameOfPolicy } from "../../documents/live/policy-names";
import type { AccountFacts, ObjectFacts } from "../facts/account-facts";
import { pinnedVersion } from "../facts/read-version";
import { ifSeen } from "../facts/seen";
import type { Finding, Mend } from "../step";
import { wrongOf } from "./findings";
import { byHand, isAdopted, putBack, putCommand, stackOfRole, UP, upOfOwner } from "./mends";
import { type WayRefusal, wayOfReader } from "./way-refusals";

/** How to mend a policy that refuses a declared read: what the inventory says, if that allows it; false if others must. */
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
  if (refusalsOf(declared, asDeclared(facts, request)).some((one) => one.kind === kind)) {
    return byHand(
      "the inventory leads to the same policy, so `up` changes nothing: look at extraPolicyStatements, and eks-pod-secrets prove says why the read is refused",
    );
  }
  const found = of?.grant.kind === "secret" ? ifSeen(of.object) : undefined;
  // A secret that was created again has no value yet.
  if (of && found?.versions.length === 0) {
    const says =
      "put a value into the secret: without one, `up` does not deploy its readers. Then `up` puts the policy back";
    return { says, commands: [putCommand(of.grant.target), UP] };
  }
  if (of && found && namesFormer(facts, refusal)) {
    const says = `the secret was made anew. If the inventory's own stack has made it, \`up\` lets its readers read it. If somebody else has, \`up\` stops: declare it in another entry of secrets, with existing: true and arn: ${found.arn}, let the readers read that one, and run \`up\` again`;
    return { says, commands: [UP] };
  }
  const changes = facts.changes?.[stack];
  return { ...putBack(stack), ...(changes && { changes }) };
}

/** A request as the inventory knows it: before a cluster is created, its issuer is not known. */
function asDeclared({ accounts, reader }: AccountFacts, request: AccessRequest): AccessRequest {
  if (request.principal.kind !== "federated") return request;
  const [declared = request] = sessionRequests(accounts.declared, wayOfReader(reader)).requests;
  return { ...declared, context: { ...request.context, ...declared.context } };
}

/** Whether the role's policies name a secret that had this name before. */
function namesFormer({ accounts }: AccountFacts, { kind, request }: WayRefusal): boolean {
  const { principal, resource } = request;
  const roleArn = "roleArn" in principal ? principal.roleArn : "";
  const role = accounts.documents.roles?.find(({ arn }) => arn === roleArn);
  const [, ...others] = JSON.stringify(role?.policies ?? []).split(resource.slice(0, -6));
  const suffixes = others.map((one) => one.slice(0, 7));
  return (
    kind === "identity" &&
    suffixes.some((one) => /^\w{6}"/.test(one)) &&
    !suffixes.includes(`${resource.slice(-6)}"`)
  );
}

/** Whether it depends on a tag of the object that differs from the inventory. */
export function isOfTags({ accounts }: AccountFacts, { request, turnsOn }: WayRefusal): boolean {
  const [held, own] = [accounts.documents, accounts.declared].map(
    ({ secrets }) => secrets?.find(({ arn }) => arn === request.resource)?.tags,
  );
  return turnsOn.some(({ key }) => {
    const [, tag = ""] = /ResourceTag\/(.+)$/i.exec(key) ?? [];
    return held?.[tag] !== own?.[tag];
  });
}

/** The stack with a policy, or with the tags that it depends on; undefined if no stack has it. */
export function stackOf(facts: AccountFacts, refusal: WayRefusal): string | undefined {
  const { kind, of, request } = refusal;
  const { principal, resource } = request;
  if (of && isOfTags(facts, refusal)) return stackName(of.grant.target.account, "secrets");
  if (kind === "resource" || kind === "key") {
    const target = of?.grant.target;
    const account = (kind === "key" && target?.key?.account) || target?.account;
    return account && stackName(account, "secrets");
  }
  if (kind === "serviceControl" || kind === "resourceControl" || kind === "endpoint")
    return undefined;
  const arn = kind === "trust" ? resource : "roleArn" in principal ? principal.roleArn : "";
  return stackOfRole(facts.reader, arn);
}

/** Whether the refused decryption is of a value under another key than the inventory's. */
export function isUnderAnotherKey({ of, request }: WayRefusal): boolean {
  if (!of || request.action !== "kms:Decrypt") return false;
  const { declaredKey, key } = of;
  return "value" in declaredKey && "value" in key && declaredKey.value !== key.value?.arn;
}

/**
 * The finding for a value under another key: no policy must be changed, but the value must be under its own key. Others may have
 * chosen the key of an adopted secret.
 */
export function anotherKey(of: ObjectFacts): Finding {
  const { declaredKey, grant, key } = of;
  const { kind, target } = grant;
  const named = (arn = "the AWS managed key") => arn;
  const how = ` is encrypted with ${named(ifSeen(key)?.arn)}, and not with ${named(ifSeen(declaredKey))}`;
  const pinned = pinnedVersion(grant);
  if (pinned !== undefined) return wrongOf(of, "EPS-472", `, version ${pinned},${how}`);
  const own = isAdopted(target) ? [] : [upOfOwner(target)];
  const commands = kind === "parameter" ? [putCommand(target)] : own;
  return wrongOf(of, "EPS-443", how, { commands });
}
