import { deepStrictEqual } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { proveShape } from "../../cli/proof/shape";
import { run } from "../cli/support";
import { each } from "../facts";
import { type Scenario, scenario } from "../languages/scenario";

/** A policy that lets the pod's role read more than it is granted. */
const PLANTED = `
new aws.iam.RolePolicy(
  "planted",
  {
    role: mount.roleArn.apply((arn) => arn.split("/")[1] ?? ""),
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Sid: "Planted", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" },
      ],
    }),
  },
  { provider: runner },
);
`;

/** A transform that gives every secret of a component a description. */
const TRANSFORMS = `
const described: pulumi.ResourceTransform = ({ opts, props, type }) =>
  type === "aws:secretsmanager/secret:Secret"
    ? { props: { ...props, description: "transformed" }, opts }
    : undefined;
`;

/** A resource in a saved plan. */
interface Goal {
  inputDiff: { adds: Record<string, unknown> };
}

describe("a program of one's own, deployed and proved", () => {
  let program: Scenario;
  const file = (name: string) => join(program.directory, name);

  before(async () => {
    // The checkout's own type check covers the example. To check its types in each run would take most of the run's time.
    program = await scenario("shared-secret", { PULUMI_NODEJS_TRANSPILE_ONLY: "true" });
  });
  after(() => program.remove());

  /** The result of the whole proof, and each claim that is not proved with its result. */
  async function proved(...names: string[]) {
    const { stderr, stdout } = await run(["prove", "--resources", ...names.map(file), "--json"]);
    if (stdout === "") throw new Error(stderr);
    const { claims, result } = proveShape.parse(JSON.parse(stdout));
    const open = claims.filter((one) => one.result !== "proved");
    return [result, open.map((one) => `${one.claim} ${one.result}`).sort()];
  }

  const plan = (name: string) =>
    program.pulumi("preview", "--stack", "dev", "--save-plan", file(name));

  it("is unknown by the plan of its first deployment", async () => {
    await plan("first.json");
    deepStrictEqual(await proved("first.json"), [
      "unknown",
      [
        "grant-available unknown",
        "key-bounded unknown",
        "read-exclusive unknown",
        "role-contained unknown",
        "role-unforgeable unknown",
        "secret-bounded unknown",
      ],
    ]);
  });

  it("has the transforms of a component applied to all that is within it", async () => {
    const text = readFileSync(file("index.ts"), "utf8");
    const transformed = text
      .replace("const config =", `${TRANSFORMS}const config =`)
      .replace("{ providers: [owner] }", "{ providers: [owner], transforms: [described] }");
    writeFileSync(file("index.ts"), transformed);
    await plan("transformed.json");
    writeFileSync(file("index.ts"), text);
    const { resourcePlans } = JSON.parse(readFileSync(file("transformed.json"), "utf8"));
    const goals = Object.entries<{ goal?: Goal }>(resourcePlans).flatMap(([urn, { goal }]) =>
      urn.includes("aws:secretsmanager/secret:Secret::") && goal ? goal : [],
    );
    each(goals, ({ inputDiff }) => inputDiff.adds.description).are(["transformed"]);
  });

  it("is proved by its state, once it is deployed", async () => {
    await program.pulumi("up", "--yes", "--stack", "dev");
    writeFileSync(file("state.json"), await program.pulumi("stack", "export", "--stack", "dev"));
    deepStrictEqual(await proved("state.json"), ["proved", []]);
  });

  it("is proved by a plan that changes nothing", async () => {
    await plan("same.json");
    deepStrictEqual(await proved("state.json", "same.json"), ["proved", []]);
  });

  it("is refuted by a plan that opens more", async () => {
    writeFileSync(file("index.ts"), readFileSync(file("index.ts"), "utf8") + PLANTED);
    await plan("planted.json");
    deepStrictEqual(await proved("state.json", "planted.json"), [
      "refuted",
      ["role-contained refuted"],
    ]);
  });
});
