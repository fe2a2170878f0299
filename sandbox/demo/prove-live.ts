import { spawn } from "node:child_process";
import { join } from "node:path";
import { compiledFile } from "../instance/checkout";
import { profilesEnvironment } from "../instance/profiles";
import type { Demo } from "./deploy";

/**
 * Proves, of what both accounts hold now, that exactly the declared pods can read each secret: `eks-pod-secrets prove --live`,
 * which reads the documents through the same AWS calls that it makes on AWS. Fails where the proof does.
 */
export async function proveLive({ connection, data, progress }: Demo): Promise<void> {
  progress.heading("What is proved of the documents that both accounts hold now");
  const inventory = join(data.project, "landing-zone.yaml");
  const args = [compiledFile("cli/main.js"), "prove", "--live", "--inventory", inventory];
  const environment = { ...process.env, ...(await profilesEnvironment(data, connection)) };
  const output: string[] = [];
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => output.push(text));
    }
    child.once("error", reject);
    child.once("close", resolve);
  });
  for (const line of output.join("").trimEnd().split("\n")) progress.line(`  ${line}`);
  if (code !== 0) throw new Error(`the proof failed with exit code ${code}`);
}
