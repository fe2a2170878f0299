import { type WrittenGuard, writeGuard } from "../../../cli/guard/guard-policies";
import { guardedCalls } from "../../../cli/guard/guarded-calls";
import { protectedIn } from "../../../cli/guard/protected";
import type { LandingZone } from "../../../sdk/grant";
import { landingZone } from "../../stacks/run-stack";

/** The inventories of the checkout. */
export const EXAMPLES = [
  "landing-zone",
  ...["hub-of-secrets", "many-files/landing-zone", "many-owners", "one-account"].map(inExamples),
  ...["regulated/landing-zone", "two-organizations", "two-regions"].map(inExamples),
].map((name) => `${name}.yaml`);

function inExamples(name: string): string {
  return `examples/landing-zones/${name}`;
}

/** The role that deploys to an account. */
export const deployer = (account: string) => `arn:aws:iam::${account}:role/deploy`;

/** The guards of all accounts, each with one deployer. */
export function guardsOf(zone: LandingZone): WrittenGuard[] {
  return zone.accounts.map((account) =>
    writeGuard(account.id, guardedCalls(protectedIn(zone, account, [deployer(account.id)]))),
  );
}

/** Two accounts with everything that a guard knows. */
export const EVERYTHING = landingZone(`
accounts:
  a:
    id: "111111111111"
    region: us-east-1
    administrators: ["arn:aws:iam::111111111111:user/security"]
  b: { id: "222222222222", region: us-east-1 }
clusters:
  shop: { account: a, existing: true, oidcProvider: "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABCDEF" }
secrets:
  own: { account: a }
  foreign: { account: b, key: pods, replicas: [{ region: eu-west-1, key: pods }] }
  rotated:
    account: b
    key: "arn:aws:kms:us-east-1:222222222222:key/11111111-2222-3333-4444-555555555555"
    rotation:
      lambdaArn: arn:aws:lambda:us-east-1:222222222222:function:rotate
      roleArn: arn:aws:iam::222222222222:role/rotate
      automaticallyAfterDays: 30
parameters: { /shop/flags: { account: a } }
readers:
  web:
    cluster: shop
    namespace: web
    serviceAccount: web
    rolePath: /pods/
    permissionsBoundary: arn:aws:iam::111111111111:policy/bounds
    reads: [own, foreign, { parameter: /shop/flags }]
  job: { cluster: shop, namespace: web, serviceAccount: job, identity: irsa, roleName: job, reads: [rotated] }
  ledger: { cluster: shop, namespace: web, serviceAccount: ledger, roleName: ledger, mode: targetRole, reads: [foreign] }
`);

/** The control policies of an inventory's organization while these guards are in force. */
export function controlOf(guards: readonly WrittenGuard[]) {
  const levels = (kind: "service" | "resource", more: object) =>
    guards.map((guard) => ({
      account: guard.account,
      levels: [
        [
          {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "*", Resource: "*", ...more }],
          },
          ...guard[`${kind}ControlPolicies`],
        ],
      ],
    }));
  return {
    serviceControlPolicies: levels("service", {}),
    resourceControlPolicies: levels("resource", { Principal: "*" }),
  };
}
