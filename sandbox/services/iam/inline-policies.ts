import type { Identity } from "../../identity/records/iam-records";
import type { Operation } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { limitExceeded, noSuchEntity } from "./errors";
import { authorisedIdentity, type IdentityKind, saveIdentity } from "./identities";
import { text } from "./input";
import { page } from "./page";
import { checkPolicy, encodeDocument, policySize } from "./policy-text";

const LIMITS = { role: 10_240, user: 2048 };

/** Inline policies of roles or users. */
export function inlinePolicyOperations<T extends Identity>(
  platform: Platform,
  kind: IdentityKind<T>,
): Record<string, Operation> {
  const { store } = platform;
  const { label, word } = kind;
  const policyName = (input: Record<string, unknown>) =>
    text(input, "PolicyName", { min: 1, max: 128, pattern: /^(?!__proto__$)[\w+=,.@-]+$/ });
  const missing = (name: string) =>
    noSuchEntity(`The ${word} policy with name ${name} cannot be found.`);
  return {
    [`Put${label}Policy`]: (call, input) => {
      const name = policyName(input);
      const document = text(input, "PolicyDocument", { min: 1 });
      store.transaction((writer) => {
        const identity = authorisedIdentity(platform, call, kind, input, `Put${label}Policy`);
        checkPolicy("identity", document);
        const inlinePolicies = { ...identity.inlinePolicies, [name]: document };
        const size = Object.values(inlinePolicies).reduce((sum, each) => sum + policySize(each), 0);
        if (size > LIMITS[word]) {
          throw limitExceeded(
            `Maximum policy size of ${LIMITS[word]} bytes exceeded for ${word} ${identity.name}`,
          );
        }
        saveIdentity(writer, kind, { ...identity, inlinePolicies });
      });
      return {};
    },
    [`Get${label}Policy`]: (call, input) => {
      const name = policyName(input);
      const identity = authorisedIdentity(platform, call, kind, input, `Get${label}Policy`);
      const document = own(identity.inlinePolicies, name);
      if (document === undefined) throw missing(name);
      return {
        [`${label}Name`]: identity.name,
        PolicyName: name,
        PolicyDocument: encodeDocument(document),
      };
    },
    [`Delete${label}Policy`]: (call, input) => {
      const name = policyName(input);
      store.transaction((writer) => {
        const identity = authorisedIdentity(platform, call, kind, input, `Delete${label}Policy`);
        if (own(identity.inlinePolicies, name) === undefined) throw missing(name);
        const { [name]: _gone, ...inlinePolicies } = identity.inlinePolicies;
        saveIdentity(writer, kind, { ...identity, inlinePolicies });
      });
      return {};
    },
    [`List${label}Policies`]: (call, input) => {
      const identity = authorisedIdentity(platform, call, kind, input, `List${label}Policies`);
      const { items, ...rest } = page(Object.keys(identity.inlinePolicies).sort(), input);
      return { PolicyNames: items, ...rest };
    },
  };
}

function own(policies: Record<string, string>, name: string): string | undefined {
  return Object.hasOwn(policies, name) ? policies[name] : undefined;
}
