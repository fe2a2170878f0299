import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { guardShape } from "../../../cli/verbs/guard/shape";
import { evaluateRequest } from "../../../proof";
import { column } from "../../facts";
import { done, failed, refused } from "../../outcomes";
import { serviceTrust } from "../../sandbox/eks-support";
import { A, B } from "../../sandbox/support";
import { startFailingProxy } from "../documents/failing-proxy";
import { suiteLive, ZONE_TEXT } from "../documents/live-sandbox";
import { filesIn, run } from "../support";

const DEPLOYERS = [A, B].map((account) => `arn:aws:iam::${account}:role/deploy`);

/** Runs `guard` on an inventory. `DIR` stands for the inventory's directory. */
async function guard(inventory: string, ...args: string[]) {
  const directory = filesIn({ "landing-zone.yaml": inventory });
  const file = join(directory, "landing-zone.yaml");
  const asked = args.map((one) => one.replace("DIR", directory));
  const { AWS_ENDPOINT_URL, AWS_SHARED_CREDENTIALS_FILE } = process.env;
  const env = { AWS_ENDPOINT_URL, AWS_SHARED_CREDENTIALS_FILE };
  const ended = await run(["guard", "--inventory", file, ...asked], { env });
  return { ...ended, files: filesOf(ended.stdout, directory) };
}

/** The written policies that a JSON answer names, by name. */
function filesOf(stdout: string, directory: string): Record<string, unknown> {
  if (!stdout.startsWith("{") || !existsSync(join(directory, "guards"))) return {};
  const { guards } = guardShape.parse(JSON.parse(stdout));
  const policies = guards.flatMap((one) => one.policies);
  return Object.fromEntries(
    policies.map(({ file = "", name }) => [name, JSON.parse(readFileSync(file, "utf8"))]),
  );
}

const ALLOWS = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

const exempting = (...arns: string[]) => ["--exempt", ...arns];

