import {
  deepStrictEqual,
  match,
  notDeepStrictEqual,
  ok,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import { PACE_VARIABLE } from "../../../sandbox/clusters/pace";
import { kubernetesProvider } from "../../../sandbox/providers/kubernetes/provider";
import {
  fateOf,
  isExpired,
  lagAt,
  PLACES,
  placeOf,
  rateOf,
  type TokenBucket,
  takeToken,
} from "../../../sandbox/weather/decisions";
import { latenessOf, longestLag } from "../../../sandbox/weather/late-store";
import { isCalm, readWeather, WEATHER_NAMES, type Weather } from "../../../sandbox/weather/weather";
import {
  bearerToken,
  CLUSTER,
  clusterAddress,
  clusterRequest,
  createCluster,
  createRole,
} from "../eks-support";
import { getToken, kubeconfig } from "../providers/kubernetes/kubeconfig-text";
import { makeResource, serveForTest, setEnvironment } from "../providers/support";
import { A, type Credentials, credentialsOf, startSandbox, type TestSandbox } from "../support";

const CALLS = Array.from({ length: 2000 }, (_, index) => index + 1);

describe("the weather", () => {
  it("is read by its name, or drawn from a seed", () => {
    deepStrictEqual(
      WEATHER_NAMES.filter((name) => isCalm(readWeather(name))),
      ["calm"],
    );
    deepStrictEqual(readWeather("17"), readWeather("17"));
    notDeepStrictEqual(
      { ...readWeather("17"), name: "", seed: 0 },
      { ...readWeather("18"), name: "", seed: 0 },
    );
    strictEqual(readWeather("-3").name, "seed -3");
  });

  it("is no other word, and no number with a fraction", () => {
    for (const text of ["sunny", "1.5", "", "constructor"]) {
      throws(
        () => readWeather(text),
        /the weather must be calm, .*, or a whole number as its seed/,
      );
    }
  });

  it("draws the fate of each call from its seed, as often as it says", () => {
    const storm = readWeather("storm");
    const fates = CALLS.map((nth) => fateOf(storm, "1 iam CreateRole", nth));
    deepStrictEqual(
      CALLS.map((nth) => fateOf(storm, "1 iam CreateRole", nth)),
      fates,
    );
    const share = (fate: string) => fates.filter((one) => one === fate).length / CALLS.length;
    ok(Math.abs(share("failed") - storm.failing) < 0.02);
    ok(Math.abs(share("lost") - storm.losing) < 0.02);
    notDeepStrictEqual(
      CALLS.map((nth) => fateOf({ ...storm, seed: 1 }, "1 iam CreateRole", nth)),
      fates,
    );
    ok(CALLS.every((nth) => fateOf(readWeather("calm"), "any", nth) === "answered"));
  });

  it("has a place that sees changes at once, and one that sees them as late as can be", () => {
    const slow = readWeather("slow-iam");
    const lags = Array.from({ length: PLACES }, (_, place) => lagAt(slow, place));
    strictEqual(lags[0], 0);
    strictEqual(lags.at(-1), 1);
    ok(lags.every((lag) => lag >= 0 && lag <= 1));
    const places = new Set(CALLS.map((nth) => placeOf(slow, "any", nth)));
    strictEqual(places.size, PLACES);
  });

  it("shows IAM late to all services, and KMS's keys late to KMS and to readers of secrets", () => {
    strictEqual(longestLag("role"), 20_000);
    strictEqual(longestLag("secret"), 0);
    deepStrictEqual(latenessOf("kms", "PutKeyPolicy").get("role"), {
      longest: 20_000,
      inTransactions: true,
    });
    strictEqual(latenessOf("iam", "PutRolePolicy").get("role")?.inTransactions, false);
    strictEqual(latenessOf("iam", "GetRole").get("kms-key"), undefined);
    strictEqual(latenessOf("secretsmanager", "GetSecretValue").get("kms-key")?.longest, 5_000);
    strictEqual(latenessOf("secretsmanager", "UpdateSecret").get("kms-key"), undefined);
    strictEqual(latenessOf("eks-auth", "AssumeRoleForPodIdentity").size, 6);
  });
});

describe("sessions", () => {
  it("end at the age that the weather says, at the pace of AWS's time, and never where that stands still", () => {
    const weather = { ...readWeather("calm"), sessions: 900 };
    const caller = { arn: "arn:aws:sts::111111111111:assumed-role/deploy/me", issuedAt: 0 };
    const isOver = (seconds: number, pace: number) =>
      isExpired(weather, caller, new Date(seconds * 1000), pace);
    deepStrictEqual([isOver(900, 1), isOver(901, 1)], [false, true]);
    deepStrictEqual([isOver(90, 0.1), isOver(91, 0.1)], [false, true]);
    deepStrictEqual([isOver(1, 0), isOver(1_000_000, 0)], [false, false]);
  });
});

describe("throttling", () => {
  it("counts the operations that AWS counts together", () => {
    strictEqual(rateOf("kms", "CreateKey").perSecond, 5);
    strictEqual(rateOf("kms", "PutKeyPolicy").perSecond, 15);
    deepStrictEqual(
      rateOf("secretsmanager", "GetResourcePolicy"),
      rateOf("secretsmanager", "PutResourcePolicy"),
    );
    notDeepStrictEqual(rateOf("kms", "CreateKey"), rateOf("kms", "CreateAlias"));
    deepStrictEqual(rateOf("iam", "GetRole"), rateOf("iam", "CreateRole"));
  });

  it("takes a second's worth at once, and then as many as come back with time", () => {
    let bucket: TokenBucket | undefined;
    const taken = (now: number) => {
      const result = takeToken(bucket, 5, now);
      bucket = result.bucket;
      return result.taken;
    };
    deepStrictEqual(
      [1, 2, 3, 4, 5, 6].map(() => taken(0)),
      [true, true, true, true, true, false],
    );
    strictEqual(taken(100), false);
    strictEqual(taken(200), true);
    strictEqual(taken(200), false);
    deepStrictEqual([1, 2, 3, 4, 5, 6].map(() => taken(60_000)).at(-1), false);
  });

  it("lets one call through now and then at less than one a second", () => {
    const first = takeToken(undefined, 0.5, 0);
    const second = takeToken(first.bucket, 0.5, 1000);
    deepStrictEqual([first.taken, second.taken], [true, false]);
    strictEqual(takeToken(second.bucket, 0.5, 2000).taken, true);
  });
});

const CLEAR: Weather = { name: "clear", seed: 4, lag: 0, failing: 0, losing: 0 };
const PACE = 0.01;
const NAMESPACES = "/api/v1/namespaces";

/** A sandbox with this weather. Its cluster was made before, in calm weather. */
async function under(weather: Weather, use: (sandbox: TestSandbox) => Promise<void>) {
  const calm = await startSandbox();
  await createCluster(calm, A, { nodes: false });
  const sandbox = await calm.restart(undefined, { weather, pace: PACE });
  try {
    await use(sandbox);
    deepStrictEqual(sandbox.failures, []);
  } finally {
    await sandbox.stop();
  }
}

const address = ({ directory, endpoint }: TestSandbox) =>
  clusterAddress(endpoint, directory, A, CLUSTER);

async function asked(
  sandbox: TestSandbox,
  credentials: Credentials = sandbox.administrator(A),
  path = NAMESPACES,
  options = {},
) {
  const token = await bearerToken(sandbox, credentials, CLUSTER);
  return clusterRequest(address(sandbox), path, { token, ...options });
}

/** Makes namespaces with the cluster's provider. Returns the outcome of each. */
async function makeNamespaces(sandbox: TestSandbox, names: string[]): Promise<string[]> {
  const { accessKeyId, secretAccessKey } = sandbox.administrator(A);
  const restore = setEnvironment({
    AWS_ENDPOINT_URL: sandbox.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    [PACE_VARIABLE]: String(PACE),
  });
  const engine = await serveForTest(kubernetesProvider("0.0.0"));
  try {
    await engine.configure({ kubeconfig: kubeconfig(address(sandbox), getToken) });
    const outcomes: string[] = [];
    for (const name of names) {
      const program = { metadata: { name } };
      await makeResource(engine, "kubernetes:core/v1:Namespace", program).then(
        ({ id }) => outcomes.push(id),
        (error: Error) => outcomes.push(error.message),
      );
    }
    return outcomes;
  } finally {
    engine.close();
    restore();
  }
}

describe("a cluster's API in bad weather", () => {
  it("fails, and says in half of the answers when to ask again", () =>
    under({ ...CLEAR, failing: 0.6 }, async (sandbox) => {
      const outcomes = new Set<string>();
      for (let count = 0; count < 40; count++) {
        const { headers, status, text } = await asked(sandbox);
        outcomes.add(`${status} ${JSON.parse(text).reason} ${headers["retry-after"]}`);
      }
      deepStrictEqual(
        outcomes,
        new Set(["200 undefined undefined", "500 ServerTimeout 1", "500 InternalError undefined"]),
      );
      // Requests for the server's health and its resources are always answered.
      strictEqual((await asked(sandbox, undefined, "/livez")).status, 200);
      strictEqual((await asked(sandbox, undefined, "/api/v1")).status, 200);
    }));

  it("refuses what is too much, and says when to ask again", () =>
    under({ ...CLEAR, busy: 0.9995 }, async (sandbox) => {
      const statuses = new Set<string>();
      for (let count = 0; count < 20; count++) {
        const { headers, status } = await asked(sandbox);
        statuses.add(`${status} ${headers["retry-after"]}`);
      }
      deepStrictEqual(statuses, new Set(["200 undefined", "429 1"]));
    }));

  it("does what it was asked, and loses the answer", () =>
    under({ ...CLEAR, losing: 1 }, async (sandbox) => {
      const body = { metadata: { name: "shop" } };
      const create = asked(sandbox, undefined, NAMESPACES, { method: "POST", body });
      await rejects(create, { code: "ECONNRESET" });
      const made = sandbox.store.list(["kubernetes"]).filter(({ key }) => key.at(-1) === "shop");
      deepStrictEqual(made.length > 0, true);
    }));

  it("knows no session that has ended", () =>
    under({ ...CLEAR, sessions: 900 }, async (sandbox) => {
      const trust = { Effect: "Allow", Principal: { AWS: A }, Action: "sts:AssumeRole" };
      const policy = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
      await createRole(sandbox, A, "deploy", policy);
      const RoleArn = `arn:aws:iam::${A}:role/deploy`;
      const { eks } = sandbox.clients(A);
      const entry = { clusterName: CLUSTER, principalArn: RoleArn };
      await eks.createAccessEntry(entry);
      await eks.associateAccessPolicy({
        ...entry,
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope: { type: "cluster" },
      });
      const assume = { RoleArn, RoleSessionName: "deploy" };
      const { Credentials: made } = await sandbox.clients(A).sts.assumeRole(assume);
      const session = credentialsOf(made);
      strictEqual((await asked(sandbox, session)).status, 200);
      sandbox.advance(900_000 * PACE + 1000);
      strictEqual((await asked(sandbox, session)).status, 401);
    }));

  it("is asked again by the provider where it says so, and where an answer to a read is lost", () =>
    under({ ...CLEAR, failing: 0.1, losing: 0.1 }, async (sandbox) => {
      const names = Array.from({ length: 12 }, (_, index) => `team-${index}`);
      const outcomes = await makeNamespaces(sandbox, names);
      const failures = outcomes.filter((outcome) => !names.includes(outcome));
      // A creation fails if the answer to a write is lost, or if an error does not ask to try again.
      for (const failure of failures)
        match(failure, /^Patch ".*": EOF|etcdserver: request timed out/);
      deepStrictEqual([failures.length > 0, failures.length < names.length / 2], [true, true]);
    }));
});
