import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { resourcesDocuments } from "../../../cli/documents/resources-files";
import { proveSources } from "../../../cli/proof/prove-sources";
import { CLAIMS, type ClaimResult } from "../../../sdk/access";
import { UNKNOWN } from "../../../sdk/access/resources/stack-resource";
import { run, withFiles } from "../support";

/** States as the engine wrote them: an owner's, and those of an account that owns and reads. */
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

/** A plan that changes one policy of a reader's role, and leaves the rest as it is. */
function planOf(policy: string, steps = ["update"]): object {
  const resourcePlans = held.map(({ type, urn }) => [
    urn,
    urn === policyUrn
      ? { goal: { type, inputDiff: { updates: { policy } } }, steps }
      : { goal: { type, inputDiff: {} }, steps: ["same"] },
  ]);
  return { resourcePlans: Object.fromEntries(resourcePlans) };
}

const open = (claims: ClaimResult[]) => claims.filter(({ result }) => result !== "proved");

describe("proof from the exports and plans of stacks", function () {
  this.timeout(120_000);

  it("proves stacks that the components made", async () => {
    const claims = await settled(states);
    deepStrictEqual([open(claims), claims.length > 20], [[], true]);
  });

  it("refutes a plan that would let a role read more, with the statement", async () => {
    const statement = {
      Sid: "Planted",
      Effect: "Allow",
      Action: "secretsmanager:GetSecretValue",
      Resource: "*",
    };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const claims = await settledWith(planOf(policy));
    const [found] = claims.filter(({ result }) => result === "refuted");
    deepStrictEqual(
      [found?.claim, found?.counterexample?.statement],
      ["role-contained", "Planted"],
    );
  });

  it("takes a policy that the plan does not know for unknown, by its name", async () => {
    const found = open(await settledWith(planOf(UNKNOWN)));
    ok(found.some(({ claim }) => claim === "role-contained"));
    for (const { reason, result } of found) {
      strictEqual(result, "unknown");
      match(
        reason ?? "",
        /^policy of aws:iam\/rolePolicy:RolePolicy .* is known only after it is deployed/,
      );
    }
  });

  it("takes what the plan deletes for gone", async () => {
    const found = open(await settledWith(planOf("", ["delete"])));
    ok(found.length > 0);
    deepStrictEqual(
      new Set(found.map(({ claim, result }) => `${claim} ${result}`)),
      new Set(["grant-available refuted"]),
    );
  });

  it("takes a secret of another stack for unknown, and names it", async () => {
    const found = open(await settled([WORKLOADS]));
    match(
      found[0]?.reason ?? "",
      /is no resource of the program: read its program's resources as well/,
    );
  });

  it("refuses a plan without the state that it changes", () =>
    withFiles({ "plan.json": JSON.stringify(planOf("")) }, (place) =>
      rejects(
        resourcesDocuments([join(place, "plan.json")]),
        /plan\.json is a plan for what exists already .*: name the stack's export before it/,
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
