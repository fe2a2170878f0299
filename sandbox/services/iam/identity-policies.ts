import { sizeQuotas } from "iam-proof/quotas";
import type { Platform } from "../../identity/platform";
import { managedPolicyText } from "../../identity/policies/policies-in-force";
import type { Identity } from "../../identity/records/iam-records";
import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { encode } from "../../wire/signature/canonical-request";
import { limitExceeded, noSuchEntity } from "./errors";
import {
  authorisedIdentity,
  changeIdentity,
  GROUP,
  type IdentityKind,
  pathFilter,
  ROLE,
  USER,
} from "./identities";
import { authorisedPolicy, readPolicyArn } from "./managed-policies";
import { lackingPolicy, policyPath } from "./managed-policy-output";
import { checkPolicy, policySize } from "./policy-text";

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

export function attachedOutput(arns: string[]): { PolicyName: string; PolicyArn: string }[] {
  return arns.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf("/") + 1), PolicyArn: arn }));
}

function isAttachable({ store }: Platform, arn: string, account: string): boolean {
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

export function putPermissionsBoundary(request: Request, kind: IdentityKind) {
  const arn = request.input.text("PermissionsBoundary", { min: 20, max: 2048 });
  changeIdentity(
    request,
    kind,
    (identity) => {
      requireBoundary(request.platform, arn, identity.account);
      return { ...identity, permissionsBoundary: arn };
    },
    { "iam:PermissionsBoundary": arn },
  );
}

export function deletePermissionsBoundary(request: Request, kind: IdentityKind) {
  changeIdentity(request, kind, (identity) => {
    if (identity.permissionsBoundary === undefined) {
      throw noSuchEntity(`The ${kind.word} ${identity.name} has no permissions boundary.`);
    }
    return { ...identity, permissionsBoundary: undefined };
  });
}

/** Throws unless a managed policy can be a boundary: it must exist, and be AWS's or the account's. */
export function requireBoundary(platform: Platform, arn: string, account: string): void {
  if (isAttachable(platform, arn, account)) return;
  throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
}

const KINDS: IdentityKind[] = [GROUP, USER, ROLE];

export function listEntitiesForPolicy(request: Request) {
  const { platform, call, input } = request;
  const filter = input.optionalText("EntityFilter", {
    oneOf: ["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"],
  });
  const usage = input.optionalText("PolicyUsageFilter", {
    oneOf: ["PermissionsPolicy", "PermissionsBoundary"],
  });
  const isAsked = pathFilter(input);
  const { arn } = authorisedPolicy(request);
  const uses = ({ attachedPolicies, permissionsBoundary }: Identity) =>
    (usage !== "PermissionsBoundary" && attachedPolicies.includes(arn)) ||
    (usage !== "PermissionsPolicy" && permissionsBoundary === arn);
  const all = KINDS.filter(({ label }) => filter === undefined || filter === label).flatMap(
    (kind) =>
      platform.store
        .values<Identity>([kind.word, call.caller.account])
        .filter((identity) => isAsked(identity) && uses(identity))
        .map((identity) => ({ kind, identity })),
  );
  const { items, more } = cutPage(all, input, PAGES.iam, 1000);
  const shown = ({ label }: IdentityKind) =>
    items
      .filter(({ kind }) => kind.label === label)
      .map(({ identity }) => ({ [`${label}Name`]: identity.name, [`${label}Id`]: identity.id }));
  return {
    PolicyGroups: shown(GROUP),
    PolicyUsers: shown(USER),
    PolicyRoles: shown(ROLE),
    ...more,
  };
}

const LIMITS = { role: sizeQuotas.rolePolicies.default, user: 2048, group: 5120 };

export function putInlinePolicy(request: Request, kind: IdentityKind) {
  const name = readPolicyName(request.input);
  const document = request.input.text("PolicyDocument", { min: 1 });
  const limit = LIMITS[kind.word];
  changeIdentity(request, kind, (identity) => {
    checkPolicy("identity", document);
    const inlinePolicies = { ...identity.inlinePolicies, [name]: document };
    const size = Object.values(inlinePolicies).reduce((sum, each) => sum + policySize(each), 0);
    if (size > limit) {
      throw limitExceeded(
        `Maximum policy size of ${limit} bytes exceeded for ${kind.word} ${identity.name}`,
      );
    }
    return { ...identity, inlinePolicies };
  });
}

export function getInlinePolicy(request: Request, kind: IdentityKind) {
  const policyName = readPolicyName(request.input);
  const { name, inlinePolicies } = authorisedIdentity(request, kind);
  return {
    [`${kind.label}Name`]: name,
    PolicyName: policyName,
    PolicyDocument: encode(requirePolicy(inlinePolicies, policyName, kind)),
  };
}

export function deleteInlinePolicy(request: Request, kind: IdentityKind) {
  const name = readPolicyName(request.input);
  changeIdentity(request, kind, (identity) => {
    requirePolicy(identity.inlinePolicies, name, kind);
    const { [name]: _gone, ...inlinePolicies } = identity.inlinePolicies;
    return { ...identity, inlinePolicies };
  });
}

export function listInlinePolicies(request: Request, kind: IdentityKind) {
  const { inlinePolicies } = authorisedIdentity(request, kind);
  const names = Object.keys(inlinePolicies).sort();
  const { items, more } = cutPage(names, request.input, PAGES.iam, 1000);
  return { PolicyNames: items, ...more };
}

function readPolicyName(input: Input): string {
  return input.text("PolicyName", { min: 1, max: 128, pattern: /^(?!__proto__$)[\w+=,.@-]+$/ });
}

function requirePolicy(
  policies: Record<string, string>,
  name: string,
  { word }: IdentityKind,
): string {
  const document = Object.hasOwn(policies, name) ? policies[name] : undefined;
  if (document !== undefined) return document;
  throw noSuchEntity(`The ${word} policy with name ${name} cannot be found.`);
}
