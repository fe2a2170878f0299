import { call, kindOf } from "../../calls";
import { providersTrusted, vouchedFor } from "../../providers";

const SAML = "iam:UpdateSAMLProvider";

/** Somebody puts a certificate of their own into a SAML provider, and vouches for whomever they like. */
export const changeProvider = kindOf({
  id: "change-provider",
  gives: "becomes",
  about: {
    title: "Change the provider that a role trusts",
    prerequisites: `The right to ${SAML} on a provider that a trust policy names.`,
    fix: "Deny changes of SAML and OIDC providers to everyone but administrators, in a control policy.",
    coverage: "partial",
    lacks:
      "Thumbprints and client ids of OIDC providers, and providers that are created under a name that is trusted: they take the issuer's own host or its tokens beside.",
  },
  actions: [
    SAML,
    ...["iam:UpdateOpenIDConnectProviderThumbprint", "iam:AddClientIDToOpenIDConnectProvider"],
    ...["iam:CreateSAMLProvider", "iam:CreateOpenIDConnectProvider"],
  ],
  *changesBy({ documents }) {
    for (const provider of providersTrusted(documents)) {
      if (!provider.includes(":saml-provider/")) continue;
      yield {
        target: provider,
        calls: [call(SAML, provider)],
        becomes: [vouchedFor(provider)],
      };
    }
  },
});
