import { managedPolicyText } from "../../identity/policies/policies-in-force";
import type { Identity } from "../../identity/records/iam-records";
import type { Call, Operation } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { limitExceeded, noSuchEntity } from "./errors";
import { authorisedIdentity, type IdentityKind, saveIdentity } from "./identities";
import { text } from "./input";
import { page } from "./page";

const LIMIT = 10;

/** Managed policies attached to roles or users. */
export function attachedPolicyOperations<T extends Identity>(
  platform: Platform,
  kind: IdentityKind<T>,
): Record<string, Operation> {
  const { store } = platform;
  const { label, word } = kind;
  const attach = `Attach${label}Policy`;
  const detach = `Detach${label}Policy`;
  const listed = `ListAttached${label}Policies`;
  const identityOf = (call: Call, input: Record<string, unknown>, action: string, arn: string) =>
    authorisedIdentity(platform, call, kind, input, action, { "iam:PolicyARN": arn });
  return {
    [attach]: (call, input) => {
      const arn = policyArn(input);
      store.transaction((writer) => {
        const identity = identityOf(call, input, attach, arn);
        const owner = arn.split(":")[4];
        const known = managedPolicyText(store, arn) !== undefined;
        if (!known || (owner !== "aws" && owner !== identity.account)) {
          throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
        }
        if (identity.attachedPolicies.includes(arn)) return;
        if (identity.attachedPolicies.length >= LIMIT) {
          throw limitExceeded(`Cannot exceed quota for PoliciesPer${label}: ${LIMIT}`);
        }
        const attachedPolicies = [...identity.attachedPolicies, arn];
        saveIdentity(writer, kind, { ...identity, attachedPolicies });
      });
      return {};
    },
    [detach]: (call, input) => {
      const arn = policyArn(input);
      store.transaction((writer) => {
        const identity = identityOf(call, input, detach, arn);
        if (!identity.attachedPolicies.includes(arn)) {
          throw noSuchEntity(`Policy ${arn} was not found on ${word} ${identity.name}.`);
        }
        const attachedPolicies = identity.attachedPolicies.filter((each) => each !== arn);
        saveIdentity(writer, kind, { ...identity, attachedPolicies });
      });
      return {};
    },
    [listed]: (call, input) => {
      const identity = authorisedIdentity(platform, call, kind, input, listed);
      const { items, ...rest } = page(identity.attachedPolicies, input);
      return { AttachedPolicies: attachedOutput(items), ...rest };
    },
  };
}

/** Attached policies as IAM lists them. */
export function attachedOutput(arns: string[]): { PolicyName: string; PolicyArn: string }[] {
  return arns.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf("/") + 1), PolicyArn: arn }));
}

function policyArn(input: Record<string, unknown>): string {
  return text(input, "PolicyArn", { min: 20, max: 2048 });
}
