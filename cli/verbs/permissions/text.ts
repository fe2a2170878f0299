import { accountTitle, clusterName } from "eks-pod-secrets/grant";
import { stringify } from "yaml";
import { MOST_POLICIES } from "../../permissions/policies-within-limits";
import type { DeployingAccountAnswer, LiveAccountAnswer, TrustAnswer } from "./shape";

/** The answer for people. */
export function permissionsText(
  accounts: readonly (LiveAccountAnswer | DeployingAccountAnswer)[],
): string {
  return accounts
    .map((one) =>
      [
        `account ${accountTitle({ id: one.account, name: one.name })}:`,
        "roles" in one ? one.roles.map(roleText).join("\n\n") : liveText(one),
        ...trustText(one.trust),
      ].join("\n"),
    )
    .join("\n\n");
}

function liveText({ actions, kubernetes, policy }: LiveAccountAnswer): string {
  return [
    ...actionLines(actions, ({ reason }) => reason),
    "",
    JSON.stringify(policy, null, 2),
    ...(kubernetes
      ? [
          "",
          `in ${kubernetes.clusters.map((arn) => `cluster ${clusterName(arn)}`).join(", ")}: bind this ClusterRole to a group of the access entry of whoever reads:`,
          stringify(kubernetes.clusterRole, { lineWidth: 0 }).trimEnd(),
        ]
      : []),
  ].join("\n");
}

function roleText({
  actions,
  for: what,
  policies,
}: DeployingAccountAnswer["roles"][number]): string {
  const lines = actionLines(actions, ({ calledBy, optional, reason, source }) =>
    [
      calledBy.includes("up") && !calledBy.includes("pulumi") ? `${reason} (up alone)` : reason,
      ...(optional ? ["not in the policy"] : []),
      ...(source === undefined ? [] : [`source: ${source}`]),
    ].join("; "),
  );
  const count = policies.length;
  const many = [
    `${count} managed policies; a role takes ${MOST_POLICIES} unless the account's quota is raised:`,
    "ask AWS for more policies a role (a quota of IAM), or split the inventory.",
  ];
  return [
    `${what}:`,
    ...lines,
    ...(count > MOST_POLICIES ? many : []),
    ...policies.flatMap((policy, index) => [
      "",
      ...(count > 1 ? [`policy ${index + 1} of ${count}:`] : []),
      JSON.stringify(policy, null, 2),
    ]),
  ].join("\n");
}

function actionLines<One extends { action: string }>(
  actions: readonly One[],
  say: (one: One) => string,
): string[] {
  const width = Math.max(...actions.map(({ action }) => action.length));
  return actions.map((one) => `  ${one.action.padEnd(width)}  ${say(one)}`);
}

function trustText(trust: TrustAnswer): string[] {
  if (!trust) return [];
  const { audience, openIdProvider, policy } = trust;
  return [
    "",
    `trust policy of the role; the account must have the OpenID Connect provider ${openIdProvider} for ${audience}:`,
    JSON.stringify(policy, null, 2),
  ];
}
