import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resourcesDocuments } from "../../../cli/documents/resources-files";
import { resourcesAfter, type Step } from "../../../cli/documents/stacks/stack-resources";
import { proveSources } from "../../../cli/proof/prove-sources";
import { CLAIMS, type ClaimResult } from "../../../proof";
import { resourceDocuments } from "../../../sdk/access/resources/resource-documents";
import { UNKNOWN } from "../../../sdk/access/resources/stack-resource";
import { column } from "../../facts";
import { run, withFiles } from "../support";

/** States that the engine wrote: of an owner, and of an account that owns and reads. */
const directory = join(__dirname, "../../engine/releases/0.1.0");
const states = ["data.secrets", "platform.secrets", "platform.workloads"].map((stack) =>
  join(directory, `${stack}.json`),
);
const WORKLOADS = states[2] as string;

interface Resource {
  urn: string;
  type: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

const held: Resource[] = JSON.parse(readFileSync(WORKLOADS, "utf8")).deployment.resources;
const policyUrn = held.find(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")?.urn ?? "";

async function settled(files: string[]): Promise<ClaimResult[]> {
  const claims = CLAIMS.filter((one) => one !== "difference");
  const source = await resourcesDocuments(files);
  const { proof } = await proveSources([source], { claims, drop: [], milliseconds: 20_000 });
  return proof.claims;
}

const settledWith = (plan: object): Promise<ClaimResult[]> =>
  withFiles({ "plan.json": JSON.stringify(plan) }, (place) =>
    settled([...states, join(place, "plan.json")]),
  );

/** A plan that changes one policy of a reader's role, and nothing else. */
function planOf(policy: string, steps = ["update"]): object {
  const resourcePlans = held.map(({ type, urn }) => [
    urn,
    urn === policyUrn
      ? { goal: { type, inputDiff: { updates: { policy } } }, steps }
      : { goal: { type, inputDiff: {} }, steps: ["same"] },
  ]);
  return { resourcePlans: Object.fromEntries(resourcePlans) };
}

const PLANTED = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Sid: "Planted", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" },
  ],
});

/** The first refuted claim, and the statement that allows the request. */
function refuted(claims: ClaimResult[]): unknown[] {
  const [found] = claims.filter(({ result }) => result === "refuted");
  return [found?.claim, found?.counterexample?.statement];
}

const open = (claims: ClaimResult[]) => claims.filter(({ result }) => result !== "proved");

describe("proof from the exports and plans of stacks", () => {
  it("proves stacks that the components made", async () => {
    const claims = await settled(states);
    deepStrictEqual([open(claims), claims.length > 20], [[], true]);
  });

  for (const steps of [["update"], ["create-replacement", "replace", "delete-replaced"]]) {
    it(`refutes a plan that would let a role read more by ${steps[0]}, with the statement`, async () => {
      deepStrictEqual(refuted(await settledWith(planOf(PLANTED, steps))), [
        "role-contained",
        "Planted",
      ]);
    });
  }

  it("counts a policy that the plan deletes, but that is to be retained in AWS", async () => {
    const state = JSON.parse(readFileSync(WORKLOADS, "utf8"));
    for (const one of state.deployment.resources.filter(({ urn }: Resource) => urn === policyUrn)) {
      Object.assign(one, { retainOnDelete: true });
      one.outputs.policy = PLANTED;
    }
    const files = {
      "state.json": JSON.stringify(state),
      "plan.json": JSON.stringify({ resourcePlans: { [policyUrn]: { steps: ["delete"] } } }),
    };
    const claims = await withFiles(files, (place) =>
      settled([...states.slice(0, 2), join(place, "state.json"), join(place, "plan.json")]),
    );
    deepStrictEqual(refuted(claims), ["role-contained", "Planted"]);
  });

  it("takes a policy that the plan does not know for unknown, by its name", async () => {
    const found = open(await settledWith(planOf(UNKNOWN)));
    ok(found.some(({ claim }) => claim === "role-contained"));
    for (const { reason, result } of found) {
      strictEqual(result, "unknown");
      match(reason ?? "", /^policy of aws:iam\/rolePolicy:RolePolicy .* only after it is deployed/);
    }
  });

  it("takes all that a plan of a first deployment is about for unknown, by the names of resources", async () => {
    const adds = {
      "eks-pod-secrets:index:PodReader": {
        ...{ clusterArn: "arn:aws:eks:us-east-1:111111111111:cluster/shop", namespace: "orders" },
        ...{ serviceAccount: "orders-api", roleName: "orders", secrets: UNKNOWN },
      },
      "aws:iam/role:Role": { name: "orders" },
      "aws:iam/rolePolicy:RolePolicy": { name: "read-granted", role: "orders", policy: UNKNOWN },
      "aws:eks/podIdentityAssociation:PodIdentityAssociation": { roleArn: UNKNOWN },
      "aws:secretsmanager/secret:Secret": { name: "orders/db", kmsKeyId: UNKNOWN },
      "aws:kms/key:Key": { enableKeyRotation: true },
    };
    const plans = Object.entries(adds).map(([type, inputs]) => [
      `urn:pulumi:dev::orders::${type}::db`,
      { goal: { type, inputDiff: { adds: inputs } }, steps: ["create"] },
    ]);
    const plan = JSON.stringify({ resourcePlans: Object.fromEntries(plans) });
    const claims = await withFiles({ "plan.json": plan }, (place) =>
      settled([join(place, "plan.json")]),
    );
    deepStrictEqual(claims.map(({ claim, result, subject }) => [claim, result, subject]).sort(), [
      ["grant-available", "unknown", "eks-pod-secrets:index:PodReader db of stack dev"],
      ["key-bounded", "unknown", "aws:kms/key:Key db of stack dev"],
      ...["read-exclusive", "role-contained", "role-unforgeable", "secret-bounded"].map((claim) => [
        ...[claim, "unknown"],
        claim.startsWith("role")
          ? "the role of aws:eks/podIdentityAssociation:PodIdentityAssociation db of stack dev"
          : "aws:secretsmanager/secret:Secret db of stack dev",
      ]),
    ]);
    ok(claims.every(({ reason }) => reason?.includes("known only after it is deployed")));
  });

  it("takes what the plan deletes for gone", async () => {
    const plan = { resourcePlans: { [policyUrn]: { steps: ["delete"] } } };
    const found = open(await settledWith(plan));
    ok(found.length > 0);
    deepStrictEqual(
      new Set(found.map(({ claim, result }) => `${claim} ${result}`)),
      new Set(["grant-available refuted"]),
    );
  });

  it("takes a secret of another stack for unknown, and names it", async () => {
    const found = open(await settled([WORKLOADS]));
    match(found[0]?.reason ?? "", /is no resource of the program: .* program's resources as well/);
  });

  it("refuses a plan without the state that it changes", () =>
    withFiles({ "plan.json": JSON.stringify(planOf("")) }, (place) =>
      rejects(
        resourcesDocuments([join(place, "plan.json")]),
        /plan\.json is a plan for what exists already \(urn:.*\): name the stack's export before it; /,
      ),
    ));

  it("refuses another file, and stacks without grants", async () => {
    await withFiles({ "other.json": "{}" }, (place) =>
      rejects(
        resourcesDocuments([join(place, "other.json")]),
        /other\.json must be what pulumi stack export prints, or what pulumi preview --save-plan writes/,
      ),
    );
    const empty = JSON.stringify({ deployment: { resources: [] } });
    await withFiles({ "empty.json": empty }, (place) =>
      rejects(resourcesDocuments([join(place, "empty.json")]), /must have a PodReader/),
    );
  });

  it("is what prove --resources answers with", async () => {
    const { code, stdout } = await run(["prove", "--resources", ...states, "--json"]);
    deepStrictEqual([code, JSON.parse(stdout).result], [0, "proved"]);
  });
});

const SECRET = "arn:aws:secretsmanager:us-east-1:222222222222:secret:s-AbCdEf";
const ROLE = "arn:aws:iam::222222222222:role/r";
const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });

