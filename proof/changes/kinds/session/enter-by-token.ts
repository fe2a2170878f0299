import { findByArn } from "../../../domain/documents-index";
import { oidcProvider } from "../../../domain/oidc-providers";
import { issuerOf } from "../../../domain/web-identity";
import { sessionOf } from "../../actors";
import { call } from "../../calls";
import type { AwsCall, ChangeKind } from "../../change";
import { rolesTrustingProvider } from "../../providers";

const BY_TOKEN = "sts:AssumeRoleWithWebIdentity";
const BY_SAML = "sts:AssumeRoleWithSAML";

/** Somebody for whom a provider vouches assumes a role. */
export const enterByToken: ChangeKind = {
  id: "enter-by-token",
  gives: "becomes",
  title: "Become a role by a token or an assertion",
  actions: [BY_TOKEN, BY_SAML],
  *changesBy({ documents }, { principal }) {
    if (principal?.kind !== "federated" || !principal.provider) return;
    const { provider } = principal;
    for (const arn of rolesTrustingProvider(documents, provider)) {
      if (!findByArn(documents.roles, arn)) continue;
      for (const aws of requestsBy(provider, arn)) {
        yield {
          target: arn,
          variant: JSON.stringify(aws.aws.context),
          calls: [aws],
          becomes: [sessionOf(arn)],
        };
      }
    }

    function requestsBy(name: string, arn: string): AwsCall[] {
      if (name.includes(":saml-provider/")) {
        return [call(BY_SAML, arn, { "SAML:aud": "https://signin.aws.amazon.com/saml" })];
      }
      const known = oidcProvider(documents, name);
      if (known === null) return [];
      const key = `${issuerOf(name)}:aud`;
      if (!known) return [call(BY_TOKEN, arn)];
      return known.audiences.map((audience) => call(BY_TOKEN, arn, { [key]: audience }));
    }
  },
};
