import type { Entry } from "./entry";

export const noOrganization: Entry = {
  id: "EPS-727",
  title: "the account is in no organization, or is not the one that manages it",
  texts: ["is not a delegated administrator"],
  errors: [
    "{AWSOrganizationsNotInUseException|CallerIsNotManagementAccountException|AccountNotManagementOrDelegatedAdministratorException|OrganizationNotFoundException|AccountNotRegisteredException}",
  ],
  over: ["EPS-725"],
  why: "Only the management account, or an account that it has named as delegated administrator, may read and change control policies; an account outside of an organization has none.",
  check: "`aws organizations describe-organization` with the caller's credentials.",
  mend: "Run this part with credentials of the management account or of the delegated administrator. Without an organization, take it out of the inventory.",
  sources: [
    "https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html",
  ],
};
