import { deepStrictEqual, match, ok, rejects, strictEqual, throws } from "node:assert";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { livePermissions } from "../../../cli/documents/live/live-permissions";
import { principalsSharedWith } from "../../../cli/documents/live/parameter-shares";
import { vpcEndpoints } from "../../../cli/documents/live/vpc-endpoints";
import { liveDocuments } from "../../../cli/documents/live-documents";
import { proveSources } from "../../../cli/proof/prove-sources";
import { prove } from "../../../sdk/access";
import { none } from "../../facts";
import { createVpcEndpoint, ec2 } from "../../sandbox/ec2-support";
import { A, B } from "../../sandbox/support";
import { plantMachines, suiteLive, suiteProxied, ZONE } from "./live-sandbox";
import { answerFromRecord } from "./recorded-answers";

const UserName = "auditor";

describe("the least rights of --live", () => {
  const { live } = suiteProxied();
  /** The account in which an action is denied. The other account stays as it was when everything was allowed. */
  let changed = "";
  answerFromRecord((_, callerArn) => callerArn.includes(changed));

  const allow = async (account: string, policy: object) => {
    const { iam } = live.sandbox.clients(account);
    const PolicyDocument = JSON.stringify(policy);
    await iam.putUserPolicy({ UserName, PolicyName: "reads", PolicyDocument });
  };

  before(async () => {
    await plantMachines(live);
    // The account also has a customer managed key, which encrypts an earlier version.
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

describe("the resource policies of a live parameter", () => {
  const [A, B] = ["111111111111", "222222222222"];
  const ARN = `arn:aws:ssm:us-east-1:${B}:parameter/flags`;
  const policy = (...statements: object[]) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: statements.map((one) => ({
        Effect: "Allow",
        Action: ["ssm:DescribeParameters", "ssm:GetParameter", "ssm:GetParameters"],
        Resource: ARN,
        ...one,
      })),
    });

  it("say with whom it is shared", () => {
    const role = `arn:aws:iam::${A}:role/reader`;
    const policies = [
      policy({ Principal: { AWS: [`arn:aws:iam::${A}:root`, role] } }),
      policy({ Principal: { AWS: "333333333333" } }, { Effect: "Deny", Principal: "*" }),
    ];
    deepStrictEqual(principalsSharedWith(policies), [
      `arn:aws:iam::${A}:root`,
      role,
      "333333333333",
    ]);
    deepStrictEqual(principalsSharedWith([]), []);
  });

  for (const [title, text] of [
    ["anyone", policy({ Principal: "*" })],
    ["anyone by name", policy({ Principal: { AWS: "*" } })],
    ["a service", policy({ Principal: { Service: "lambda.amazonaws.com" } })],
    ["all but some", policy({ NotPrincipal: { AWS: A } })],
    ["what is no policy", "[]"],
    ["what is no JSON", "{"],
  ] as const) {
    it(`are not understood where they name ${title}`, () => {
      throws(() => principalsSharedWith([text]), /^Error: AWS answers a policy of a parameter/);
    });
  }
});

const everyone = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });

describe("--live, of VPC endpoints", () => {
  const live = suiteLive();

  const create = (account: string, service: string, policy?: object) =>
    createVpcEndpoint(live.sandbox.endpoint, live.sandbox.administrator(account), service, policy);
  const read = () => liveDocuments(ZONE, "zone.yaml");
  const results = async () => {
    const settings = { claims: ["grant-available" as const], drop: [], milliseconds: 10_000 };
    const { proof } = await proveSources([await read()], settings);
    return proof.claims.map(({ counterexample, result }) => counterexample?.document ?? result);
  };

  it("reads those of the accounts and regions that have pods, which lead to what is read", async () => {
    strictEqual((await read()).documents.vpcEndpoints, undefined);
    const id = await create(A, "secretsmanager", document(everyone));
    const foreign = await create(B, "secretsmanager", document({ ...everyone, Effect: "Deny" }));
    const other = await create(A, "ecr.api");
    for (const one of [id, foreign, other]) match(one, /^vpce-/);
    const { documents, everyone: all, gaps } = await read();
    deepStrictEqual(gaps, []);
    deepStrictEqual(documents.vpcEndpoints, [
      {
        arn: `arn:aws:ec2:us-east-1:${A}:vpc-endpoint/${id}`,
        service: "com.amazonaws.us-east-1.secretsmanager",
        vpc: "vpc-1",
        policy: document(everyone),
      },
    ]);
    deepStrictEqual(all?.vpcEndpoints, documents.vpcEndpoints);
    deepStrictEqual(await results(), ["proved", "proved", "proved"]);
  });

  it("refutes grants that an endpoint does not let through", async () => {
    const own = document({ ...everyone, Resource: `arn:aws:secretsmanager:*:${A}:secret:*` });
    const id = await create(A, "secretsmanager", own);
    deepStrictEqual((await results()).sort(), [`endpoint policy of ${id}`, "proved", "proved"]);
    const administrator = live.sandbox.administrator(A);
    await ec2(live.sandbox.endpoint, administrator, "ModifyVpcEndpoint", {
      ...{ VpcEndpointId: id, ResetPolicy: "true" },
    });
    deepStrictEqual(await results(), ["proved", "proved", "proved"]);
  });

  async function answered(body: string) {
    const server = createServer((_, answer) =>
      answer
        .writeHead(200)
        .end(`<DescribeVpcEndpointsResponse>${body}</DescribeVpcEndpointsResponse>`),
    );
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const access = {
      ...{ region: "us-east-1", credentials: live.sandbox.administrator(A), callerArn: "" },
      requestHandler: {
        connectionTimeout: 1_000,
        requestTimeout: 5_000,
        throwOnRequestTimeout: true,
      },
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    };
    return vpcEndpoints(access).finally(() => server.close());
  }

  it("takes an answer without a list for none", async () => {
    await rejects(answered("<a>1</a>"), /AWS answered without a list/);
  });

  for (const isEnabled of [true, false]) {
    it(`says whether the service's usual name leads to one: ${isEnabled}`, async () => {
      const service = "<serviceName>com.amazonaws.us-east-1.secretsmanager</serviceName>";
      const item = `<vpcEndpointId>vpce-1</vpcEndpointId>${service}<privateDnsEnabled>${isEnabled}</privateDnsEnabled>`;
      const found = await answered(`<vpcEndpointSet><item>${item}</item></vpcEndpointSet>`);
      deepStrictEqual(
        found.map(({ hasUsualName }) => hasUsualName),
        [isEnabled],
      );
    });
  }
});
