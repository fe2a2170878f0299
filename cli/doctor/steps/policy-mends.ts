import { refusalsOf } from "eks-pod-secrets/access";
import { accountTitle, type ResolvedAccount, stackName } from "eks-pod-secrets/grant";
import { nameOfPolicy } from "../../documents/live/policy-names";
import type { AccountFacts } from "../facts/account-facts";
import { ifSeen } from "../facts/seen";
import type { Mend } from "../step";
import { putCommand, upMend } from "./account-mends";
import { byHand, UP } from "./mends";
import type { WayRefusal } from "./way-refusals";

/** What mends a policy that refuses a declared read: what the inventory leads to, where that allows it. */
export function mendOf(facts: AccountFacts, refusal: WayRefusal): Mend {
  const { declared } = facts.accounts;
  const { document, kind, name, request } = refusal;
  const policy = document === undefined ? undefined : nameOfPolicy(document);
  if (kind === "boundary" && policy !== undefined && policy === facts.reader.permissionsBoundary) {
    return byHand(
      `the inventory names ${policy} as permissionsBoundary, and \`up\` does not change it: allow ${request.action} in it again, or name another one and run \`up\``,
    );
  }
  const secret = declared.secrets?.find(({ arn }) => arn === request.resource);
  if (kind === "resource" && secret && !secret.policy) {
    return byHand(
      "the inventory gives this secret no policy, so `up` does not change it: ask whoever wrote it to remove what refuses the read",
    );
  }
  const stays = refusalsOf(declared, request).some((one) => one.kind === kind);
  const { account, layer, says } = placeOf(facts, refusal);
  const target = withoutValue(refusal);
  if (!stays && target !== undefined) {
    return {
      says: `put a value into secret ${target}: without one, \`up\` does not deploy its readers. Then \`up\` puts ${says} back`,
      commands: [putCommand({ id: target }), UP],
    };
  }
  if (!stays && account && layer) {
    const changes = facts.changes?.[stackName(account, layer)];
    return { ...upMend(account, layer, says), ...(changes && { changes }) };
  }
  switch (kind) {
    case "serviceControl":
    case "resourceControl":
      return byHand(
        `ask whoever manages the organization's management account to allow ${request.action} in the ${name}, for this role and object only; then change the inventory's file of it`,
      );
    case "endpoint":
      return byHand(`allow ${request.action} on ${request.resource} in the ${name}`);
    case "resource":
      return byHand(
        `the inventory's own extraPolicyStatements of the secret refuse it: change them there, and run \`up\``,
      );
    default:
      return byHand(
        `the inventory leads to the same policy, so \`up\` changes nothing: eks-pod-secrets prove says why it refuses the read`,
      );
  }
}

/** A secret that was made anew, and waits for its value. */
function withoutValue({ of }: WayRefusal): string | undefined {
  if (of?.grant.kind !== "secret") return undefined;
  return ifSeen(of.object)?.versions.length === 0 ? of.grant.target.id : undefined;
}

/** The stack that holds a policy. */
export function placeOf(
  { reader }: AccountFacts,
  { kind, of, request }: WayRefusal,
): { account?: ResolvedAccount; layer?: "secrets" | "workloads"; says: string } {
  const { role, targetRole } = reader;
  const { principal, resource } = request;
  const target = of?.grant.target;
  switch (kind) {
    case "trust":
    case "identity":
    case "boundary":
    case "session": {
      const arn = kind === "trust" ? resource : "roleArn" in principal ? principal.roleArn : "";
      const isTarget = targetRole && arn === targetRole.arn;
      const { account, name } = isTarget ? targetRole : role;
      const says = `role ${name} of account ${accountTitle(account)}`;
      return { account, layer: isTarget ? "secrets" : "workloads", says };
    }
    case "resource":
    case "key": {
      if (!target) return { says: "" };
      const what = kind === "key" ? "the key policy" : "the policy";
      const account = kind === "key" ? (target.key?.account ?? target.account) : target.account;
      return { account, layer: "secrets", says: `${what} of ${of.grant.kind} ${target.id}` };
    }
    default:
      return { says: "" };
  }
}
