import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { readInventory } from "../../cli/inventory/inventory-file";
import { verbs } from "../../cli/verbs";
import { planAnswer } from "../../cli/verbs/plan/answer";
import { prove } from "../../sdk/access";
import { landingZoneDocuments } from "../../sdk/access/landing-zone/landing-zone-documents";

const EXAMPLES = join(__dirname, "../../examples");

describe("the example inventories", function () {
  this.timeout(300_000); // each is proved
  const files = readdirSync(join(EXAMPLES, "landing-zones")).map((name) =>
    name.endsWith(".yaml") ? name : `${name}/landing-zone.yaml`,
  );

  it("show each shape of landing zone", () => {
    deepStrictEqual(files.toSorted(), [
      "hub-of-secrets.yaml",
      "many-files/landing-zone.yaml",
      "many-owners.yaml",
      "one-account.yaml",
      "regulated/landing-zone.yaml",
      "two-organizations.yaml",
      "two-regions.yaml",
    ]);
  });

  for (const name of files) {
    it(`are right, and proved: ${name}`, async () => {
      const parsed = await readInventory(join(EXAMPLES, "landing-zones", name));
      if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
      deepStrictEqual(parsed.warnings, []);
      const { claims, result } = await prove(landingZoneDocuments(parsed.landingZone), {
        millisecondsPerClaim: 60_000,
      });
      deepStrictEqual(
        claims.filter((claim) => claim.result === "refuted" || claim.result === "unknown"),
        [],
      );
      strictEqual(result, "proved");
      ok(planAnswer(parsed.landingZone, name).stacks.length > 0);
    });
  }
});

describe("the example of two teams", () => {
  const read = async (name: string) => {
    const parsed = await readInventory(join(EXAMPLES, "two-teams", name));
    if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
    deepStrictEqual(parsed.warnings, []);
    return parsed;
  };

  for (const name of ["owner.yaml", "reader.yaml"]) {
    it(`is right, and proved: ${name}`, async () => {
      const { landingZone } = await read(name);
      strictEqual((await prove(landingZoneDocuments(landingZone))).result, "proved");
    });
  }

  it("has in its owner's inventory what the plan of the reader's asks for", async () => {
    const [owner, reader] = [await read("owner.yaml"), await read("reader.yaml")];
    const [asked] = planAnswer(reader.landingZone, "reader.yaml").ownersToAsk;
    deepStrictEqual(owner.inventory.readers, parse(asked?.yaml ?? "").readers);
  });
});

describe("the example pipelines", () => {
  const read = (name: string) =>
    parse(readFileSync(join(EXAMPLES, "pipelines", name), "utf8"), { merge: true });
  const step = z.union([
    z.strictObject({
      uses: z.string().regex(/^[\w-]+\/[\w-]+@v\d+$/),
      with: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    }),
    z.strictObject({
      run: z.string(),
      id: z.string().optional(),
      if: z.string().optional(),
      env: z.record(z.string(), z.string()).optional(),
    }),
  ]);
  const github = z.strictObject({
    name: z.string(),
    on: z.strictObject({
      pull_request: z.strictObject({}),
      push: z.strictObject({ branches: z.array(z.string()) }),
      schedule: z.array(z.strictObject({ cron: z.string().regex(/^(\S+ ){4}\S+$/) })).length(1),
    }),
    permissions: z.record(z.string(), z.enum(["read", "write"])),
    env: z.record(z.string(), z.string()),
    jobs: z.record(
      z.string(),
      z.strictObject({
        needs: z.union([z.string(), z.array(z.string())]).optional(),
        if: z.string().optional(),
        strategy: z.strictObject({ "fail-fast": z.boolean(), matrix: z.string() }).optional(),
        "runs-on": z.string(),
        environment: z.string().optional(),
        outputs: z.record(z.string(), z.string()).optional(),
        steps: z.array(step).min(1),
      }),
    ),
  });
  const gitlabJob = z.strictObject({
    stage: z.string(),
    script: z.array(z.string()).min(1),
    environment: z.string().optional(),
    resource_group: z.string().optional(),
    artifacts: z.strictObject({ paths: z.array(z.string()) }).optional(),
    retry: z.int().max(2).optional(),
    rules: z.array(z.strictObject({ if: z.string() })),
  });
  const gitlab = z
    .object({
      stages: z.array(z.string()),
      default: z.strictObject({ image: z.string(), before_script: z.array(z.string()) }),
      variables: z.record(z.string(), z.string()),
    })
    .catchall(gitlabJob);

  it("are workflows of GitHub Actions, whose jobs need jobs that there are", async () => {
    const { jobs } = github.parse(read("github-actions.yaml"));
    for (const { needs = [] } of Object.values(jobs)) {
      ok([needs].flat().every((name) => name in jobs));
    }
    await runVerbs(
      Object.values(jobs).flatMap(({ steps }) =>
        steps.flatMap((one) => ("run" in one ? one.run : [])),
      ),
    );
  });

  it("are pipelines of GitLab, whose jobs are of stages that there are", async () => {
    const { default: _, stages, variables: __, ...jobs } = gitlab.parse(read("gitlab-ci.yaml"));
    ok(Object.values(jobs).every(({ stage }) => stages.includes(stage)));
    await runVerbs(Object.values(jobs).flatMap(({ script }) => script));
  });

  it("look each night, and then only, for what was changed by hand and for who can read", () => {
    const nightly = [
      "npx eks-pod-secrets preview --refresh --expect-no-changes",
      "npx eks-pod-secrets prove --live",
    ];
    const actions = Object.values(github.parse(read("github-actions.yaml")).jobs)
      .filter((job) => job.if === "github.event_name == 'schedule'")
      .flatMap(({ steps }) => steps.flatMap((one) => ("run" in one ? one.run : [])));
    const {
      default: _,
      stages: __,
      variables: ___,
      ...jobs
    } = gitlab.parse(read("gitlab-ci.yaml"));
    const scripts = Object.values(jobs)
      .filter(({ rules }) => rules.every((rule) => rule.if === '$CI_PIPELINE_SOURCE == "schedule"'))
      .flatMap(({ script }) => script);
    for (const runs of [actions, scripts]) {
      const uses = runs.filter((line) => line.startsWith("npx "));
      deepStrictEqual(
        uses.map((line) => line.replace(/ --only "[^"]*"/, "")),
        nightly,
      );
    }
  });

  /** Every use of the command names a verb, and options, that there are. */
  async function runVerbs(scripts: string[]): Promise<void> {
    const uses = scripts.flatMap((script) => [
      ...script.matchAll(/npx eks-pod-secrets ([^\n)>]*)/g),
    ]);
    ok(uses.length > 0);
    for (const [, words = ""] of uses) {
      const [verb = "", ...args] = words.trim().split(/\s+/);
      const command = (await verbs[verb]?.())?.command();
      ok(command, `no verb ${verb}`);
      const known = command.options.map(({ long }) => long);
      for (const flag of args.filter((word) => word.startsWith("--"))) {
        ok(known.includes(flag), `${verb} has no ${flag}`);
      }
    }
  }
});
