import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { ALL_ATTEMPTS } from "../../../attempts/all-attempts";
import { type Attempt, make, stoppedBy } from "../../../attempts/attempt";
import { recreatedRole } from "../../../attempts/other-roles";
import type { Scene } from "../../../attempts/scene";
import { ATTEMPTS } from "../../../cli/demo/try-attempts";

const SCENE = {} as Scene;

function attempt(call: () => Promise<unknown>): Attempt {
  const prepare = async () => call;
  return {
    name: "someone reads",
    refusedBy: "its own policy",
    changes: false,
    refusedWith: ["AccessDeniedException"],
    prepare,
  };
}

describe("attempt", () => {
  it("counts as refused only by the error that AWS answers", async () => {
    const tried = attempt(async () => {
      throw Object.assign(new Error("not authorized"), { name: "AccessDeniedException" });
    });
    deepStrictEqual(await make(tried, SCENE), {
      attempt: tried,
      kind: "refused",
      code: "AccessDeniedException",
      reason: "not authorized",
    });
  });

  it("counts as succeeded when its calls return", async () => {
    strictEqual(
      (
        await make(
          attempt(async () => "value"),
          SCENE,
        )
      ).kind,
      "succeeded",
    );
  });

  it("counts as not made when anything else goes wrong", async () => {
    for (const error of [new TypeError("fetch failed"), "no error at all"]) {
      const outcome = await make(
        attempt(() => Promise.reject(error)),
        SCENE,
      );
      strictEqual(outcome.kind, "not made");
    }
  });
});

describe("attempts", () => {
  it("take away the reader's own association, and none of its name in another namespace", async () => {
    const asked: object[] = [];
    const eks = {
      send: async ({ input }: { input: object }) => {
        asked.push(input);
        throw new Error("that is enough");
      },
    };
    const scene = {
      ...{ cluster: { name: "shop" }, namespace: "orders" },
      applicationB: { serviceAccount: "web", role: "web" },
      administrator: async () => ({ eks }),
    };
    await make(recreatedRole, scene as unknown as Scene);
    deepStrictEqual(asked, [{ clusterName: "shop", namespace: "orders", serviceAccount: "web" }]);
  });

  it("count as refused by their last call alone: what refuses their preparation leaves them not made", async () => {
    const all = [...new Set([...ATTEMPTS, ...ALL_ATTEMPTS])];
    await Promise.all(
      all.map(async (tried) => {
        const [code = ""] = tried.refusedWith;
        const calls = await refusing(tried, code, Number.POSITIVE_INFINITY);
        strictEqual(calls.kind, "succeeded", tried.name);
        for (let number = 1; number < calls.count; number++) {
          const { kind } = await refusing(tried, code, number);
          ok(
            kind !== "refused",
            `${tried.name}: call ${number} of ${calls.count} is its preparation`,
          );
        }
        strictEqual((await refusing(tried, code, calls.count)).kind, "refused", tried.name);
      }),
    );
  }).timeout(30_000);

  it("open roles to the caller and to secrets, keys and parameters, not to an account and to everything", async () => {
    const documents: string[] = [];
    const listen = ({ input }: { input: Record<string, unknown> }) => {
      const { AssumeRolePolicyDocument, PolicyDocument } = input;
      documents.push(...([AssumeRolePolicyDocument, PolicyDocument] as string[]).filter(Boolean));
    };
    for (const tried of ALL_ATTEMPTS)
      await make(
        tried,
        sceneOf(async (sent) => listen(sent)),
      );
    ok(documents.length > 9);
    for (const statement of documents.flatMap((one) => JSON.parse(one).Statement)) {
      deepStrictEqual([statement.Action].flat().includes("*"), false);
      if (!statement.Principal?.AWS) continue;
      deepStrictEqual(statement.Condition, {
        ArnLike: {
          "aws:PrincipalArn": [
            "arn:aws:iam::111111111111:role/Admin",
            "arn:aws:iam::111111111111:role/*/Admin",
          ],
        },
      });
    }
  });

  it("have names of their own", () => {
    strictEqual(new Set(ATTEMPTS.map(({ name }) => name)).size, ATTEMPTS.length);
  });
});

/** Makes an attempt in which AWS refuses one call. `refused` counts from 1. Returns how many calls it made. */
async function refusing(tried: Attempt, code: string, refused: number) {
  let count = 0;
  const scene = sceneOf(async () => {
    count += 1;
    if (count === refused) throw Object.assign(new Error("not authorized"), { name: code });
  });
  const { kind } = await make(tried, scene);
  return { kind, count };
}

/** A scene in which every call succeeds, unless `call` throws. */
function sceneOf(call: (sent: { input: Record<string, unknown> }) => Promise<void>): Scene {
  const send = async (sent: { input: Record<string, unknown> }) => {
    await call(sent);
    return { Arn: "arn:aws:sts::111111111111:assumed-role/Admin/someone" };
  };
  const client = { send };
  const clients = { secretsManager: client, kms: client, sts: client, iam: client, eks: client };
  const asked = async () => {
    await call({ input: {} });
    return { ...clients, ssm: client };
  };
  const pod = { serviceAccount: "web", role: "web", roleArn: "arn" };
  return {
    ...{ cluster: { name: "shop", arn: "arn" }, namespace: "orders", otherNamespace: "other" },
    ...{ applicationA: pod, applicationB: pod, made: { prefix: "", path: "/", tags: {} } },
    account: () => "111111111111",
    administrator: asked,
    secondCluster: async () => "other",
    haveNamesake: async () => {},
    pod: asked,
    session: asked,
    token: async () => {
      await asked();
      return { exchange: asked };
    },
  } as unknown as Scene;
}

const USER = "User: arn:aws:iam::111111111111:user/u is not authorized to perform:";

/** Answers of AWS, and the policy that refused according to them. */
const ANSWERS: [answer: string, policy: string][] = [
  [
    `${USER} secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:us-east-1:222222222222:secret:b-Go44cC because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    "its own policy",
  ],
  [
    `${USER} secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:us-east-1:222222222222:secret:b-Go44cC because no resource-based policy allows the secretsmanager:GetSecretValue action`,
    "the secret's policy",
  ],
  [
    `${USER} kms:Decrypt on resource: arn:aws:kms:us-east-1:222222222222:key/1 because no resource-based policy allows the kms:Decrypt action`,
    "the key's policy",
  ],
  [
    `${USER} sts:AssumeRole on resource: arn:aws:iam::111111111111:role/r because no resource-based policy allows the sts:AssumeRole action`,
    "the role's trust",
  ],
  [
    "Unauthorized Exception! EKS does not have permissions to assume the associated role.",
    "the role's trust",
  ],
  ["No association found for service account b in namespace other of cluster c", "no association"],
  [
    `${USER} s:B on resource: r: the operation is not available across accounts`,
    "AWS, across accounts",
  ],
  ["Something else", "AWS"],
];

describe("stoppedBy", () => {
  for (const [answer, policy] of ANSWERS) {
    it(`says "${policy}" of "${answer.slice(-60)}"`, () => {
      strictEqual(stoppedBy({ code: "AccessDeniedException", reason: answer }), policy);
    });
  }
});
