import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";

import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { PutParameterCommand } from "@aws-sdk/client-ssm";

import { livePermissions } from "../../../cli/documents/live/live-permissions";
import { liveDocuments } from "../../../cli/documents/live-documents";
import { prove } from "../../../sdk/access";
import { serviceTrust } from "../../sandbox/eks-support";
import { A, B } from "../../sandbox/support";
import { type FailingProxy, startFailingProxy } from "./failing-proxy";
import { type LiveSandbox, startLiveSandbox, ZONE } from "./live-sandbox";

const UserName = "auditor";

describe("the least rights of --live", function () {
  this.timeout(120_000);
  let live: LiveSandbox;
  let proxy: FailingProxy;

  const allow = async (account: string, policy: object) => {
    const { iam } = live.sandbox.clients(account);
    const PolicyDocument = JSON.stringify(policy);
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "reads", PolicyDocument }));
  };

  before(async () => {
    live = await startLiveSandbox();
    proxy = await startFailingProxy(live.sandbox.endpoint);
    await live.plant(B, "batch", serviceTrust("ec2.amazonaws.com"));
    await live.sandbox.clients(B).iam.send(
      new AttachRolePolicyCommand({
        RoleName: "batch",
        PolicyArn: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      }),
    );
    // The account has a customer managed key as well, under which an earlier version is.
    const { kms, ssm } = live.sandbox.clients(A);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const flags = { Name: "/flags", Value: "x", Type: "SecureString", Overwrite: true } as const;
    await ssm.send(new PutParameterCommand({ ...flags, KeyId: KeyMetadata?.Arn }));
    await ssm.send(new PutParameterCommand({ ...flags, KeyId: "alias/aws/ssm" }));
    const profiles: string[] = [];
    for (const { account, name, policy } of livePermissions(ZONE)) {
      const { iam } = live.sandbox.clients(account);
      await iam.send(new CreateUserCommand({ UserName }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      profiles.push(
        `[${name}]\naws_access_key_id = ${AccessKey?.AccessKeyId}\naws_secret_access_key = ${AccessKey?.SecretAccessKey}\n`,
      );
      await allow(account, policy);
    }
    const file = join(live.sandbox.directory, "auditors");
    writeFileSync(file, profiles.join("\n"), { mode: 0o600 });
    const settings = { AWS_ENDPOINT_URL: proxy.endpoint, AWS_SHARED_CREDENTIALS_FILE: file };
    Object.assign(process.env, settings);
  });

  after(async () => {
    proxy.close();
    await live.stop();
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
        const { live: reading } = await liveDocuments(ZONE, "zone.yaml");
        await allow(account, policy);
        ok(reading?.unread.length, "nothing is told");
        deepStrictEqual(
          reading.unread.filter((one) => one.call !== action || one.account !== account),
          [],
        );
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
