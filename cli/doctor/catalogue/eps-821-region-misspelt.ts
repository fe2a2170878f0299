import type { Entry } from "./entry";

export const regionMisspelt: Entry = {
  id: "EPS-821",
  title: "the program's Region is none, so the host of AWS's API does not exist",
  texts: [
    "{secretsmanager|ssm|sts|kms}.{undefined|null|none|}.amazonaws.com",
    "{secretsmanager.secretsmanager.|ssm.ssm.|sts.sts.|kms.kms.}",
    "doesn't match a supported format",
    "denied the request: region not found:",
    "{invalid AWS Region|is not a valid AWS region|not a valid region}",
  ],
  over: ["EPS-746", "EPS-820", "EPS-572", "EPS-374", "EPS-573", "EPS-860"],
  step: "provider-class",
  why: "An SDK puts what it is given as Region into the host's name: a misspelt Region, none at all, the name of a service, or a Region with the quotes of a YAML file or an argument.",
  check:
    "`kubectl -n {namespace} exec {pod} -- env | grep REGION`, the program's arguments and its AWS profile, character by character.",
  mend: "Write the Region as AWS does, e.g. `eu-west-1`, and without quotes in its value.",
  sources: ["kubernetes-sigs/aws-load-balancer-controller#1202", "aws/aws-mwaa-local-runner#200"],
};
