import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import type { Step } from "../../site/guide";
import { builtFile } from "../built";
import { awsCliDirectory } from "../clients/aws-cli";
import { makeAdoptedClusters } from "../engine/adopted-clusters";
import { type EngineHarness, engineHarness } from "../engine/harness";
import { landingZone } from "../stacks/run-stack";

/** Runs a guide's steps in one shell in a new sandbox, and returns what each step with commands has printed. */
export async function runGuide(steps: Step[]): Promise<{ code: number | null; printed: string[] }> {
  const first = steps.find((step) => step.kind === "file" && step.name === "landing-zone.yaml");
  const inventory = first?.kind === "file" ? first.text : undefined;
  const programs = mkdtempSync(join(tmpdir(), "guide-"));
  const sandbox = await engineHarness(inventory, {
    providers: "processes",
    secretsProvider: "passphrase",
  });
  try {
    if (inventory) await makeAdoptedClusters(sandbox, landingZone(inventory));
    writeNpx(programs);
    return await runInShell(sandbox, scriptOf(steps), [programs, await awsCliDirectory()]);
  } finally {
    await sandbox.remove();
    rmSync(programs, { recursive: true });
  }
}

/** The cache with the engine. Without it, the guide's sandbox would build the engine again for its own home directory. */
const CACHE = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");

/** A line between the outputs of two steps. */
const BETWEEN = "----8<----";

function scriptOf(steps: Step[]): string {
  return steps
    .flatMap((step) => {
      if (step.kind === "not run") return [];
      if (step.kind === "commands") return [step.text, `echo '${BETWEEN}'`];
      return [
        `mkdir -p '${dirname(step.name)}'`,
        `cat > ${step.name} <<'END-OF-FILE'\n${step.text}END-OF-FILE`,
      ];
    })
    .join("\n");
}

/** Writes an `npx` that runs the command built from this checkout. */
function writeNpx(directory: string): void {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, "npx");
  const command = builtFile("cli/main.js");
  writeFileSync(
    file,
    `#!/bin/sh\n[ "$1" = eks-pod-secrets ] || exit 127\nshift\nexec '${process.execPath}' '${command}' "$@"\n`,
  );
  chmodSync(file, 0o755);
}

async function runInShell(
  { data, environment }: EngineHarness,
  script: string,
  programs: string[],
): Promise<{ code: number | null; printed: string[] }> {
  const path = [...programs, dirname(process.execPath), environment.PATH].join(delimiter);
  const shell = spawn("bash", ["-e", "-o", "pipefail", "-c", `exec 2>&1\n${script}`], {
    cwd: data.project,
    env: { ...environment, PATH: path, AWS_PAGER: "", XDG_CACHE_HOME: CACHE },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve) => shell.once("close", resolve));
  const [code, printed] = await Promise.all([ended, text(shell.stdout)]);
  return { code, printed: printed.split(`${BETWEEN}\n`) };
}
