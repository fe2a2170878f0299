import { deepStrictEqual, match, rejects, strictEqual } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { podCredentials } from "../../../attempts/pod-credentials";
import { proveShape } from "../../../cli/proof/shape";
import { revokeShape } from "../../../cli/verbs/revoke/shape";
import { changedStacks, denyingSteps, liftingSteps } from "../../../cli/verbs/revoke/steps";
import { REVOKED } from "../../../sdk/policy/revocation";
import { column, rows } from "../../facts";
import { done, refused } from "../../outcomes";
import { A, B, type Credentials, REGION } from "../../sandbox/support";
import { inventoryText, reader } from "../../sdk/grant/support";
import { landingZone } from "../../stacks/run-stack";
import { suiteLive, ZONE, ZONE_TEXT } from "../documents/live-sandbox";
import { fakePulumi, type KeptResource, keptFiles } from "../fake-pulumi/kept-stacks";
import { filesIn, run } from "../support";

const PROGRAM = join(__dirname, "../../../stacks/index.ts");
const [WEB] = ZONE.readers;

describe("revoke", () => {
  const live = suiteLive();
  let secrets: { own: string; foreign: string };

  before(async () => {
    const own = live.expected.secrets?.find(({ arn }) => arn.includes(A))?.arn ?? "";
    secrets = { own, foreign: live.foreignSecret };
    for (const [account, SecretId] of [
      [A, own],
      [B, live.foreignSecret],
    ] as const) {
      const { secretsManager } = live.sandbox.clients(account);
      await secretsManager.putSecretValue({ SecretId, SecretString: "x" });
    }
  });
  afterEach(() => revoke("--lift", "--yes"));

  /** Runs the command while the stack of account B exists. */
  function revoke(...args: string[]) {
    return verb("revoke", WEB?.id ?? "", ...args);
  }

  function verb(...args: string[]) {
    return verbOf(ZONE_TEXT, ...args);
  }

  function verbOf(text: string, ...args: string[]) {
    return verbIn(text, [], ...args);
  }

  /** `others` are further resources of account B's stack. */
  async function verbIn(text: string, others: KeptResource[], ...args: string[]) {
    const urn =
      "urn:pulumi:b.secrets::p::eks-pod-secrets:index:PodSecret$aws:secretsmanager/secretPolicy:SecretPolicy::foreign-policy";
    const policy = { urn, type: "aws:secretsmanager/secretPolicy:SecretPolicy" };
    const files = {
      "zone.yaml": text,
      "Pulumi.yaml": `name: eks-pod-secrets\nruntime: nodejs\nmain: ${PROGRAM}\n`,
      ...keptFiles({
        "a.workloads": { resources: 1, holds: [] },
        "b.secrets": { resources: 1, holds: [policy, ...others] },
      }),
    };
    const directory = filesIn(files);
    const { AWS_ENDPOINT_URL, AWS_SHARED_CREDENTIALS_FILE } = process.env;
    const env = { AWS_ENDPOINT_URL, AWS_SHARED_CREDENTIALS_FILE, ...fakePulumi(directory) };
    const line = [...args, "--json", "--inventory", `${directory}/zone.yaml`];
    const ended = await run(line, { env });
    return { ...ended, answer: () => revokeShape.parse(JSON.parse(ended.stdout)) };
  }

  /** Credentials that the reader's pod gets now. */
  async function session(): Promise<Credentials> {
    const { clusterArn: cluster, namespace, serviceAccount } = WEB ?? {};
    const { body } = await live.sandbox.control("POST", "/token", {
      cluster,
      namespace,
      serviceAccount,
    });
    const signer = { region: REGION, credentials: live.sandbox.administrator(A) };
    return podCredentials(live.sandbox.endpoint, signer, "shop", (body as { token: string }).token);
  }

  async function read(credentials: Credentials, SecretId: string): Promise<string> {
    const { secretsManager } = live.sandbox.clients(credentials);
    const { SecretString = "" } = await secretsManager.getSecretValue({ SecretId });
    return SecretString;
  }

  const DENIED = { name: "AccessDeniedException" };

  it("refuses everything at once, to the session that the pod has and to the next one", async () => {
    const before = await session();
    strictEqual(await read(before, secrets.own), "x");
    strictEqual(await read(before, secrets.foreign), "x");
    const { answer, code, stderr } = await revoke("--yes");
    strictEqual(code, 0, stderr);
    for (const one of [before, await session()]) {
      await rejects(read(one, secrets.own), DENIED);
      await rejects(read(one, secrets.foreign), DENIED);
    }
    deepStrictEqual(rows(answer().steps, "step", "result"), [
      ["deny", "done"],
      ["deny", "done"],
      ["sessions", "done"],
      ["state", "done"],
      ["state", "done"],
    ]);
    strictEqual(answer().result, "revoked");
    match(
      answer().pods.commands[1] ?? "",
      /delete pods --field-selector spec\.serviceAccountName=web/,
    );
    const { entry, file, line } = answer().inventory;
    strictEqual(entry, "readers.web");
    strictEqual(
      ZONE_TEXT.split("\n")[line - 1]?.trim().startsWith("web:"),
      true,
      `${file}:${line}`,
    );
  });

  it("has the owner refuse by itself, whatever the account of the role does", async () => {
    await revoke("--yes");
    const { iam } = live.sandbox.clients(A);
    const RoleName = WEB?.role.name;
    for (const PolicyName of [REVOKED, `${REVOKED}-sessions`]) {
      await iam.deleteRolePolicy({ RoleName, PolicyName });
    }
    const next = await session();
    strictEqual(await read(next, secrets.own), "x");
    await rejects(read(next, secrets.foreign), DENIED);
  });

  it("is seen by prove --live, as access that is granted and missing", async () => {
    const missing = async () => {
      const { stdout } = await verb("prove", "--live");
      const { claims } = proveShape.parse(JSON.parse(stdout));
      return claims.some(({ result }) => result === "refuted");
    };
    strictEqual(await missing(), false);
    await revoke("--yes");
    strictEqual(await missing(), true);
  });

  it("can be repeated, and leaves one statement", async () => {
    await revoke("--yes");
    await done(revoke("--yes"));
    const { secretsManager } = live.sandbox.clients(B);
    const { ResourcePolicy = "{}" } = await secretsManager.getResourcePolicy({
      SecretId: secrets.foreign,
    });
    const denies = JSON.parse(ResourcePolicy).Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === "Deny",
    );
    strictEqual(denies.length, 1);
  });

  it("lets new sessions read once it is lifted, and no session from before", async () => {
    const before = await session();
    await revoke("--yes");
    const { answer, code } = await revoke("--lift", "--yes");
    deepStrictEqual([code, answer().result], [0, "lifted"]);
    match(answer().sessions?.leaves ?? "", /prove --live refutes grant-available; once .* 6 hours/);
    const role = WEB?.role.name;
    deepStrictEqual(answer().sessions?.commands, [
      `aws iam delete-role-policy --role-name ${role} --policy-name eks-pod-secrets-revoked-sessions`,
    ]);
    const next = await session();
    strictEqual(await read(next, secrets.own), "x");
    strictEqual(await read(next, secrets.foreign), "x");
    await rejects(read(before, secrets.own), DENIED);
    await rejects(read(before, secrets.foreign), DENIED);
  });

  it("does not say that a reader is revoked whose role is not there", async () => {
    const renamed = ZONE_TEXT.replace("serviceAccount: web,", "$& roleName: other,");
    const { answer, code } = await verbOf(renamed, "revoke", WEB?.id ?? "", "--yes");
    deepStrictEqual([code, answer().result], [1, "incomplete"]);
    match(answer().steps[1]?.reason ?? "", /^account \d+ .* no role other, and nothing is denied/);
  });

  it("names a secret that is not there, on which no Deny stands", async () => {
    const ahead = ZONE_TEXT.replace("secrets:", "$&\n  later: { account: b, key: pods }").replace(
      "reads: [",
      "$&later, ",
    );
    const { answer, code } = await verbOf(ahead, "revoke", WEB?.id ?? "", "--yes");
    deepStrictEqual([code, answer().result], [1, "incomplete"]);
    const [later, foreign] = answer().steps;
    deepStrictEqual([later?.result, foreign?.result], ["failed", "done"]);
    match(later?.reason ?? "", /^account \d+ \(b\) has no secret later, and nothing is denied/);
  });

  it("does not wait for an old secret whose place another one has taken", async () => {
    const renamed = ZONE_TEXT.replace(/foreign: \{/, "$& renamedFrom: old,");
    const { answer, code } = await verbOf(renamed, "revoke", WEB?.id ?? "", "--yes");
    deepStrictEqual([code, answer().result], [0, "revoked"]);
    deepStrictEqual(column(answer().steps.slice(0, 2), "result"), ["done", "absent"]);
  });

  it("reaches the target role of an earlier mode, as which pods read until they have switched", async () => {
    const { iam } = live.sandbox.clients(B);
    const Statement = {
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${A}:root` },
      Action: "sts:AssumeRole",
    };
    const role = { RoleName: "web-target", Path: "/pods/" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    const { Role } = await iam.createRole({ ...role, AssumeRolePolicyDocument });
    const held = {
      urn: "urn:pulumi:b.secrets::p::eks-pod-secrets:index:PodTargetRole$aws:iam/role:Role::web-role",
      type: "aws:iam/role:Role",
      outputs: { arn: Role?.Arn },
    };
    const { answer, code, stderr } = await verbIn(ZONE_TEXT, [held], "revoke", "web", "--yes");
    strictEqual(code, 0, stderr);
    const title = `role ${role.RoleName} of account ${B} (b)`;
    const denied = answer().steps.filter(({ subject }) => subject === title);
    deepStrictEqual(rows(denied, "step", "result"), [
      ["deny", "done"],
      ["sessions", "done"],
    ]);
    const asked = { RoleName: role.RoleName, PolicyName: REVOKED };
    const { PolicyDocument = "" } = await iam.getRolePolicy(asked);
    match(decodeURIComponent(PolicyDocument), /"Deny"/);
  });

  it("does nothing with --dry-run, and without somebody who confirms it", async () => {
    const { answer, code } = await revoke("--dry-run");
    deepStrictEqual([code, answer().result], [0, "planned"]);
    deepStrictEqual([...new Set(answer().steps.map(({ result }) => result))], ["planned"]);
    await refused(revoke());
    strictEqual(await read(await session(), secrets.own), "x");
  });

  it("cuts off the role that the reader's pods had before, too", async () => {
    const role = `arn:aws:iam::${A}:role/by-hand`;
    const id = ` ${WEB?.id}: {`;
    const text = ZONE_TEXT.replace(id, `${id} formerRole: "${role}",`);
    strictEqual(text === ZONE_TEXT, false);
    const { answer } = await verbOf(text, "revoke", WEB?.id ?? "", "--dry-run");
    const refusing = answer().steps.filter(({ leaves }) => leaves.includes("(former role)"));
    deepStrictEqual(
      refusing.map(({ step, subject }) => [step, subject.split(" of account")[0]]),
      [
        ["deny", "secret own"],
        ["deny", "secret foreign"],
      ],
    );
  });

  it("goes on with the other side where one refuses, and says what is still possible", async () => {
    const key = "AWS_SHARED_CREDENTIALS_FILE";
    const file = process.env[key];
    process.env[key] = `${file}-of-a`;
    const text = readFileSync(file ?? "", "utf8");
    writeFileSync(`${file}-of-a`, text.slice(0, text.indexOf("[222")));
    const { answer, code } = await revoke("--yes");
    process.env[key] = file;
    strictEqual(code, 1);
    const [owner, role] = answer().steps;
    deepStrictEqual(
      [owner?.result, owner?.leaves],
      ["failed", "what it lets read can still be read"],
    );
    match(owner?.reason ?? "", /credentials must be of account 222222222222/);
    strictEqual(role?.result, "done");
    strictEqual(answer().result, "incomplete");
    await rejects(
      session().then((one) => read(one, secrets.foreign)),
      DENIED,
    );
  });
});

describe("the steps of a revocation", () => {
  it("reach the old secret, too, as long as another one takes its place", () => {
    const secrets = "\n  new: { account: b, key: pods, renamedFrom: foreign }";
    const [web] = landingZone(inventoryText({ secrets, readers: reader("[new]") })).readers;
    if (!web) throw new Error("the inventory has no reader");
    const both = ["secret new", "secret foreign"];
    for (const steps of [denyingSteps(web), liftingSteps(web)]) {
      const subjects = steps.map(({ subject }) => subject.split(" of account")[0]);
      deepStrictEqual(
        subjects.filter((one) => both.includes(one ?? "")),
        both,
      );
    }
    deepStrictEqual(changedStacks([web], false)[0]?.resources, ["new-policy", "foreign-policy"]);
  });
});
