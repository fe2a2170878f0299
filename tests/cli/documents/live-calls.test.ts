import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert";
import { accountDocuments } from "../../../cli/documents/account-documents";
import { LIVE_CALLS, NOT_OF_ACCOUNT } from "../../../cli/documents/live/calls";
import { accountPermissions } from "../../../cli/documents/live/live-permissions";
import { liveDocuments } from "../../../cli/documents/live-documents";
import type { SourceDocuments } from "../../../cli/documents/source-documents";
import { proveSources } from "../../../cli/proof/prove-sources";
import { CLAIMS } from "../../../proof";
import { none } from "../../facts";
import { createRole } from "../../sandbox/eks-support";
import { A, B, startSandbox, type TestSandbox } from "../../sandbox/support";
import { retryAtOnce } from "../retry-at-once";
import {
  GRANTS,
  nameOf,
  OF_FLAGS,
  OF_FOREIGN,
  OF_PODS,
  READS,
  ROLE,
  unknownOf,
} from "./claims-of-zone";
import { type FailingProxy, type Failure, startFailingProxy } from "./failing-proxy";
import { createProvider, plantMachines, suiteProxied, tokenTrust, ZONE } from "./live-sandbox";
import { answerFromRecord } from "./recorded-answers";

/** The claims that are unknown if a call fails, by the account in which it fails. All other claims are proved. */
const CASES: Record<keyof typeof LIVE_CALLS, Record<string, string[]>> = {
  getAccountAuthorizationDetails: {
    [A]: [...READS, ...GRANTS, ...ROLE],
    [B]: ["read-exclusive foreign"],
  },
  getPolicy: { [B]: ["read-exclusive foreign"] },
  getPolicyVersion: { [B]: ["read-exclusive foreign"] },
  // Then any provider that a trust policy names may exist. That is no worse than what was proved.
  listOpenIDConnectProviders: { [A]: [], [B]: [] },
  getOpenIDConnectProvider: { [B]: [] },
  describeCluster: { [A]: [] },
  listPodIdentityAssociations: { [A]: OF_PODS },
  describePodIdentityAssociation: { [A]: OF_PODS },
  describeSecret: {
    [B]: [...OF_FOREIGN, "secret-bounded foreign", "role-contained web", "key-bounded key"],
  },
  getResourcePolicy: { [B]: [...OF_FOREIGN, "secret-bounded foreign"] },
  listSecretVersionIds: { [B]: ["read-exclusive foreign"] },
  describeRegions: { [B]: ["read-exclusive foreign"] },
  listSecrets: { [B]: ["read-exclusive foreign"] },
  getParameterHistory: { [A]: ["read-exclusive flags"] },
  describeParameters: { [A]: OF_FLAGS },
  listTagsForParameter: { [A]: OF_FLAGS },
  getParameterPolicies: { [A]: OF_FLAGS },
  describeKey: { [B]: [...OF_FOREIGN, "role-contained web", "key-bounded key"] },
  getKeyPolicy: { [B]: [...OF_FOREIGN, "key-bounded key"] },
  listGrants: { [B]: [...OF_FOREIGN, "key-bounded key"] },
  listResourceTags: { [B]: [...OF_FOREIGN, "key-bounded key"] },
  describeVpcEndpoints: { [A]: GRANTS },
};

const DENIED: Failure = { error: "AccessDeniedException" };
const FAILURES: Failure[] = [
  { error: "ThrottlingException" },
  { error: "InternalFailure" },
  "cut off",
  "garbage",
];
const PARTS: Failure[] = ["more without end", "stops after a page"];

