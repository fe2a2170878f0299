import { accountTitle } from "eks-pod-secrets/grant";
import { shellWord } from "../../terminal/printed-text";
import type { ClusterFacts } from "../facts/cluster-facts";
import type { OidcProvider } from "../facts/oidc-provider";
import { notSeen } from "../facts/seen";
import type { Finding, Mend } from "../step";
import { wrong } from "./findings";
import { awsCli, byHand, byUp } from "./mends";
import { AUDIENCES, needsTokens } from "./pod-ways";

/**
 * Whether STS accepts the tokens of the reader's pods: IAM must know their issuer and audience. Empty if it does, or if none is
 * needed.
 */
export function oidcProviderFindings(facts: ClusterFacts): Finding[] {
  const { oidcProvider, reader } = facts;
  if (!needsTokens(facts) || oidcProvider === undefined) return [];
  if (!("value" in oidcProvider)) return [notSeen(oidcProvider)];
  const { arn, audiences } = oidcProvider.value;
  const declared = reader.cluster.oidcProvider;
  if (declared !== undefined && declared !== arn) {
    const what = `the inventory has ${declared} for cluster ${reader.cluster.id}, whose provider is ${arn}`;
    const mend = byHand(
      `write ${arn} as clusters.${reader.cluster.id}.oidcProvider, and run \`up\``,
    );
    return [wrong(reader, "EPS-366", what, { mend })];
  }
  const missing = audiences === undefined;
  if (!missing && audiences.includes(AUDIENCES.irsa)) return [];
  const mend = made(facts, oidcProvider.value);
  const lacks = `${arn} lacks ${AUDIENCES.irsa}`;
  return [wrong(reader, missing ? "EPS-369" : "EPS-386", missing ? arn : lacks, { mend })];
}

/** The mend for a missing provider. A created cluster's stack creates it; for another cluster, its account must. */
function made({ reader }: ClusterFacts, { arn, audiences }: OidcProvider): Mend {
  const { account, create, region } = reader.cluster;
  if (create) return byUp(reader, "cluster");
  const issuer = arn.replace(/^.*:oidc-provider\//, "https://");
  const command = audiences
    ? `iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${shellWord(arn)} --client-id ${AUDIENCES.irsa}`
    : `iam create-open-id-connect-provider --url ${shellWord(issuer)} --client-id-list ${AUDIENCES.irsa}`;
  const does = audiences ? "add the audience to the provider" : "make the provider";
  return {
    says: `${does}, with credentials of account ${accountTitle(account)}`,
    commands: [awsCli(account, region, command)],
  };
}
