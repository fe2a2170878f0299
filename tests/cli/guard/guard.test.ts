import { deepStrictEqual, doesNotMatch, match, ok, strictEqual, throws } from "node:assert";
import { EKS_KINDS } from "../../../cli/changes/kinds";
import { GuardTooLarge, type WrittenGuard } from "../../../cli/guard/guard-policies";
import { unboundBy } from "../../../cli/guard/plan-guards";
import { usableInventory } from "../../../cli/inventory/inventory-file";
import { USES } from "../../../cli/permissions/calls/call";
import { deployPermissions } from "../../../cli/permissions/deploy-permissions";
import { evaluateRequest, OPENING_ACTIONS, proveGuards } from "../../../proof";
import { controlPolicyQuotas } from "../../../proof/quotas";
import { prove } from "../../../sdk/access";
import { landingZoneDocuments } from "../../../sdk/access/landing-zone/landing-zone-documents";
import type { LandingZone } from "../../../sdk/grant";
import { column, none } from "../../facts";
import { landingZone } from "../../stacks/run-stack";
import { controlOf, deployer, EVERYTHING, EXAMPLES, guardsOf } from "./guards";

/** Why an action that may lead to a read is not denied: another action that it needs is. */
const NOT_DENIED: [reason: string, actions: RegExp][] = [
  ["the new role must be passed, or the trust be changed", /^eks:.*PodIdentityAssociation$/],
  ["nobody else makes the cluster anew", /^eks:DeleteCluster$/],
  [
    "whoever runs code on a node has all of it; no control policy tells these calls from others",
    /^(ec2|ec2-instance-connect|ssm):|^eks:(CreateFargateProfile|CreateNodegroup|UpdateNodegroupVersion)$/,
  ],
  ["it needs a token of the reader's pod", /^eks-auth:/],
  [
    "the root user of an account is not exempt: see who can come to read",
    /^account:|^sts:AssumeRoot$/,
  ],
  [
    "only the management account may, which no control policy binds",
    /^organizations:(PutResourcePolicy|RegisterDelegatedAdministrator)$/,
  ],
  ["it comes with sts:AssumeRole", /^sts:SetSourceIdentity$/],
  ["it gives no rights within the cluster", /^eks:AccessKubernetesApi$/],
  ["no resource share of others has the parameter", /^ram:/],
  [
    "only readers and exempt roles read, and nobody else becomes these: see who may become the exempt",
    /^(apprunner|batch|bedrock-agentcore|cloudformation|codebuild|config|cognito-identity|datapipeline|ecs|elasticmapreduce|glue|identitystore|rolesanywhere|sagemaker|sso|states|lambda):/,
  ],
  [
    "other users, groups and policies read nothing, whatever they allow",
    /^iam:(.*(User|Group)|AddRoleToInstanceProfile|.*Group.*|.*User.*|.*SAMLProvider|DeleteUserPolicy)/,
  ],
];

const allowEverything = { Effect: "Allow", Action: "*", Resource: "*" };
const policy = (name: string, ...Statement: object[]) => ({
  name,
  document: { Version: "2012-10-17", Statement },
});

