import type { Platform } from "../../identity/platform";
import { managedPolicyText } from "../../identity/policies/policies-in-force";
import type { Identity } from "../../identity/records/iam-records";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { limitExceeded, noSuchEntity } from "./errors";
import { authorisedIdentity, changeIdentity, type IdentityKind, pathFilter } from "./identities";
import { readPolicyArn } from "./managed-policies";
import { lackingPolicy, policyPath } from "./managed-policy-output";

const LIMIT = 10;

export function attachPolicy(request: Request, kind: IdentityKind) {
  changeAttached(request, kind, (identity, arn) => {
    const { attachedPolicies, account } = identity;
    if (!isAttachable(request.platform, arn, account)) {
      const lacking = lackingPolicy(arn);
      throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.${lacking}`);
    }
    if (attachedPolicies.includes(arn)) return attachedPolicies;
    if (attachedPolicies.length >= LIMIT) {
      throw limitExceeded(`Cannot exceed quota for PoliciesPer${kind.label}: ${LIMIT}`);
    }
    return [...attachedPolicies, arn];
  });
}

export function detachPolicy(request: Request, kind: IdentityKind) {
  changeAttached(request, kind, ({ attachedPolicies, name }, arn) => {
    if (!attachedPolicies.includes(arn)) {
      throw noSuchEntity(`Policy ${arn} was not found on ${kind.word} ${name}.`);
    }
    return attachedPolicies.filter((each) => each !== arn);
  });
}

export function listAttachedPolicies(request: Request, kind: IdentityKind) {
  const { attachedPolicies } = authorisedIdentity(request, kind);
  const isAsked = pathFilter(request.input);
  const asked = attachedPolicies.filter((arn) => isAsked({ path: policyPath(arn) }));
  const { items, more } = cutPage(asked, request.input, PAGES.iam, 1000);
  return { AttachedPolicies: attachedOutput(items), ...more };
}

/** Attached policies as IAM lists them. */
export function attachedOutput(arns: string[]): { PolicyName: string; PolicyArn: string }[] {
  return arns.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf("/") + 1), PolicyArn: arn }));
}

/** Whether a managed policy exists, and is AWS's own or of the account. */
export function isAttachable({ store }: Platform, arn: string, account: string): boolean {
  const owner = arn.split(":")[4];
  return managedPolicyText(store, arn) !== undefined && (owner === "aws" || owner === account);
}

function changeAttached(
  request: Request,
  kind: IdentityKind,
  change: (identity: Identity, arn: string) => string[],
): void {
  const arn = readPolicyArn(request.input);
  changeIdentity(
    request,
    kind,
    (identity) => ({ ...identity, attachedPolicies: change(identity, arn) }),
    { "iam:PolicyARN": arn },
  );
}
