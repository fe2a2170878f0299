import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { SandboxVariables } from "./environment";

/** Runs a command with the variables, beside those that are there, and answers its exit code. A missing command is a `RangeError`. */
export function runInEnvironment(
  [command = "", ...args]: string[],
  variables: SandboxVariables,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...variables }, stdio: "inherit" });
    // The terminal sends Ctrl-C to the command too: how that ends is its own answer.
    const ignore = () => {};
    process.on("SIGINT", ignore);
    child.once("error", (error) =>
      reject(new RangeError(`cannot run ${command}: ${error.message}`)),
    );
    child.once("close", (code, signal) => {
      process.off("SIGINT", ignore);
      resolve(signal ? 128 + constants.signals[signal] : (code ?? 1));
    });
  });
}
