import type { Entry } from "./entry";

export const pipelineRoleDistrustsToken: Entry = {
  id: "EPS-877",
  title: "the role of the pipeline does not trust the pipeline's token",
  texts: [
    "Could not assume role with OIDC: {Not authorized|No OpenIDConnect provider|Incorrect token audience|OpenIDConnect provider}",
    "No OpenIDConnect provider found in your account for https://{token.actions.githubusercontent.com|gitlab|vstoken|oidc.circleci|api.pulumi|app.terraform|agent.buildkite|bitbucket}",
    "{token.actions.githubusercontent.com|configure-aws-credentials} … Not authorized to perform sts:AssumeRoleWithWebIdentity",
  ],
  over: ["EPS-364", "EPS-368", "EPS-370", "EPS-386", "EPS-387"],
  why: "The pipeline shows STS a token of its own issuer. The account has no provider of this issuer, or a condition of the role's trust policy (`aud`, `sub` with repository, branch or environment) does not fit this run.",
  check:
    "The role's trust policy against the token's `sub`, e.g. `repo:OWNER/NAME:ref:refs/heads/main`, and `aws iam list-open-id-connect-providers`",
  mend: "Make the provider in this account, or correct the condition so that it names this repository and environment, and no more.",
  sources: [
    "aws-actions/configure-aws-credentials#318",
    "https://docs.github.com/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services",
  ],
};