describe("the guard", function () {
  this.timeout(120_000);

  for (const file of EXAMPLES) {
    it(`of ${file} is sufficient and harmless, within AWS's sizes`, async () => {
      const { landingZone: zone } = await usableInventory(file);
      const guards = guardsOf(zone);
      const { claims } = await proveGuards(guards);
      none(claims, ({ result }) => result !== "proved");
      strictEqual(claims.length, 2 * zone.accounts.length);
      for (const guard of guards) {
        for (const kind of ["service", "resource"] as const) {
          const { attached, size } = controlPolicyQuotas[kind];
          const policies = guard[`${kind}ControlPolicies`];
          ok(policies.length < attached.default);
          none(policies, (one) => JSON.stringify(one).length > size.default);
        }
      }
    });
  }

  it("leaves every grant, and every claim that held, as it is", async () => {
    const bare = await prove(landingZoneDocuments(EVERYTHING));
    const guarded = await prove(
      landingZoneDocuments(EVERYTHING, undefined, controlOf(guardsOf(EVERYTHING))),
    );
    const named = ({ claims }: typeof bare) =>
      claims.map(({ claim, result, subject }) => `${claim} ${subject} ${result}`);
    deepStrictEqual(named(guarded), named(bare));
    none(guarded.claims, ({ claim, result }) => claim === "grant-available" && result !== "proved");
  });

  it("leaves those who deploy all of their calls", () => {
    for (const guard of guardsOf(EVERYTHING)) {
      const needs = USES.flatMap((use) => deployPermissions(EVERYTHING, use));
      const { roles = [] } = {
        roles: needs.filter(({ account }) => account === guard.account).flatMap((one) => one.roles),
      };
      const statements = roles.flatMap(({ policies }) =>
        policies.flatMap(({ Statement }) => Statement),
      );
      ok(statements.length > 10);
      for (const { Action, Resource } of statements) {
        for (const action of Action) {
          for (const resource of Resource) {
            const { decision } = underGuard(
              guard,
              action,
              resource.replaceAll(/[*?]/g, "x"),
              deployer(guard.account),
            );
            strictEqual(decision, "allowed", `${action} on ${resource}`);
          }
        }
      }
    }
  });

  it("denies others each first change, and lets other tools work", () => {
    const guards = guardsOf(EVERYTHING);
    const decide = (action: string, resource: string) => {
      const guard = guards.find(({ account }) => resource.includes(`:${account}:`));
      ok(guard);
      const somebody = `arn:aws:iam::${guard.account}:role/somebody`;
      return underGuard(guard, action, `arn:aws:${resource}`, somebody).decision;
    };
    for (const [action, resource] of [
      ["iam:PassRole", "iam::111111111111:role/pods/web"],
      ["iam:UpdateAssumeRolePolicy", "iam::111111111111:role/ledger"],
      ["iam:PutRolePolicy", "iam::111111111111:role/deploy"],
      ["iam:AttachRolePolicy", "iam::111111111111:role/pods/web"],
      ["eks:CreateAccessEntry", "eks:us-east-1:111111111111:cluster/shop"],
      ["secretsmanager:GetSecretValue", "secretsmanager:us-east-1:111111111111:secret:own-AbCdEf"],
      [
        "secretsmanager:UpdateSecret",
        "secretsmanager:us-east-1:222222222222:secret:foreign-AbCdEf",
      ],
      ["kms:DeleteAlias", "kms:us-east-1:222222222222:alias/pods"],
      ["kms:UpdateAlias", "kms:us-east-1:222222222222:alias/pods"],
      ["ssm:GetParameters", "ssm:us-east-1:111111111111:parameter/shop/flags"],
      ["ssm:AddTagsToResource", "ssm:us-east-1:111111111111:parameter/shop/flags"],
    ] as const) {
      strictEqual(decide(action, resource), "denied", action);
    }
    for (const [action, resource] of [
      ["iam:PassRole", "iam::111111111111:role/other-tool"],
      ["iam:CreateRole", "iam::111111111111:role/other-tool"],
      ["eks:CreatePodIdentityAssociation", "eks:us-east-1:111111111111:cluster/shop"],
      ["eks:CreateAccessEntry", "eks:us-east-1:111111111111:cluster/other"],
      [
        "secretsmanager:GetSecretValue",
        "secretsmanager:us-east-1:111111111111:secret:own-too-AbCdEf",
      ],
      ["kms:CreateGrant", "kms:us-east-1:222222222222:key/99999999-2222-3333-4444-555555555555"],
    ] as const) {
      strictEqual(decide(action, resource), "allowed", action);
    }
  });

  it("knows each call by which somebody may come to read", () => {
    const denied = new Set(
      guardsOf(EVERYTHING).flatMap(({ calls }) => calls.flatMap((one) => one.actions)),
    );
    none(
      [...OPENING_ACTIONS, ...EKS_KINDS.flatMap(({ actions }) => actions)],
      (action) => !denied.has(action) && !NOT_DENIED.some(([, actions]) => actions.test(action)),
    );
  });

  it("says whose rotation function nobody named, as it cannot guard that", () => {
    const role = "arn:aws:iam::111111111111:role/turn";
    const arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:old-AbCdEf";
    const zone = landingZone(`
accounts: { a: { id: "111111111111", region: us-east-1 } }
secrets: { old: { account: a, existing: true, arn: "${arn}", rotation: { roleArn: "${role}" } } }
`);
    match(unboundBy(zone).join(), /whoever may change what runs as arn:.*:role\/turn reads /);
    doesNotMatch(unboundBy(EVERYTHING).join(), /what runs as/);
  });

  it("is the same text for the same inventory, in whichever order", () => {
    const lists = ["secrets", "readers", "parameters", "keys"] as const;
    const turned = { ...EVERYTHING };
    for (const list of lists) Object.assign(turned, { [list]: [...EVERYTHING[list]].reverse() });
    strictEqual(JSON.stringify(guardsOf(turned)), JSON.stringify(guardsOf(EVERYTHING)));
  });

  it("comes in several policies where one is too short, and is refused where all are", () => {
    const [guard] = guardsOf(zoneOf(80));
    ok((guard?.resourceControlPolicies.length ?? 0) > 1);
    deepStrictEqual(
      column(guard?.resourceControlPolicies ?? [], "Version"),
      guard?.resourceControlPolicies.map(() => "2012-10-17"),
    );
    throws(() => guardsOf(zoneOf(400)), GuardTooLarge);
  });

  it("holds a hundred readers without a role path, and each reads what it is granted alone", async () => {
    const entries = (of: (index: number) => string) =>
      Array.from({ length: 100 }, (_, index) => of(index)).join("\n");
    const zone = landingZone(`
accounts: { a: { id: "111111111111", region: us-east-1 }, b: { id: "222222222222", region: us-east-1 } }
clusters: { shop: { account: a, existing: true } }
secrets:
${Array.from({ length: 50 }, (_, index) => `  s${index}: { account: b, key: pods }`).join("\n")}
readers:
${entries((index) => `  r${index}: { cluster: shop, namespace: n${index}, serviceAccount: s, reads: [s${index % 50}] }`)}
`);
    const guards = guardsOf(zone);
    const { result } = await proveGuards(guards);
    strictEqual(result, "proved");
    const reads = guards.flatMap(({ calls }) =>
      calls.filter(({ what }) => what === "read a secret"),
    );
    ok(reads.length > 3);
    none(reads, ({ exempt }) => exempt.length > 26);
  });
});

