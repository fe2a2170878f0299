import type { Entry } from "./entry";

export const addonNotOfAccount: Entry = {
  id: "EPS-792",
  title: "the add-on, in this version, has no such service account for Pod Identity",
  texts: ["in pod identity configuration is not supported for addon"],
  why: "EKS gives an add-on associations only for the service accounts that the add-on's version has.",
  check:
    "`aws eks describe-addon-configuration --addon-name NAME --addon-version VERSION --query podIdentityConfiguration`",
  mend: "Name the service account as the add-on does.",
  sources: ["terraform-aws-modules/terraform-aws-eks#3520"],
};
