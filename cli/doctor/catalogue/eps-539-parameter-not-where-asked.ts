import type { Entry } from "./entry";

export const parameterNotWhereAsked: Entry = {
  id: "EPS-539",
  title: "the parameter is not found where it was asked for",
  texts: [
    "{-1|-2|-3|-4|-5|-6|-7}: invalid parameters: {object:object}",
    "ParameterNotFound",
    "Systems Manager couldn't find the parameter",
    "reading SSM Parameter … couldn't find resource",
    "Unable to fetch parameters [ … ] from parameter store",
    "[ssm: … ] cannot be found",
  ],
  step: "object",
  causes: [
    {
      id: "EPS-567",
      check:
        "The owner's account has no parameter of this name in the Region: it was not made yet, or was deleted.",
    },
    {
      id: "EPS-552",
      check: "The parameter is in another Region than the class's `region`, else the node's.",
    },
    { id: "EPS-467", check: "The parameter is in another account, and was asked for by its name." },
    { id: "EPS-553", check: "The name is misspelt, or lacks its leading slash." },
  ],
  why: "The call was allowed, so the caller may read, but no parameter of this name is in the account and Region that were asked, or not the version or label. ASCP then reads none of the class.",
  check:
    "`aws ssm get-parameters --names {name} --query InvalidParameters --region REGION` with credentials of the owner.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["aws/secrets-store-csi-driver-provider-aws: provider/parameter_store_provider.go"],
};
