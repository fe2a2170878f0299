import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert";
import { LAYERS, USES } from "../../../cli/permissions/calls/call";
import { CALLS, readCalls } from "../../../cli/permissions/calls/table";
import { deployPermissions } from "../../../cli/permissions/deploy-permissions";
import { deployedIn } from "../../../cli/permissions/deployed";
import {
  policiesWithinLimits,
  type Statement,
} from "../../../cli/permissions/policies-within-limits";
import { trustedGiven, trustPolicy } from "../../../cli/permissions/trust";
import { permissionsText } from "../../../cli/verbs/permissions/text";
import { parsePolicy } from "../../../proof/grammar/parse-policy";
import { sizeQuotas } from "../../../proof/quotas";
import { requestTagContext } from "../../../sandbox/operations/tags/tags";
import { evaluate } from "../../../sdk/access";
import { column, none } from "../../facts";
import { done } from "../../outcomes";
import { landingZone, landingZoneOf } from "../../stacks/run-stack";
import { run } from "../support";

const REFERENCE = landingZoneOf("landing-zone.yaml");

/** A landing zone with this many secrets in one account. */
const zoneOf = (secrets: number) =>
  landingZone(
    `
accounts: { a: { id: "111111111111", region: us-east-1 } }
secrets:
${Array.from({ length: secrets }, (_, index) => `  team/secret-${index}: { account: a }`).join("\n")}
`,
  );