describe("calls of --live that fail", () => {
  retryAtOnce();
  const { live, proxy } = suiteProxied({ AWS_MAX_ATTEMPTS: "2" });
  answerFromRecord((action) => action === proxy.failing());

  before(() => plantMachines(live));

  const prove = async (documents = liveDocuments(ZONE, "zone.yaml")) => {
    const settings = {
      claims: CLAIMS.filter((one) => one !== "difference"),
      drop: [],
      milliseconds: 10_000,
    };
    return proveSources([await documents], settings);
  };

  it("are none of those that it makes where all is proved", async () => {
    const { proof, sources } = await prove();
    deepStrictEqual(unknownOf(proof.claims), []);
    deepStrictEqual(proof.claims.map(nameOf).sort(), [...OF_PODS].sort());
    deepStrictEqual(sources[0]?.live?.unread, []);
  });

  it("are in the table, each of them, and no other is made", () => {
    const actions = Object.values(LIVE_CALLS).map(({ action }) => action);
    deepStrictEqual([...new Set(proxy.seen)].sort(), [...actions, "sts:GetCallerIdentity"].sort());
    deepStrictEqual(Object.keys(CASES).sort(), Object.keys(LIVE_CALLS).sort());
  });

  it("rejects ARNs of another partition than that of the account's region", async () => {
    const key = live.sandbox.administrator(A).accessKeyId;
    proxy.fail(LIVE_CALLS.getAccountAuthorizationDetails.action, key, { partition: "aws-cn" });
    const message =
      /^what each account of zone\.yaml holds must be of partition aws, as account 111111111111 is, got "arn:aws-cn:iam::/;
    await rejects(prove(), { name: "UserError", message }).finally(() => proxy.fail());
  });

  for (const [name, call] of Object.entries(LIVE_CALLS)) {
    const { action } = call;
    for (const [account, unknown] of Object.entries(CASES[name as keyof typeof CASES] ?? {})) {
      const failing = async <T>(how: Failure, read: () => Promise<T>): Promise<T> => {
        proxy.fail(action, live.sandbox.administrator(account).accessKeyId, how);
        return read().finally(() => proxy.fail());
      };

      it(`leave open what rests on ${action} in ${account}, and nothing else`, async () => {
        const { proof, sources } = await failing(DENIED, prove);
        deepStrictEqual(unknownOf(proof.claims), [...unknown].sort());
        deepStrictEqual(proof.result, unknown.length > 0 ? "unknown" : "proved");
        deepStrictEqual(proof.claims.map(nameOf).sort(), [...OF_PODS].sort());
        const named = new RegExp(`^${action} in account ${account} .*AccessDenied`);
        for (const { reason, result } of proof.claims) {
          if (result === "unknown") match(reason ?? "", named);
        }
        const { unread } = sources[0]?.live ?? {};
        ok(unread?.length);
        none(unread, (one) => one.call !== action || one.account !== account);
      });

      it(`leave open the same however ${action} in ${account} fails`, async () => {
        const read = async () => openIn(await liveDocuments(ZONE, "zone.yaml"));
        const denied = await failing(DENIED, read);
        for (const how of call.next ? [...FAILURES, ...PARTS] : FAILURES) {
          deepStrictEqual(await failing(how, read), denied, JSON.stringify(how));
        }
      });
    }
  }

  it("leave open everything in an account that cannot be reached", async () => {
    proxy.fail("sts:GetCallerIdentity", live.sandbox.administrator(B).accessKeyId, DENIED);
    const { proof } = await prove().finally(() => proxy.fail());
    deepStrictEqual(unknownOf(proof.claims), CASES.describeSecret[B]?.toSorted());
    const reason = proof.claims.find(({ result }) => result === "unknown")?.reason ?? "";
    match(reason, /^sts:GetCallerIdentity in account 2{12} /);
  });
});

function openIn({ gaps }: SourceDocuments): string[] {
  return (gaps ?? []).map(({ open }) => JSON.stringify(open)).sort();
}

const UserName = "auditor";
const CALLS = Object.entries(LIVE_CALLS).flatMap(([name, call]) =>
  NOT_OF_ACCOUNT.some((one) => one === name) ? [] : [call],
);

describe("calls by which a whole account is read", () => {
  const FAILURES: Failure[] = [
    { error: "AccessDeniedException" },
    { error: "ThrottlingException" },
    "cut off",
    "garbage",
  ];

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
    await createRole(
      sandbox,
      B,
      "token",
      tokenTrust(await createProvider(iam, "token.example.com")),
    );
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