/** A landing zone with one account and this many secrets. */
function zoneOf(secrets: number): LandingZone {
  const names = Array.from(
    { length: secrets },
    (_, index) => `  team/secret-${index}: { account: a }`,
  );
  return landingZone(`
accounts: { a: { id: "111111111111", region: us-east-1 } }
secrets:
${names.join("\n")}
`);
}

/** Whether a session of the role may make the call under the guard. Everything else allows it. */
function underGuard(guard: WrittenGuard, action: string, resource: string, roleArn: string) {
  const level = (all: object[]) => [
    [
      policy("FullAWSAccess", allowEverything),
      ...all.map((document, index) => ({ name: `guard ${index}`, document })),
    ],
  ];
  const isControlled = /^(sts|kms|secretsmanager):/.test(action);
  return evaluateRequest(
    {
      identity: [policy("administrator", allowEverything)],
      serviceControl: level(guard.serviceControlPolicies),
      ...(isControlled && {
        resourceControl: [
          [
            policy("RCPFullAWSAccess", { ...allowEverything, Principal: "*" }),
            ...guard.resourceControlPolicies.map((document, index) => ({
              name: `rcp ${index}`,
              document,
            })),
          ],
        ],
      }),
    },
    {
      principal: { kind: "session", roleArn, sessionName: "session" },
      action,
      resource,
      resourceAccount: guard.account,
    },
  );
}
