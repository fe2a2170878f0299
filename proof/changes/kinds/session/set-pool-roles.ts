import { findByArn } from "../../../domain/documents-index";
import { accountOf, parseArn } from "../../../names";
import { accountOfActor, sessionOf } from "../../actors";
import { call } from "../../calls";
import type { Call, ChangeKind } from "../../change";
import { providersTrusted, rolesTrustingProvider } from "../../providers";
import { mayTry } from "../../rights";
import { regionIn } from "../../worlds";

const SET = "cognito-identity:SetIdentityPoolRoles";
const PASS = "iam:PassRole";
const COGNITO = "cognito-identity.amazonaws.com";
/** Cognito's names as a provider. GovCloud has its own. */
const NAMES = /^cognito-identity[a-z\d.-]*\.amazonaws\.com(\.cn)?$/;

/** Somebody makes Cognito give the role to those whom an identity pool lets in. */
export const setPoolRoles: ChangeKind = {
  id: "set-pool-roles",
  gives: "becomes",
  title: "Set the role of a Cognito identity pool",
  actions: [SET, PASS],
  *changesBy(world, actor) {
    const account = accountOfActor(actor);
    if (account === "" || !mayTry(world, actor, SET)) return;
    const { documents } = world;
    const providers = providersTrusted(documents).filter((one) => NAMES.test(one));
    const trusting = providers.flatMap((provider) =>
      rolesTrustingProvider(documents, provider).map((arn) => ({ arn, provider })),
    );
    for (const { arn, provider } of trusting) {
      if (accountOf(arn) !== account) continue;
      const { trust } = findByArn(documents.roles, arn) ?? {};
      const named = JSON.stringify(trust).match(/[a-z]{2}(-[a-z]+)+-\d:[0-9a-f-]{36}/g) ?? [];
      const other = `${regionIn(world)}:00000000-0000-0000-0000-000000000000`;
      for (const pool of new Set([...named, other])) {
        const [region = ""] = pool.split(":");
        const poolArn = `arn:${parseArn(arn)?.partition}:cognito-identity:${region}:${account}:identitypool/${pool}`;
        const calls: Call[] = [
          call(PASS, arn, { "iam:PassedToService": COGNITO }),
          call(SET, poolArn),
          {
            aws: {
              ...{ action: "sts:AssumeRoleWithWebIdentity", resource: arn },
              by: { kind: "federated", arn: provider, provider },
              context: { [`${provider}:aud`]: pool },
            },
          },
        ];
        yield {
          target: arn,
          variant: pool,
          towards: arn,
          calls,
          becomes: [sessionOf(arn)],
          worstCase: `nobody read whether ${poolArn} lets the attacker in`,
        };
      }
    }
  },
};