describe("the rights of those who deploy", () => {
  it("are asked for each stack, and less of them for Pulumi alone", () => {
    const rolesOf = (use: (typeof USES)[number]) =>
      deployPermissions(REFERENCE, use).flatMap(({ roles }) => roles);
    const stacks = ["account-a.cluster", "account-a.secrets", "account-a.workloads"];
    for (const use of ["deploy", "pulumi"] as const) {
      deepStrictEqual(column(rolesOf(use), "for"), [...stacks, "account-b.secrets"]);
    }
    const actionsOf = (use: (typeof USES)[number]) =>
      rolesOf(use).flatMap((role) => role.actions.map(({ action }) => `${role.for} ${action}`));
    const more = actionsOf("deploy").filter((one) => !actionsOf("pulumi").includes(one));
    none(actionsOf("pulumi"), (one) => !actionsOf("deploy").includes(one));
    ok(more.includes("account-a.workloads eks:ListPodIdentityAssociations"));
    ok(more.includes("account-a.workloads secretsmanager:DescribeSecret"));
  });

  it("name what the inventory names, and no key where no secret has one", () => {
    const [a, b] = deployPermissions(REFERENCE, "deploy").map(({ roles }) =>
      roles.find((role) => role.for.endsWith(".secrets")),
    );
    ok(a && b);
    const text = JSON.stringify(b.policies);
    ok(text.includes('"arn:aws:kms:us-east-1:222222222222:alias/secretsmanagercross"'));
    ok(text.includes('"arn:aws:secretsmanager:us-east-1:222222222222:secret:secret-b-??????"'));
    strictEqual(JSON.stringify(a.policies).includes("kms:"), false);
    strictEqual(text.includes("secret-a"), false);
  });

  it("encrypt values again under a new key, in replicas too", () => {
    const zone = landingZone(`
accounts: { a: { id: "111111111111", region: us-east-1 } }
secrets: { s: { account: a, key: pods, replicas: [{ region: eu-west-1, key: pods }] } }
`);
    for (const use of ["deploy", "pulumi"] as const) {
      const statements = deployPermissions(zone, use)
        .flatMap(({ roles }) => roles.flatMap(({ policies }) => policies))
        .flatMap(({ Statement }) => Statement)
        .filter(({ Action }) => Action.includes("kms:Encrypt"));
      deepStrictEqual(
        statements.flatMap(({ Resource }) => Resource).sort(),
        ["eu-west-1", "us-east-1"].map((region) => `arn:aws:kms:${region}:111111111111:key/*`),
      );
    }
  });

  it("use keys of values through the services alone, wherever these have the values", () => {
    const zone = landingZone(`
accounts: { a: { id: "111111111111", region: us-east-1 } }
secrets: { s: { account: a, key: pods, replicas: [{ region: eu-west-1, key: pods }] } }
parameters: { /p: { account: a, key: pods } }
`);
    const found = new Set<string>();
    for (const use of USES) {
      for (const { Action, Condition } of deployPermissions(zone, use)
        .flatMap(({ roles }) => roles.flatMap(({ policies }) => policies))
        .flatMap(({ Statement }) => Statement)) {
        if (!Action.some((one) => /^kms:(Decrypt|Encrypt|GenerateDataKey)$/.test(one))) continue;
        found.add(String(Condition?.StringEquals?.["kms:ViaService"]));
      }
    }
    deepStrictEqual([...found].sort(), [
      "secretsmanager.eu-west-1.amazonaws.com,secretsmanager.us-east-1.amazonaws.com",
      "ssm.us-east-1.amazonaws.com",
    ]);
  });

  it("read no value: putting needs no right to read, and only a rename copies", () => {
    const [put] = deployPermissions(REFERENCE, "put").flatMap(({ roles }) => roles);
    const read = put?.actions.find(({ action }) => action === "secretsmanager:GetSecretValue");
    strictEqual(read?.optional, true);
    for (const use of USES) {
      const policies = JSON.stringify(deployPermissions(REFERENCE, use));
      strictEqual(policies.includes('"Action":["secretsmanager:GetSecretValue"'), false, use);
    }
  });

  it("are policies of IAM's grammar without wildcards in actions, each short enough", () => {
    for (const use of USES) {
      for (const { roles } of deployPermissions(REFERENCE, use)) {
        for (const { for: what, policies } of roles) {
          for (const document of policies) {
            parsePolicy({ name: what, document }, "identity");
            ok(JSON.stringify(document).length <= sizeQuotas.managedPolicy.default);
            const actions = document.Statement.flatMap(({ Action }) => Action);
            none(actions, (action) => action.includes("*"));
          }
        }
      }
    }
  });

  it("come in several policies where one would be too long, with every name in them", () => {
    const [account] = deployPermissions(zoneOf(300), "deploy");
    const [role] = account?.roles ?? [];
    ok(role);
    ok(role.policies.length > 3);
    const text = JSON.stringify(role.policies);
    for (let index = 0; index < 300; index++) ok(text.includes(`secret-${index}-??????`));
    for (const one of role.policies)
      ok(JSON.stringify(one).length <= sizeQuotas.managedPolicy.default);
  });

  it("keep every right of a statement that is split", () => {
    const statement: Statement = {
      Effect: "Allow",
      Action: ["a:One"],
      Resource: Array.from({ length: 500 }, (_, index) => `arn:aws:a:::resource-${index}`),
    };
    const resources = policiesWithinLimits([statement]).flatMap((policy) =>
      policy.Statement.flatMap(({ Resource }) => Resource),
    );
    deepStrictEqual(resources, statement.Resource);
  });

  it("change only security groups, and only roles that Pulumi named after the cluster", () => {
    const statements = deployPermissions(REFERENCE, "deploy")
      .flatMap(({ roles }) => roles.flatMap(({ policies }) => policies))
      .flatMap(({ Statement }) => Statement);
    const resourcesOf = (action: RegExp) =>
      statements
        .filter(({ Action }) => Action.some((one) => action.test(one)))
        .flatMap(({ Resource }) => Resource);
    const groups = resourcesOf(/^ec2:(Authorize|Revoke|DeleteSecurityGroup|CreateTags)/);
    ok(groups.length > 0);
    for (const one of groups) match(one, /^arn:aws:ec2:us-east-1:\d+:security-group(-rule)?\/\*$/);
    const roles = resourcesOf(/^iam:AttachRolePolicy$/).filter((one) => /-(node|role)-/.test(one));
    ok(roles.length > 1);
    for (const one of roles) match(one, /-\?{7}$/);
  });

  it("make security groups that have the names of a created cluster's, and no others", () => {
    const [account] = REFERENCE.accounts;
    ok(account);
    const roleArn = `arn:aws:iam::${account.id}:role/deployer`;
    const policies = deployPermissions(REFERENCE, "deploy")
      .flatMap(({ roles }) => roles.filter((role) => role.for === "account-a.cluster"))
      .flatMap((role) => role.policies);
    const mayCreate = (resource: string, tags: Record<string, string> = {}) =>
      evaluate(
        { roles: [{ arn: roleArn, policies }] },
        {
          principal: { kind: "session", roleArn },
          action: "ec2:CreateSecurityGroup",
          resource,
          context: requestTagContext(tags),
        },
      ).decision === "allowed";
    const group = `arn:aws:ec2:us-east-1:${account.id}:security-group/sg-1`;
    for (const Name of ["shop-eksClusterSecurityGroup", "shop-nodeSecurityGroup"]) {
      ok(mayCreate(group, { Name }), Name);
    }
    ok(mayCreate(`arn:aws:ec2:us-east-1:${account.id}:vpc/vpc-1`));
    // The network may be in any account, because the evaluator does not know shared networks.
    ok(JSON.stringify(policies).includes('"arn:aws:ec2:us-east-1:*:vpc/*"'));
    strictEqual(mayCreate(group), false);
    strictEqual(mayCreate(group, { Name: "bastion" }), false);
    const named = { Name: "shop-nodeSecurityGroup" };
    strictEqual(mayCreate(group.replace("us-east-1", "eu-west-1"), named), false);
  });

  it("make the two security groups of a created cluster, of which that of nodes has rules for both directions", () => {
    const actions = deployPermissions(REFERENCE, "pulumi").flatMap(({ roles }) =>
      roles.flatMap((role) => role.actions.map(({ action }) => action)),
    );
    for (const direction of ["Ingress", "Egress"]) {
      for (const verb of ["Authorize", "Revoke"]) {
        ok(actions.includes(`ec2:${verb}SecurityGroup${direction}`), `${verb} ${direction}`);
      }
    }
  });

  it("look at every kind of thing, and no layer at one that has no calls", () => {
    const [account] = REFERENCE.accounts;
    ok(account);
    const kinds = Object.keys(deployedIn(REFERENCE, account)).sort();
    deepStrictEqual(Object.keys(CALLS).sort(), kinds);
    deepStrictEqual([...new Set(Object.values(LAYERS).flat())].sort(), kinds);
  });

  it("rejects a table with a kind of thing or a caller that there is not, or without a kind", () => {
    throws(() => readCalls(["stacks: []"]), /must have valid calls/);
    const by = "{ action: iam:GetRole, reason: reads it, by: [nobody] }";
    throws(() => readCalls([`clusters: [${by}]`]), /at clusters\[0\]/);
    throws(() => readCalls(["{}"]), /at clusters/);
  });

  it("say how to go on where a role takes no more policies", () => {
    const text = permissionsText(deployPermissions(zoneOf(3000), "deploy"));
    match(text, /a role takes 10 .*\nask AWS for more policies a role/);
  });
});