describe("guard", function () {
  this.timeout(60_000);

  it("writes what it answers, and says how to attach it and to take it off", async () => {
    const args = [...exempting(...DEPLOYERS), "--write", "DIR/guards", "--json"];
    const ended = await guard(ZONE_TEXT, ...args);
    const stdout = await done(Promise.resolve(ended));
    const { claims, guards, result } = guardShape.parse(JSON.parse(stdout));
    strictEqual(result, "proved");
    strictEqual(claims.length, 4);
    const policies = guards.flatMap((one) => one.policies);
    deepStrictEqual(Object.values(ended.files), column(policies, "document"));
    for (const { attach, detach, policies: own, target, update } of guards) {
      for (const [index, { name, type }] of own.entries()) {
        match(
          attach[index] ?? "",
          new RegExp(`attach-policy --target-id ${target} .*${type} --name ${name} `),
        );
        match(
          detach[index] ?? "",
          new RegExp(`detach-policy --target-id ${target} .*Name=='${name}'`),
        );
        // AWS refuses to create a policy under an existing name. Denials move to later policies, so those are updated first.
        match(
          update.at(-1 - index) ?? "",
          new RegExp(
            `update-policy --policy-id .*Name=='${name}'.* --content file://.*/${name}\\.json$`,
          ),
        );
      }
    }
  });

  it("names what earlier guards have written and this one does not have", async () => {
    const policy = `eks-pod-secrets-${A}-service-9`;
    const names = [policy, "in-force-ou-exam-12345678-service", "admission-old", "others"];
    const spare = filesIn(Object.fromEntries(names.map((one) => [`${one}.json`, {}])));
    const notesOf = async (...more: string[]) => {
      const args = [...exempting(...DEPLOYERS), "--write", spare, "--json", ...more];
      const { notes } = guardShape.parse(JSON.parse(await done(guard(ZONE_TEXT, ...args))));
      return notes.filter((one) => one.startsWith(spare)).map((one) => one.slice(spare.length + 1));
    };
    const first = [
      `${policy}.json is of an earlier guard, and no part of this one: remove it, and take its policy ${policy} off, or it goes on denying`,
      "in-force-ou-exam-12345678-service.json is of an earlier guard, and no part of this one: remove it",
    ];
    deepStrictEqual(await notesOf(), first);
    deepStrictEqual(await notesOf("--kubernetes"), [
      "admission-old.json is of an earlier guard, and no part of this one: remove it",
      ...first,
    ]);
  });

  it("writes one guard for an organizational unit", async () => {
    const args = [...exempting(...DEPLOYERS), "--unit", "ou-exam-12345678", "--json"];
    const stdout = await done(guard(ZONE_TEXT, ...args));
    const { claims, guards } = guardShape.parse(JSON.parse(stdout));
    deepStrictEqual(column(guards, "accounts"), [[A, B]]);
    deepStrictEqual(column(claims, "result"), ["proved", "proved", "proved", "proved"]);
  });

  it("says in words what it does not bind", async () => {
    const stdout = await done(guard(ZONE_TEXT, ...exempting(...DEPLOYERS)));
    match(stdout, /^proved: 4 of 4 claims about 2 guards/);
    match(stdout, /Attach it first to \d{12}, /);
    match(stdout, /What it does not bind, and what does:\n {2}the management account: /);
    match(stdout, /no statement guards these: give --live before you attach a guard/);
    match(stdout, /whoever deploys another inventory to these accounts /);
    doesNotMatch(stdout, /nobody said who deploys/);
  });

  it("says where administrators alone could deploy", async () => {
    const security = `arn:aws:iam::${A}:user/security`;
    const text = ZONE_TEXT.replace(/(id: "111111111111",)/, `$1 administrators: ["${security}"],`);
    const stdout = await done(guard(text, ...exempting(DEPLOYERS[1] ?? "")));
    match(stdout, /nobody said who deploys to 111111111111: /);
    doesNotMatch(stdout, /nobody said who deploys to 222222222222/);
  });

  it("says which roles others deploy, which it does not protect", async () => {
    const far = `  far:
    external: true
    clusterArn: arn:aws:eks:us-east-1:${A}:cluster/shop
    namespace: far
    serviceAccount: far
    roleArn: arn:aws:iam::${A}:role/far
    reads: [own]
`;
    const text = `${ZONE_TEXT.trimEnd()}\n${far}`;
    const stdout = await done(guard(text, ...exempting(...DEPLOYERS)));
    match(stdout, /roles that others deploy: .* become arn:aws:iam::111111111111:role\/far; /);
  });

  it("rejects a guard that would keep out whoever deploys", async () => {
    match(await refused(guard(ZONE_TEXT)), /the guard of \d{12} must exempt whoever deploys there/);
    for (const stray of [
      "arn:aws:iam::999999999999:role/deploy",
      // aws:PrincipalArn never has one of these forms. For a session, it is the ARN of the role.
      `arn:aws:sts::${A}:assumed-role/deploy/session`,
      `arn:aws:iam::${A}:root`,
      `arn:aws:iam::${A}:role/deploy*`,
    ]) {
      const why = await refused(guard(ZONE_TEXT, ...exempting(...DEPLOYERS, stray)));
      match(why, /--exempt must name roles and users of IAM, without wildcards, of 1{12}/);
    }
  });

  it("rejects a unit that is none, whose id would be in commands and names of files", async () => {
    for (const unit of ["", "../shop", "shop;id", A]) {
      const why = await refused(guard(ZONE_TEXT, ...exempting(...DEPLOYERS), "--unit", unit));
      const says = `--unit must be the id of an organizational unit or a root, got "${unit}"; `;
      ok(why.includes(says), why);
    }
  });

  it("rejects a guard that would stop a rotation", async () => {
    const rotated = ZONE_TEXT.replace(
      "own: { account: a }",
      "own: { account: a, rotation: { lambdaArn: 'arn:aws:lambda:us-east-1:111111111111:function:rotate', automaticallyAfterDays: 30 } }",
    );
    const why = await refused(guard(rotated, ...exempting(...DEPLOYERS)));
    match(why, /secrets\.own\.rotation must have roleArn/);
  });

  it("bounds builders of the management account, which it cannot protect, and ends with exit code 1", async () => {
    const managed = `${ZONE_TEXT}\norganization: { id: o-exampleorg, managementAccount: "${A}" }\n`;
    const [, deployer = ""] = DEPLOYERS;
    const stdout = await failed(guard(managed, ...exempting(deployer), "--json"));
    const { claims, guards, unguarded } = guardShape.parse(JSON.parse(stdout));
    deepStrictEqual(column(unguarded, "account"), [A]);
    deepStrictEqual(column(guards, "target"), [B]);
    deepStrictEqual(
      claims.map(({ result, subject }) => [subject, result]),
      [B, B, A, A].map((account) => [account, "proved"]),
    );
    const [{ boundary } = { boundary: undefined }] = unguarded;
    const may = (action: string, resource: string, context = {}) =>
      evaluateRequest(
        {
          identity: [{ name: "everything", document: ALLOWS }],
          permissionsBoundary: { name: "boundary", document: boundary?.document },
        },
        {
          principal: {
            kind: "session",
            roleArn: `arn:aws:iam::${A}:role/builder`,
            sessionName: "x",
          },
          ...{ action, resource: `arn:aws:iam::${A}:${resource}`, context },
        },
      ).decision;
    const own = `arn:aws:iam::${A}:policy/eks-pod-secrets-guard`;
    strictEqual(may("iam:CreateRole", "role/new"), "denied");
    strictEqual(may("iam:CreateRole", "role/new", { "iam:PermissionsBoundary": own }), "allowed");
    strictEqual(may("iam:CreatePolicyVersion", "policy/eks-pod-secrets-guard"), "denied");
    strictEqual(may("iam:GetRole", "role/new"), "allowed");
  });

  it("writes admission policies, and names the bindings to take away", async () => {
    const binding = (name: string, role: string, subject: string) => ({
      kind: "ClusterRoleBinding",
      metadata: { name },
      roleRef: { kind: "ClusterRole", name: role },
      subjects: [{ kind: "Group", name: subject }],
    });
    const rules = [{ verbs: ["create"], apiGroups: [""], resources: ["pods/exec"] }];
    const objects = {
      kind: "List",
      items: [
        { kind: "ClusterRole", metadata: { name: "exec" }, rules },
        {
          kind: "ClusterRole",
          metadata: { name: "looks" },
          rules: [{ ...rules[0], verbs: ["get"], resources: ["pods"] }],
        },
        binding("debuggers", "exec", "debuggers"),
        binding("deployers", "exec", "deployers"),
        binding("viewers", "looks", "viewers"),
      ],
    };
    const directory = filesIn({ "objects.json": objects });
    const args = ["--kubernetes", "--kubernetes-name", "group:deployers", "flux"];
    const more = ["--cluster-objects", `${directory}/objects.json`, "--write", "DIR/guards"];
    const asked = [...exempting(...DEPLOYERS), ...args, ...more];
    const stdout = await done(guard(ZONE_TEXT, ...asked, "--json"));
    const [cluster, ...others] = guardShape.parse(JSON.parse(stdout)).kubernetes ?? [];
    deepStrictEqual(others, []);
    deepStrictEqual(cluster?.bindings, [
      {
        binding: "ClusterRoleBinding debuggers",
        subjects: ["Group debuggers"],
        gives: ["create pods/exec in web"],
      },
    ]);
    const text = JSON.stringify(cluster?.objects);
    for (const one of ["deployers", "flux", "assumed-role/deploy/", "web/web"])
      match(text, new RegExp(one));
    match(
      await done(guard(ZONE_TEXT, ...asked)),
      /take away ClusterRoleBinding debuggers, by which Group debuggers may create pods\/exec in web/,
    );
  });

  describe("with --live", () => {
    const live = suiteLive();
    afterEach(() => live.clear());

    it("rejects those who are not there, and names who may become the others", async () => {
      const why = await refused(guard(ZONE_TEXT, "--live", ...exempting(...DEPLOYERS)));
      match(why, /has no arn:aws:iam::111111111111:role\/deploy/);
      for (const account of [A, B]) {
        await live.plant(account, "deploy", serviceTrust("codebuild.amazonaws.com"));
      }
      const stdout = await done(guard(ZONE_TEXT, "--live", ...exempting(...DEPLOYERS)));
      match(stdout, /role\/deploy\n.*codebuild\.amazonaws\.com/);
      doesNotMatch(stdout, /nobody looked/);
      ok(stdout.startsWith("proved"));
      // The administrator has made the cluster and so has all rights in it. No control policy takes these away.
      match(
        stdout,
        /others come to read:\n {2}1 change: the user administrator .*\n.* 1\. Create a pod /,
      );
      match(stdout, /nobody else who was looked at can, by changes of the \d+ kinds/);
    });

    it("says what it could not look at", async () => {
      for (const account of [A, B]) {
        await live.plant(account, "deploy", serviceTrust("codebuild.amazonaws.com"));
      }
      const { AWS_ENDPOINT_URL } = process.env;
      const proxy = await startFailingProxy(live.sandbox.endpoint);
      const { accessKeyId } = live.sandbox.administrator(A);
      proxy.fail("ec2:DescribeVpcEndpoints", accessKeyId, { error: "UnauthorizedOperation" });
      process.env.AWS_ENDPOINT_URL = proxy.endpoint;
      try {
        const { stdout } = await guard(ZONE_TEXT, "--live", ...exempting(...DEPLOYERS));
        match(stdout, /not looked at: ec2:DescribeVpcEndpoints in account 1{12} .*VPC endpoints/);
      } finally {
        process.env.AWS_ENDPOINT_URL = AWS_ENDPOINT_URL;
        proxy.close();
      }
    });
  });
});
