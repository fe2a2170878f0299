import { strictEqual } from "node:assert";

/** How a command ended. */
interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** What a command prints. It must succeed. */
export async function done(command: Promise<Outcome>): Promise<string> {
  const { code, stderr, stdout } = await command;
  strictEqual(code, 0, `${stderr}${stdout}`);
  return stdout;
}

/** What a command prints that finds something wrong. It must end with exit code 1. */
export async function failed(command: Promise<Outcome>): Promise<string> {
  const { code, stderr, stdout } = await command;
  strictEqual(code, 1, `${stderr}${stdout}`);
  return stdout;
}

/** Why a command refuses. It must end with exit code 2. */
export async function refused(command: Promise<Outcome>): Promise<string> {
  const { code, stderr, stdout } = await command;
  strictEqual(code, 2, `${stderr}${stdout}`);
  return stderr;
}
