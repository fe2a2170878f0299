import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert";
import { accountDocuments } from "../../../cli/documents/account-documents";
import { LIVE_CALLS, NOT_OF_ACCOUNT } from "../../../cli/documents/live/calls";
import { accountPermissions } from "../../../cli/documents/live/live-permissions";
import { createRole } from "../../sandbox/eks-support";
import { B, startSandbox, type TestSandbox } from "../../sandbox/support";
import { retryAtOnce } from "../retry-at-once";
import { type FailingProxy, type Failure, startFailingProxy } from "./failing-proxy";
import { answerFromRecord } from "./recorded-answers";

const UserName = "auditor";
const CALLS = Object.entries(LIVE_CALLS).flatMap(([name, call]) =>
  NOT_OF_ACCOUNT.some((one) => one === name) ? [] : [call],
);
const FAILURES: Failure[] = [
  { error: "AccessDeniedException" },
  { error: "ThrottlingException" },
  "cut off",
  "garbage",
];
const PARTS: Failure[] = ["more without end", "stops after a page"];

describe("calls by which a whole account is read", () => {
  retryAtOnce();
  answerFromRecord((action) => action === changed || action === proxy.failing());
  const environment = { ...process.env };
  const [{ policy }] = [accountPermissions(B, "aws")];
  let sandbox: TestSandbox;
  let proxy: FailingProxy;
  /** The action that is not allowed. */
  let changed: string | undefined;

  const allow = (document: object) =>
    sandbox.clients(B).iam.putUserPolicy({
      ...{ UserName, PolicyName: "reads", PolicyDocument: JSON.stringify(document) },
    });

  before(async () => {
    sandbox = await startSandbox();
    proxy = await startFailingProxy(sandbox.endpoint);
    const { iam, kms, secretsManager, ssm } = sandbox.clients(B);
    const { KeyMetadata } = await kms.createKey({});
    const KmsKeyId = KeyMetadata?.Arn ?? "";
    await secretsManager.createSecret({ Name: "one", KmsKeyId });
    const two = { Name: "/two", Type: "SecureString", Value: "x", Tier: "Advanced" } as const;
    for (const Overwrite of [false, true]) {
      await ssm.putParameter({ ...two, Overwrite });
    }
    await createRole(sandbox, B, "nodes");
    await iam.attachRolePolicy({
      ...{ RoleName: "nodes", PolicyArn: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy" },
    });
    await iam.createUser({ UserName });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    await allow(policy);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: proxy.endpoint,
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_MAX_ATTEMPTS: "2",
    });
    delete process.env.AWS_PROFILE;
  });

  after(async () => {
    process.env = environment;
    proxy.close();
    await sandbox.stop();
  });

  const read = () => {
    const account = { id: B, name: B, region: "us-east-1", partition: "aws", administrators: [] };
    return accountDocuments({ account, regions: ["us-east-1"] });
  };

  it("are allowed by the least rights, and are no others", async () => {
    const { documents, gaps, live } = await read();
    deepStrictEqual([gaps, live?.unread], [[], []]);
    strictEqual(documents.secrets?.length, 1);
    strictEqual(documents.parameters?.length, 1);
    strictEqual(documents.keys?.length, 1);
    const actions = CALLS.map(({ action }) => action);
    deepStrictEqual([...new Set(proxy.seen)].sort(), [...actions, "sts:GetCallerIdentity"].sort());
  });

  it("rejects ARNs of another partition than that of the region", async () => {
    const action = LIVE_CALLS.getAccountAuthorizationDetails.action;
    proxy.fail(action, process.env.AWS_ACCESS_KEY_ID, { partition: "aws-cn" });
    const message =
      /^what account 222222222222 holds must be of partition aws, .* "arn:aws-cn:iam::/;
    await rejects(read(), { name: "UserError", message }).finally(() => proxy.fail());
  });

  for (const { action, next } of CALLS) {
    it(`leave a gap with call and account however ${action} fails`, async () => {
      const key = process.env.AWS_ACCESS_KEY_ID;
      for (const how of next ? [...FAILURES, ...PARTS] : FAILURES) {
        proxy.fail(action, key, how);
        const { gaps = [], live } = await read().finally(() => proxy.fail());
        ok(gaps.length > 0, JSON.stringify(how));
        for (const { reason } of gaps)
          match(reason, new RegExp(`^${action} in account ${B} leaves open`));
        const calls = live?.unread.map((one) => `${one.call} ${one.account}`);
        deepStrictEqual([...new Set(calls)], [`${action} ${B}`]);
      }
    });

    it(`need the right to ${action}`, async () => {
      const statements = policy.Statement.map((one) => ({
        ...one,
        Action: one.Action.filter((other) => other !== action),
      }));
      await allow({ ...policy, Statement: statements.filter((one) => one.Action.length > 0) });
      changed = action;
      const { gaps = [] } = await read();
      changed = undefined;
      await allow(policy);
      ok(gaps.some(({ reason }) => reason.startsWith(action)));
    });
  }
});
