import type { Entry } from "./entry";

export const controlPolicyNotChanged: Entry = {
  id: "EPS-728",
  title: "the organization refuses the change of a control policy",
  errors: [
    "{PolicyTypeNotEnabledException|PolicyTypeNotAvailableForOrganizationException|PolicyTypeAlreadyEnabledException|DuplicatePolicyAttachmentException|DuplicatePolicyException|PolicyInUseException|OrganizationNotInAllFeaturesModeException}",
    "organizations ConstraintViolationException",
  ],
  why: "The organization does not have this type of policy switched on, has as many policies as it may have, or the policy is still attached.",
  check:
    "`aws organizations list-roots` shows the types that are switched on; `aws organizations list-targets-for-policy --policy-id POLICY` where it is attached.",
  mend: "Switch on the type of policy in the management account, or detach the policy first, and run again.",
  sources: ["https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html"],
};
