import { sizeQuotas } from "iam-proof/quotas";
import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { encode } from "../../wire/signature/canonical-request";
import { limitExceeded, noSuchEntity } from "./errors";
import { authorisedIdentity, changeIdentity, type IdentityKind } from "./identities";
import { checkPolicy, policySize } from "./policy-text";

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
