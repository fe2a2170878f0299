import type { Entry } from "./entry";

export const addonWithoutPodIdentity: Entry = {
  id: "EPS-807",
  title: "this version of the add-on takes no Pod Identity association",
  texts: ["Pod Identity feature is not supported for addon version"],
  over: ["EPS-725", "EPS-772"],
  why: "EKS makes an association for an add-on only where its version says which service accounts may have one. The version may well be right for the cluster.",
  check:
    "`aws eks describe-addon-configuration --addon-name NAME --addon-version VERSION --query podIdentityConfiguration`: empty where it takes none.",
  mend: "Take a version that lists one, or leave the association out of the add-on, and make it for the add-on's service account by itself.",
  sources: ["terraform-aws-modules/terraform-aws-eks#3520"],
};