function state(type: string, inputs: object, outputs: object = {}) {
  const urn = `urn:pulumi:b.secrets::p::${type}::name`;
  return { urn, type, inputs: { ...inputs }, outputs: { ...inputs, ...outputs } };
}

const secret = state("aws:secretsmanager/secret:Secret", { name: "s" }, { arn: SECRET, policy });
const role = state(
  "aws:iam/role:Role",
  { name: "r", assumeRolePolicy: policy },
  { arn: ROLE, inlinePolicies: [{ name: "read-granted", policy }] },
);
const secretPolicy = state("aws:secretsmanager/secretPolicy:SecretPolicy", {
  secretArn: SECRET,
  policy,
});
const rolePolicy = state("aws:iam/rolePolicy:RolePolicy", {
  role: "r",
  name: "read-granted",
  policy,
});
const same = (one: object) => ({ op: "same", newState: one, oldState: one }) as Step;
const gone = (one: object) => ({ op: "delete", oldState: one }) as Step;

describe("what a preview leaves of policies", () => {
  it("has none where its resource is deleted, though its owner's state still tells it", () => {
    const steps = [same(secret), same(role), gone(secretPolicy), gone(rolePolicy)];
    const { roles, secrets } = resourceDocuments(resourcesAfter(steps));
    deepStrictEqual(column(secrets, "policy"), [null]);
    deepStrictEqual(column(roles, "policies"), [[]]);
  });

  it("has each once where the owner's state tells it, too", () => {
    const steps = [secret, role, secretPolicy, rolePolicy].map(same);
    const { roles, secrets } = resourceDocuments(resourcesAfter(steps));
    deepStrictEqual(column(secrets, "policy"), [JSON.parse(policy)]);
    deepStrictEqual(column(roles, "policies"), [[JSON.parse(policy)]]);
  });

  it("has what was added by hand, which the owner's state alone tells", () => {
    const { roles, secrets } = resourceDocuments(resourcesAfter([secret, role].map(same)));
    deepStrictEqual(
      [secrets[0]?.policy, roles[0]?.policies],
      [JSON.parse(policy), [{ Version: "2012-10-17", Statement: [] }]],
    );
  });

  it("has nothing of a secret that is deleted with its policy", () => {
    const { adopted, secrets } = resourceDocuments(
      resourcesAfter([gone(secret), gone(secretPolicy)]),
    );
    deepStrictEqual([adopted.size, secrets], [0, []]);
  });
});
