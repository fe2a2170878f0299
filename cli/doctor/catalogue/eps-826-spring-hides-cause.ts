import type { Entry } from "./entry";

export const springHidesCause: Entry = {
  id: "EPS-826",
  title: "the program got no value for a parameter or a secret that it needs, and Spring hides why",
  texts: [
    "Config data resource … {ParamStoreConfigDataResource|ParameterStoreConfigDataResource|SecretsManagerConfigDataResource} … does not exist",
  ],
  causes: [
    {
      id: "EPS-567",
      check:
        "`aws ssm get-parameters-by-path --path PATH`, with the pod's role, finds nothing. The path is written as the text shows it.",
    },
    {
      id: "EPS-553",
      check:
        "The resource is of Secrets Manager, and `aws secretsmanager describe-secret --secret-id NAME` does not find it.",
    },
    {
      id: "EPS-450",
      check:
        "The same call is refused: no policy of the role allows `ssm:GetParametersByPath` or `secretsmanager:GetSecretValue`.",
    },
    {
      id: "EPS-378",
      check:
        "The pod has no variable `AWS_CONTAINER_CREDENTIALS_FULL_URI`: the program has no credentials.",
    },
  ],
  why: "Spring Cloud AWS answers each error of a required resource with this one sentence. The error itself is not in it.",
  check:
    "Ask the same with the role of the pod: `aws ssm get-parameters-by-path --path PATH`, or `aws secretsmanager get-secret-value --secret-id NAME --query VersionId`",
  mend: "Find out by the checks which cause it is, and do what that one says. Do not hide it with `optional:`.",
  sources: ["awspring/spring-cloud-aws#706"],
};
