import { call } from "../../calls";
import type { ChangeKind, World } from "../../change";
import { providersTrusted, vouchedFor } from "../../providers";

const SAML = "iam:UpdateSAMLProvider";

/** Calls on OIDC providers, each with what else the attacker needs. */
const OF_OIDC = {
  "iam:UpdateOpenIDConnectProviderThumbprint": "the attacker answers in the place of the issuer of",
  "iam:AddClientIDToOpenIDConnectProvider": "the attacker gets tokens of the issuer of",
};

/** Somebody puts their own certificate into a SAML provider, and can then vouch for anyone. */
export const changeProvider: ChangeKind = {
  id: "change-provider",
  gives: "becomes",
  title: "Change the provider that a role trusts",
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
};

/** The attacker adds the audience of its tokens. */
function withAnyAudience(world: World, provider: string): World {
  const oidcProviders = (world.documents.oidcProviders ?? []).filter(({ providers }) =>
    providers.every(({ arn }) => arn !== provider),
  );
  return { ...world, documents: { ...world.documents, oidcProviders } };
}
