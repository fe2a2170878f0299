import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { STS } from "@aws-sdk/client-sts";
import { adoptShape } from "../../../cli/adopt/shape";
import { runPulumi } from "../../../sandbox/pulumi/run-pulumi";
import { done } from "../../outcomes";
import { randomFrom } from "../../sandbox/fuzz/random";
import { type EngineHarness, suiteEngine } from "../harness";
import { ADOPT, pulumiEnvironment } from "./by-hand";
import type { Entry } from "./import-files";
import { mounted, polled } from "./polling";
import { AUDITOR, CLUSTER, makeDeployment, randomDeployment } from "./random-deployment";

/** Seeds of the deployments. `ADOPT_SEEDS` gives the first and the last, such as `1-20`. */
const [FIRST = 1, LAST = FIRST] = (process.env.ADOPT_SEEDS ?? "1-1").split("-").map(Number);

for (let seed = FIRST; seed <= LAST; seed++) {
  const deployment = randomDeployment(randomFrom(seed));
  const { pods, secrets, takesOver } = deployment;
  const names = pods.map(({ name }) => name);
  const audited = secrets.filter((one) => one.isAudited);

  describe(`a random deployment of seed ${seed}, adopted`, () => {
    const sandbox = suiteEngine(CLUSTER);
    let arns = new Map<string, string>();
    let kinds = new Map<string, string>();
    const importsOf = new Map<string, Entry[]>();

    before(async () => {
      arns = await makeDeployment(sandbox, deployment);
      for (const name of names) strictEqual(await mounted(sandbox, name), "swordfish");
      for (const { name } of audited) strictEqual(await auditorReads(sandbox, arns, name), true);
      rmSync(join(sandbox.data.project, "landing-zone.yaml"));
    });

    it("is found whole, with everyone who reads beside", async () => {
      const others = takesOver
        ? [...new Set(secrets.filter(({ account }) => account === "b").map(({ name }) => name))]
        : [];
      const more = others.length > 0 ? ["--take-over", ...others] : [];
      const { stderr, stdout } = await sandbox.command([...ADOPT, "--json", ...more]);
      ok(stdout.startsWith("{"), stderr);
      const answer = adoptShape.parse(JSON.parse(stdout));
      const found = [
        ...answer.readers.map(({ serviceAccount }) => serviceAccount),
        ...answer.left.map(({ what }) => what.slice("default/".length).split(" ")[0]),
      ];
      deepStrictEqual(found.sort(), names);
      kinds = new Map(answer.secrets.map(({ arn, kind }) => [arn, kind]));
      for (const { account, name } of audited.filter((one) =>
        kinds.has(arns.get(one.name) ?? ""),
      )) {
        const arn = arns.get(name) ?? "";
        if (account === "a") continue;
        const isLost = answer.changes.some(
          ({ loses, secret }) => secret === arn && loses.includes(AUDITOR),
        );
        strictEqual(isLost, takesOver, JSON.stringify(answer.changes));
      }
      for (const file of readdirSync(join(sandbox.data.project, "adopted"))) {
        const [, stack] = /^(.*)\.imports\.json$/.exec(file) ?? [];
        if (stack === undefined) continue;
        const text = readFileSync(join(sandbox.data.project, "adopted", file), "utf8");
        importsOf.set(stack, JSON.parse(text).resources);
      }
    });

    it("is imported by the first preview, without another change of what it takes over", async () => {
      for (const [stack, imports] of importsOf) {
        if (!stack.endsWith(".secrets")) continue;
        const id = stack.startsWith("a.") ? "111111111111" : "222222222222";
        await runPulumi(await pulumiEnvironment(sandbox, id), ["stack", "init", stack]);
        const { answer } = await sandbox.ask("preview", ["--only", stack]);
        const steps = answer.stacks.flatMap((one) => one.steps);
        for (const { name, type } of imports) {
          const operations = steps
            .filter((step) => step.name === name && step.type === type)
            .map(({ operation }) => operation)
            .filter((operation) => operation !== "update");
          deepStrictEqual(operations, ["import"], name);
        }
      }
    });

    it("is taken over, and each pod reads all the while", async () => {
      await polled(
        sandbox,
        async () => {
          const asked = await sandbox.command(["up", "--yes"]);
          if (asked.code === 0) return;
          const confirmed = [...asked.stderr.matchAll(/--take-over (\S+)/g)].flatMap(
            ([, one]) => one ?? [],
          );
          ok(confirmed.length > 0, asked.stderr);
          const stacks = await sandbox.stacks(["up", "--take-over", ...new Set(confirmed)]);
          for (const { changes, stack } of stacks) {
            deepStrictEqual(
              [stack, changes.import ?? 0, changes.replace ?? 0, changes.delete ?? 0],
              [stack, importsOf.get(stack)?.length ?? 0, 0, 0],
            );
          }
        },
        names,
      );
      strictEqual((await sandbox.ask("preview", ["--refresh"])).answer.result, "no change");
    });

    it("lets in afterwards whom the person has let in, and is proved", async () => {
      for (const { account, name } of audited) {
        const isTaken = kinds.get(arns.get(name) ?? "") === "taken" && account === "b";
        strictEqual(await auditorReads(sandbox, arns, name), !isTaken, name);
      }
      await done(sandbox.command(["prove"]));
      const { code, stderr, stdout } = await sandbox.command(["prove", "--live"]);
      // The auditor's role, which nobody declared, still reads by its own policies.
      ok(code === 0 || (audited.length > 0 && stdout.includes("audit")), stderr + stdout);
    });
  });
}

/** Whether the auditor reads a secret. */
async function auditorReads(
  sandbox: EngineHarness,
  arns: ReadonlyMap<string, string>,
  name: string,
): Promise<boolean> {
  const client = await sandbox.client("a");
  const { Credentials: session } = await new STS(client).assumeRole({
    ...{ RoleArn: AUDITOR, RoleSessionName: "audit" },
  });
  const credentials = {
    accessKeyId: session?.AccessKeyId ?? "",
    secretAccessKey: session?.SecretAccessKey ?? "",
    sessionToken: session?.SessionToken ?? "",
  };
  return new SecretsManager({ ...client, credentials })
    .getSecretValue({ SecretId: arns.get(name) })
    .then(
      ({ SecretString }) => SecretString === "swordfish",
      (error: Error) => {
        ok(error.name === "AccessDeniedException", error);
        return false;
      },
    );
}
