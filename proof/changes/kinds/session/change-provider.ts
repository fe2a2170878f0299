import { call, kindOf } from "../../calls";
import type { World } from "../../change";
import { providersTrusted, vouchedFor } from "../../providers";

const SAML = "iam:UpdateSAMLProvider";

/** Calls on OIDC providers, each with what else the attacker needs. */
const OF_OIDC = {
  "iam:UpdateOpenIDConnectProviderThumbprint": "the attacker answers in the place of the issuer of",
  "iam:AddClientIDToOpenIDConnectProvider": "the attacker gets tokens of the issuer of",
};

/** Somebody puts their own certificate into a SAML provider, and can then vouch for anyone. */
export const changeProvider = kindOf({
  id: "change-provider",
  gives: "becomes",
  about: {
    title: "Change the provider that a role trusts",
    prerequisites: `The right to ${SAML} on a provider that a trust policy names.`,
    fix: "Deny changes of SAML and OIDC providers to everyone but administrators, in a control policy.",
    coverage: "partial",
    lacks:
      "Providers that are created under a name that is trusted. Of OIDC providers it is taken for the worst that the attacker answers in the issuer's place, or gets tokens of it.",
  },
  actions: [
    SAML,
    ...Object.keys(OF_OIDC),
    ...["iam:CreateSAMLProvider", "iam:CreateOpenIDConnectProvider"],
  ],
  *changesBy({ documents }) {
    for (const provider of providersTrusted(documents)) {
      const becomes = [vouchedFor(provider)];
      const isSaml = provider.includes(":saml-provider/");
      if (isSaml) yield { target: provider, calls: [call(SAML, provider)], becomes };
      for (const [action, worstCase] of isSaml ? [] : Object.entries(OF_OIDC)) {
        const calls = [call(action, provider)];
        yield {
          ...{ target: provider, variant: action, calls, becomes },
          worstCase: `${worstCase} ${provider}`,
          apply: (world) => withAnyAudience(world, provider),
        };
      }
    }
  },
});

/** The attacker adds the audience of its tokens. */
function withAnyAudience(world: World, provider: string): World {
  const oidcProviders = (world.documents.oidcProviders ?? []).filter(({ providers }) =>
    providers.every(({ arn }) => arn !== provider),
  );
  return { ...world, documents: { ...world.documents, oidcProviders } };
}
