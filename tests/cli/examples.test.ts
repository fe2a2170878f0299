import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { missingId, readInventory } from "../../cli/inventory/inventory-file";
import { verbs } from "../../cli/verbs";
import { planAnswer } from "../../cli/verbs/plan/answer";
import { prove } from "../../sdk/access";
import { landingZoneDocuments } from "../../sdk/access/landing-zone/landing-zone-documents";
import { builtFile } from "../built";
import { each, none } from "../facts";

const EXAMPLES = join(__dirname, "../../examples");

describe("the example inventories", () => {
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
      deepStrictEqual([...parsed.warnings, ...missingId(parsed)], []);
      const { claims, result } = await prove(landingZoneDocuments(parsed.landingZone), {
        millisecondsPerClaim: 60_000,
      });
      none(claims, (claim) => claim.result === "refuted" || claim.result === "unknown");
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
  const strategy = z.strictObject({
    "fail-fast": z.boolean(),
    matrix: z.union([z.string(), z.strictObject({ part: z.string() })]),
  });
  const github = z.strictObject({
    name: z.string(),
    on: z.union([
      z.strictObject({
        pull_request: z.strictObject({}),
        push: z.strictObject({ branches: z.array(z.string()) }),
        schedule: z.array(z.strictObject({ cron: z.string().regex(/^(\S+ ){4}\S+$/) })).length(1),
      }),
      z.strictObject({
        workflow_call: z.strictObject({ inputs: z.record(z.string(), z.object()) }),
      }),
    ]),
    concurrency: z.strictObject({ group: z.string(), "cancel-in-progress": z.string() }).optional(),
    permissions: z.record(z.string(), z.enum(["read", "write"])),
    env: z.record(z.string(), z.string()).optional(),
    jobs: z.record(
      z.string(),
      z.strictObject({
        needs: z.union([z.string(), z.array(z.string())]).optional(),
        if: z.string().optional(),
        strategy: strategy.optional(),
        "runs-on": z.string().optional(),
        environment: z.string().optional(),
        outputs: z.record(z.string(), z.string()).optional(),
        uses: z.literal("./.github/workflows/secrets-part.yaml").optional(),
        with: z.strictObject({ part: z.string(), drift: z.boolean().optional() }).optional(),
        steps: z.array(step).min(1).optional(),
      }),
    ),
  });
  const runsOf = (name: string) =>
    Object.values(github.parse(read(name)).jobs).flatMap(({ steps = [] }) =>
      steps.flatMap((one) => ("run" in one ? [one] : [])),
    );
  const gitlabJob = z.strictObject({
    extends: z.literal(".deployer").optional(),
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
      ".deployer": z.strictObject({
        id_tokens: z.strictObject({ AWS_TOKEN: z.strictObject({ aud: z.string() }) }),
        before_script: z.array(z.string()),
      }),
    })
    .catchall(gitlabJob);
  const gitlabParts = () => {
    const {
      default: _,
      stages,
      variables,
      ".deployer": deployer,
      ...jobs
    } = gitlab.parse(read("gitlab-ci.yaml"));
    return { deployer, jobs, stages, variables };
  };

  it("are workflows of GitHub Actions, whose jobs need jobs that there are", async () => {
    const { jobs } = github.parse(read("github-actions.yaml"));
    for (const { needs = [] } of Object.values(jobs)) {
      ok([needs].flat().every((name) => name in jobs));
    }
    await runVerbs(
      ["github-actions.yaml", "github-actions-part.yaml"].flatMap(runsOf).map(({ run }) => run),
    );
  });

  it("deploy one push after another on GitHub, and keep one comment on a pull request", () => {
    const { concurrency } = github.parse(read("github-actions.yaml"));
    const isPullRequest = "github.event_name == 'pull_request'";
    strictEqual(concurrency?.group, `\${{ ${isPullRequest} && github.ref || 'secrets' }}`);
    strictEqual(concurrency["cancel-in-progress"], `\${{ ${isPullRequest} }}`);
    const [comment] = runsOf("github-actions.yaml").filter(({ run }) => run.includes("gh pr"));
    ok(comment?.run.includes("--edit-last --create-if-none"));
  });

  it("give every job of GitLab that deploys an identity, and what makes the tokens of clusters", () => {
    const { deployer, jobs, variables } = gitlabParts();
    for (const { extends: kind, script } of Object.values(jobs)) {
      const calls = script.some((line) => /eks-pod-secrets (up|preview|prove --live)/.test(line));
      strictEqual(kind, calls ? ".deployer" : undefined);
    }
    const setUp = deployer.before_script.join("\n");
    ok(/\bawscli\b/.test(setUp) && variables.AWS_WEB_IDENTITY_TOKEN_FILE);
    const config = setUp
      .slice(setUp.indexOf("npx eks-pod-secrets plan"))
      .replace("npx eks-pod-secrets", `"${process.execPath}" "${builtFile("cli/main.js")}"`)
      .replace(" > ~/.aws/config", "");
    const profiles = execFileSync("bash", ["-c", config], {
      env: { ...process.env, AWS_WEB_IDENTITY_TOKEN_FILE: "/token" },
      encoding: "utf8",
    });
    const profile = (name: string, id: string) =>
      `[profile ${name}]\nregion = us-east-1\nrole_arn = arn:aws:iam::${id}:role/eks-pod-secrets-deploy\nrole_session_name = eks-pod-secrets\nweb_identity_token_file = /token\n`;
    strictEqual(
      profiles,
      profile("account-a", "111111111111") + profile("account-b", "222222222222"),
    );
  });

  it("are pipelines of GitLab, whose jobs are of stages that there are", async () => {
    const { deployer, jobs, stages } = gitlabParts();
    ok(Object.values(jobs).every(({ stage }) => stages.includes(stage)));
    await runVerbs([
      ...deployer.before_script,
      ...Object.values(jobs).flatMap(({ script }) => script),
    ]);
  });

  it("look each night, and then only, for what was changed by hand and for who can read", () => {
    const nightly = [
      "npx eks-pod-secrets preview --refresh --expect-no-changes",
      "npx eks-pod-secrets prove --live --fresh",
    ];
    const actions = [
      ...runsOf("github-actions-part.yaml").filter((one) => one.if === "inputs.drift"),
      ...runsOf("github-actions.yaml").filter(({ run }) => /prove --live/.test(run)),
    ].map(({ run }) => run);
    const { jobs: drifting } = github.parse(read("github-actions.yaml"));
    deepStrictEqual(
      Object.entries(drifting)
        .filter(([name, job]) => job.with?.drift || name === "access")
        .map(([, job]) => job.if),
      ["github.event_name == 'schedule'", "github.event_name == 'schedule'"],
    );
    const scripts = Object.values(gitlabParts().jobs)
      .filter(({ rules }) => rules.every((rule) => rule.if === '$CI_PIPELINE_SOURCE == "schedule"'))
      .flatMap(({ script }) => script);
    for (const runs of [actions, scripts]) {
      const uses = runs.filter((line) => line.startsWith("npx "));
      each(uses, (line) => line.replace(/ --only "[^"]*"/, "")).are(nightly);
    }
  });

  /** Checks that every use of the command names an existing verb and existing options. */
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