describe("the trust of a CI's jobs", () => {
  const [account] = REFERENCE.accounts;
  const conditionOf = (text: string) => {
    ok(account);
    return trustPolicy(trustedGiven(text), account).Statement[0]?.Condition.StringEquals;
  };

  it("lets in the jobs of one environment of a GitHub repository, by default the account's", () => {
    deepStrictEqual(conditionOf("github:example/secrets"), {
      "token.actions.githubusercontent.com:aud": ["sts.amazonaws.com"],
      "token.actions.githubusercontent.com:sub": ["repo:example/secrets:environment:account-a"],
    });
    const withIds = conditionOf("github:example@123456/secrets@456789:production");
    deepStrictEqual(withIds?.["token.actions.githubusercontent.com:sub"], [
      "repo:example@123456/secrets@456789:environment:production",
    ]);
    const named = conditionOf("github:example/secrets:production");
    ok(JSON.stringify(named).includes("environment:production"));
  });

  it("lets in the jobs of one branch of a GitLab project, by default main", () => {
    deepStrictEqual(conditionOf("gitlab:group/sub/project"), {
      "gitlab.com:aud": ["https://gitlab.com"],
      "gitlab.com:sub": ["project_path:group/sub/project:ref_type:branch:ref:main"],
    });
  });

  for (const wrong of [
    "github:example",
    "github:example/*",
    "github:example@1/secrets",
    "github:example/secrets@2",
    "github:example@*/secrets@*",
    "gitlab:a/b:*",
    "example/secrets",
    "",
  ]) {
    it(`rejects ${JSON.stringify(wrong)}`, () => {
      throws(() => trustedGiven(wrong), /--trust must be github:ORG\/REPO/);
    });
  }

  it("is printed beside the rights of live and of deploying", async () => {
    for (const use of ["live", "deploy"]) {
      match(
        await done(run(["permissions", "--for", use, "--trust", "github:o/r"])),
        /OpenID Connect provider https:\/\/token\.actions\.githubusercontent\.com/,
      );
    }
  });
});
