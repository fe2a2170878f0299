import type { Platform } from "../../identity/platform";
import { namedPolicy } from "../../identity/policies/accept-policy";
import {
  type OrganizationRecord,
  organization,
  POLICY_KINDS,
  type PolicyType,
} from "../../identity/policies/organization";
import type { Input } from "../../operations/input/input";
import { refusal } from "../../operations/input/refusals";
import type { Calling, Request } from "../../operations/service";
import type { Call } from "../../wire/messages";

const FAULTS = {
  AccountAlreadyRegisteredException: "The account is already a delegated administrator.",
  AccountNotFoundException: "You specified an account that isn't part of the organization.",
  AccountNotRegisteredException: "The account isn't a delegated administrator.",
  AccessDeniedException: "You don't have permissions to access this resource.",
  AWSOrganizationsNotInUseException: "Your account is not a member of an organization.",
  DuplicatePolicyAttachmentException:
    "The selected policy is already attached to the specified target.",
  DuplicatePolicyException: "A policy with the same name already exists.",
  PolicyInUseException:
    "The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.",
  PolicyNotAttachedException:
    "The policy isn't attached to the specified target in the specified root.",
  PolicyNotFoundException: "You specified a policy that doesn't exist.",
  PolicyTypeAlreadyEnabledException: "The specified policy type is already enabled.",
  PolicyTypeNotEnabledException: "This operation can be performed only for enabled policy types.",
  ResourcePolicyNotFoundException: "We can't find a resource policy of the organization.",
  RootNotFoundException: "You specified a root that doesn't exist.",
  TargetNotFoundException: "You specified a target that doesn't exist.",
};

/** An error in AWS's words. */
export function fault(code: keyof typeof FAULTS): Error {
  return refusal(code)(FAULTS[code]);
}

export const invalid = refusal("InvalidInputException");

/** An organization that can be managed by calls. */
export type Organization = OrganizationRecord & { managementAccount: string };

export type Context = Record<string, string | string[]>;

export function ownOrganization({ platform, call }: Calling): Organization {
  const found = organization(platform.store);
  const { managementAccount } = found ?? {};
  if (found && managementAccount && found.accounts.includes(call.caller.account)) {
    return { ...found, managementAccount };
  }
  throw fault("AWSOrganizationsNotInUseException");
}

/** The caller's organization, if the caller is its management account and may do this to an account, a policy or the root. */
export function managed(request: Request, target = "*", context: Context = {}): Organization {
  const { platform, call, action } = request;
  const found = ownOrganization(request);
  const resource = target === "*" ? target : arnOf(call, found, target);
  const { delegationPolicy } = found;
  const resourcePolicy = delegationPolicy && namedPolicy("delegation policy", delegationPolicy);
  platform.authorise(call, {
    action,
    resource,
    context,
    ...(resourcePolicy && { resourcePolicy }),
  });
  if (found.managementAccount === call.caller.account) return found;
  // What a delegation policy can let members do here.
  if (resourcePolicy && /:(Attach|Delete|Describe|Detach|Update)Policy$/.test(action)) return found;
  throw fault("AccessDeniedException");
}

export function matching(input: Input, member: string, pattern: RegExp): string {
  const text = input.text(member);
  if (pattern.test(text)) return text;
  throw invalid("You provided a value that does not match the required pattern.");
}

export function readType(input: Input, member: string): PolicyType {
  const text = input.text(member);
  if (Object.hasOwn(POLICY_KINDS, text)) return text as PolicyType;
  throw invalid(`You specified an invalid value. The sandbox has no policies of type ${text}.`);
}

export function save({ store }: Platform, changed: Organization): void {
  store.transaction((writer) => writer.put(["organization"], changed));
}

/** ARN of an account, the root or a policy, from its ID or ARN. */
export function arnOf({ caller }: Call, found: Organization, id: string): string {
  if (id.startsWith("arn:")) return id;
  const kind = /^\d{12}$/.test(id) ? "account" : id.includes("/") ? "policy" : "root";
  const owner = `arn:${caller.partition}:organizations::${found.managementAccount}`;
  return `${owner}:${kind}/${found.id}/${id}`;
}
