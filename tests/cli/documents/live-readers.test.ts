import { deepStrictEqual, strictEqual } from "node:assert";
import { type AccessDocuments, whoCanRead } from "../../../sdk/access";
import { serviceTrust } from "../../sandbox/eks-support";
import { A, B, type TestSandbox } from "../../sandbox/support";
import { everyone, exclusiveness, otherReaders } from "./live-questions";
import { mayAssume, PARAMETER, READS, trusting } from "./live-rights";
import { suiteLive } from "./live-sandbox";

const MACHINES = serviceTrust("ec2.amazonaws.com");

describe("parameters and users in live accounts", () => {
  const live = suiteLive();
  let sandbox: TestSandbox;
  let secret: string;

  before(async () => {
    sandbox = live.sandbox;
    secret = live.foreignSecret;
  });

  afterEach(() => live.clear());

  for (const action of ["GetParameter", "GetParameters", "GetParameterHistory"]) {
    it(`knows that ssm:${action} reads a parameter`, async () => {
      const role = await live.plant(A, "config", MACHINES, {
        ...{ Effect: "Allow", Action: `ssm:${action}`, Resource: "*" },
      });
      const documents = await everyone();
      strictEqual(await exclusiveness(documents, PARAMETER), "refuted");
      deepStrictEqual(await otherReaders(documents, PARAMETER), [role]);
    });
  }

  it("knows that a path above a parameter reads it", async () => {
    const role = await live.plant(
      A,
      "config",
      trusting(`arn:aws:iam::${A}:user/administrator`),
      {
        Effect: "Allow",
        Action: "ssm:GetParametersByPath",
        Resource: `arn:aws:ssm:us-east-1:${A}:parameter/`,
      },
      { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" },
    );
    const { ssm } = sandbox.clients(await live.sessionAlong(role));
    const { Parameters } = await ssm.getParametersByPath({ Path: "/", WithDecryption: true });
    deepStrictEqual(
      Parameters?.map(({ Value }) => Value),
      ["x"],
    );
    deepStrictEqual(await otherReaders(await everyone(), PARAMETER), [role]);
  });

  it("does not take a role that calls other operations for a reader", async () => {
    await live.plant(A, "watcher", MACHINES, {
      Effect: "Allow",
      Action: ["ssm:DescribeParameters", "ssm:PutParameter", "secretsmanager:BatchGetSecretValue"],
      Resource: "*",
    });
    const documents = await everyone();
    strictEqual(await exclusiveness(documents, secret), "proved");
    strictEqual(await exclusiveness(documents, PARAMETER), "proved");
  });

  it("knows whom a grant of a key lets decrypt", async () => {
    const auditor = await live.plant(B, "auditor", MACHINES, {
      ...{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" },
    });
    strictEqual(await exclusiveness(await everyone(), secret), "proved");
    const KeyId = live.expected.keys?.[0]?.arn ?? "";
    const { kms } = sandbox.clients(B);
    const { GrantId } = await kms.createGrant({
      KeyId,
      GranteePrincipal: auditor,
      Operations: ["Decrypt"],
      Constraints: { EncryptionContextSubset: { SecretARN: secret } },
    });
    try {
      const documents = await everyone();
      strictEqual(await exclusiveness(documents, secret), "refuted");
      deepStrictEqual(await otherReaders(documents, secret), [auditor]);
    } finally {
      await kms.revokeGrant({ KeyId, GrantId });
    }
  });

  describe("users", () => {
    const UserName = "auditor";
    const user = (account: string) => `arn:aws:iam::${account}:user/${UserName}`;
    before(async () => {
      for (const account of [A, B]) {
        await sandbox.clients(account).iam.createUser({ UserName });
      }
    });

    const withRights = async <Result>(
      account: string,
      rights: object[],
      use: (documents: AccessDocuments) => Promise<Result>,
    ): Promise<Result> => {
      const { iam } = sandbox.clients(account);
      const named = { UserName, PolicyName: "rights" };
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: rights });
      await iam.putUserPolicy({ ...named, PolicyDocument });
      try {
        return await use(await everyone());
      } finally {
        await iam.deleteUserPolicy(named);
      }
    };

    it("are found where they may read by their own rights", async () => {
      await withRights(B, READS, async (documents) => {
        strictEqual(await exclusiveness(documents, secret), "refuted");
        const answer = await whoCanRead(documents, secret);
        deepStrictEqual(
          answer.found.flatMap(({ as, principal }) =>
            as === "known user" && principal.kind === "user" ? [principal.arn] : [],
          ),
          [user(B)],
        );
      });
    });

    it("are found where a condition can be met, and not where none can", async () => {
      const when = (Condition: object) => READS.map((one) => ({ ...one, Condition }));
      const isFound = (Condition: object) =>
        withRights(B, when(Condition), async (documents) => exclusiveness(documents, secret));
      deepStrictEqual(
        [
          await isFound({ Bool: { "aws:MultiFactorAuthPresent": "true" } }),
          await isFound({ StringEquals: { "aws:PrincipalTag/team": "blue" } }),
          await isFound({ StringEquals: { "aws:username": UserName } }),
          await isFound({ StringEquals: { "aws:username": "somebody" } }),
        ],
        ["refuted", "proved", "refuted", "proved"],
      );
    });

    it("are found where a group gives them their rights, and by nobody else's group", async () => {
      const { iam } = sandbox.clients(B);
      const [GroupName, PolicyName] = ["auditors", "rights"];
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: READS });
      await iam.createGroup({ GroupName, Path: "/staff/" });
      await iam.putGroupPolicy({ GroupName, PolicyName, PolicyDocument });
      strictEqual(await exclusiveness(await everyone(), secret), "proved");
      await iam.addUserToGroup({ GroupName, UserName });
      try {
        const documents = await everyone();
        strictEqual(await exclusiveness(documents, secret), "refuted");
        deepStrictEqual(await otherReaders(documents, secret), [user(B)]);
      } finally {
        await iam.removeUserFromGroup({ GroupName, UserName });
      }
    });

    for (const action of ["GetParameter", "GetParameterHistory", "GetParametersByPath"]) {
      it(`are found where they may call ssm:${action}`, async () => {
        const rights = { Effect: "Allow", Action: `ssm:${action}`, Resource: "*" };
        await withRights(A, [rights], async (documents) => {
          strictEqual(await exclusiveness(documents, PARAMETER), "refuted");
          deepStrictEqual(await otherReaders(documents, PARAMETER), [user(A)]);
        });
        strictEqual(await exclusiveness(await everyone(), PARAMETER), "proved");
      });
    }

    it("read in fact what ssm:GetParameter alone lets them read", async () => {
      const { iam } = sandbox.clients(A);
      const { AccessKey } = await iam.createAccessKey({ UserName });
      const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } =
        AccessKey ?? {};
      const rights = { Effect: "Allow", Action: "ssm:GetParameter", Resource: "*" };
      await withRights(A, [rights], async () => {
        const { ssm } = sandbox.clients({ accessKeyId, secretAccessKey });
        strictEqual(
          (await ssm.getParameter({ Name: "/flags", WithDecryption: true })).Parameter?.Value,
          "x",
        );
      });
    });

    it("are found where they may become a role that reads", async () => {
      const last = await live.plant(B, "crossread", trusting(user(B)), ...READS);
      const documents = await everyone();
      strictEqual(await exclusiveness(documents, secret), "refuted");
      deepStrictEqual(await otherReaders(documents, secret), [last]);
    });

    it("do not read what a boundary leaves out of their rights", async () => {
      const everything = await everyone();
      const limited = (users: AccessDocuments["users"]) =>
        users?.map((one) =>
          one.arn === user(B)
            ? {
                ...one,
                policies: [{ Version: "2012-10-17", Statement: READS }],
                permissionsBoundary: { Version: "2012-10-17", Statement: mayAssume("*") },
              }
            : one,
        );
      const documents = { ...everything, users: limited(everything.users) ?? [] };
      strictEqual(await exclusiveness(documents, secret), "proved");
    });
  });
});
