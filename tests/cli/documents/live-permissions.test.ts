import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { livePermissions } from "../../../cli/documents/live/live-permissions";
import { liveDocuments } from "../../../cli/documents/live-documents";
import { prove } from "../../../sdk/access";
import { none } from "../../facts";
import { A, B } from "../../sandbox/support";
import { plantMachines, suiteProxied, ZONE } from "./live-sandbox";
import { answerFromRecord } from "./recorded-answers";

const UserName = "auditor";

describe("the least rights of --live", () => {
  const { live } = suiteProxied();
  /** The account in which an action is not allowed: the other is as it was when all was allowed. */
  let changed = "";
  answerFromRecord((_, callerArn) => callerArn.includes(changed));

  const allow = async (account: string, policy: object) => {
    const { iam } = live.sandbox.clients(account);
    const PolicyDocument = JSON.stringify(policy);
    await iam.putUserPolicy({ UserName, PolicyName: "reads", PolicyDocument });
  };

  before(async () => {
    await plantMachines(live);
    // The account has a customer managed key as well, under which an earlier version is.
    const { kms, ssm } = live.sandbox.clients(A);
    const { KeyMetadata } = await kms.createKey({});
    const flags = { Name: "/flags", Value: "x", Type: "SecureString", Overwrite: true } as const;
    await ssm.putParameter({ ...flags, KeyId: KeyMetadata?.Arn });
    await ssm.putParameter({ ...flags, KeyId: "alias/aws/ssm" });
    const profiles: string[] = [];
    for (const { account, name, policy } of livePermissions(ZONE)) {
      const { iam } = live.sandbox.clients(account);
      await iam.createUser({ UserName });
      const { AccessKey } = await iam.createAccessKey({ UserName });
      profiles.push(
        `[${name}]\naws_access_key_id = ${AccessKey?.AccessKeyId}\naws_secret_access_key = ${AccessKey?.SecretAccessKey}\n`,
      );
      await allow(account, policy);
    }
    const file = join(live.sandbox.directory, "auditors");
    writeFileSync(file, profiles.join("\n"), { mode: 0o600 });
    process.env.AWS_SHARED_CREDENTIALS_FILE = file;
  });

  it("suffice to read all, and to prove it", async () => {
    const { documents, everyone, gaps } = await liveDocuments(ZONE, "zone.yaml");
    deepStrictEqual(gaps, []);
    const administrators = [A, B].map((account) => `arn:aws:iam::${account}:user/administrator`);
    const { result } = await prove({ ...documents, ...everyone, administrators });
    strictEqual(result, "proved");
  });

  for (const { account, actions, policy } of livePermissions(ZONE)) {
    for (const { action } of actions) {
      it(`need ${action} in ${account}`, async () => {
        const statements = policy.Statement.map((one) => ({
          ...one,
          Action: one.Action.filter((other) => other !== action),
        }));
        const others = statements.filter((one) => one.Action.length > 0);
        await allow(account, { ...policy, Statement: others });
        changed = account;
        const { live: reading } = await liveDocuments(ZONE, "zone.yaml");
        await allow(account, policy);
        ok(reading?.unread.length, "nothing is told");
        none(reading.unread, (one) => one.call !== action || one.account !== account);
      });
    }
  }

  it("are those of the account where names would be too long for a policy", () => {
    const [secret] = ZONE.secrets;
    ok(secret);
    const secrets = Array.from({ length: 200 }, (_, index) => ({ ...secret, name: `s-${index}` }));
    const [{ policy } = { policy: undefined }] = livePermissions({ ...ZONE, secrets });
    ok(JSON.stringify(policy).length < 2_000);
    ok(JSON.stringify(policy).includes(`arn:aws:secretsmanager:*:${A}:secret:*`));
  });
});
