import { deepStrictEqual, match, ok } from "node:assert";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { doctorPermissions } from "../../../../cli/doctor/facts/doctor-permissions";
import { readFacts } from "../../../../cli/doctor/facts/read-facts";
import type { Seen } from "../../../../cli/doctor/step";
import { A, B } from "../../../sandbox/support";
import { landingZone } from "../../../stacks/run-stack";
import { suiteLive, ZONE_TEXT } from "../../documents/live-sandbox";

const partsAs = (as: string) => `jmesPath: [{ path: password, as: ${as} }]`;
const ZONE = landingZone(
  ZONE_TEXT.replace(
    /\[own, foreign, .*\]/,
    `[{ secret: own, as: own, ${partsAs("a")} }, { parameter: /flags, as: flags, ${partsAs("b")} }]`,
  ),
);
const UserName = "doctor";

describe("the least rights of doctor in accounts", () => {
  const live = suiteLive();
  const [ofPods] = doctorPermissions(ZONE, true).filter(({ account }) => account === A);
  ok(ofPods);
  const { policy } = ofPods;

  const allow = (document: object) =>
    live.sandbox.clients(A).iam.putUserPolicy({
      UserName,
      PolicyName: "reads",
      PolicyDocument: JSON.stringify(document),
    });

  /** The facts that could not be read. */
  async function unseen(): Promise<string[]> {
    const look = { inventory: "zone.yaml", readParts: true };
    const [read] = await readFacts(ZONE, ZONE.readers, look);
    ok(read);
    const { accounts, endpoints, objects } = read;
    const facts: Seen<unknown>[] = [
      endpoints,
      ...objects.flatMap(({ key, object, parts }) => [key, object, ...(parts ? [parts] : [])]),
    ];
    return [
      ...accounts.unread.map(({ reason }) => reason),
      ...facts.flatMap((one) => ("unseen" in one ? one.unseen : [])),
    ];
  }

  before(async () => {
    const { iam, kms, secretsManager, ssm } = live.sandbox.clients(A);
    const { KeyMetadata } = await kms.createKey({});
    const Value = '{"password":"x"}';
    await ssm.putParameter({
      ...{ Name: "/flags", Value, Type: "SecureString", Overwrite: true },
      KeyId: KeyMetadata?.Arn,
    });
    await secretsManager.putSecretValue({ SecretId: "own", SecretString: Value });
    await iam.createUser({ UserName });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const file = join(live.sandbox.directory, "doctors");
    const profile = `aws_access_key_id = ${AccessKey?.AccessKeyId}\naws_secret_access_key = ${AccessKey?.SecretAccessKey}`;
    writeFileSync(file, `[a]\n${profile}\n[${B}]\n${profile}\n`, { mode: 0o600 });
    process.env.AWS_SHARED_CREDENTIALS_FILE = file;
    await allow(policy);
  });

  it("suffice", async () => {
    deepStrictEqual(await unseen(), []);
  });

  for (const action of [
    "eks:DescribeCluster",
    "secretsmanager:GetSecretValue",
    "ssm:GetParameters",
    "kms:Decrypt",
  ]) {
    it(`need ${action}`, async () => {
      const statements = policy.Statement.map((one) => ({
        ...one,
        Action: one.Action.filter((other) => other !== action),
      }));
      await allow({ ...policy, Statement: statements.filter((one) => one.Action.length > 0) });
      match((await unseen()).join("\n"), new RegExp(action));
    });
  }

  it("let nobody read a value without --read-parts", () => {
    const [account] = doctorPermissions(ZONE, false).filter((one) => one.account === A);
    const named = account?.actions.map(({ action }) => action) ?? [];
    ok(named.includes("eks:DescribeCluster"));
    deepStrictEqual(named, [...new Set(named)]);
    deepStrictEqual(
      named.filter((one) => /GetSecretValue|GetParameters$|Decrypt/.test(one)),
      [],
    );
    match(JSON.stringify(account?.policy), /"Deny","Action":\["kms:Decrypt"\]/);
  });
});
