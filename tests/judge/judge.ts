import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type { Case } from "./random-documents";

/** What the judge says of a request; "?" where AWS's documentation does not say. */
export type Verdict = "a" | "d" | "?";

/** The evaluator in Python, which answers case by case. */
export interface Judge {
  /** Sends a case; its verdicts, one for each request, come in the order of the cases. */
  ask(asked: Case): Promise<void>;
  verdicts: AsyncIterator<string>;
  stop(): Promise<void>;
}

/** Where Python finds the package `judge`. */
export const JUDGES_FOLDER = join(__dirname, "..", "..", "proof");

/** Starts the judge. */
export function startJudge(): Judge {
  const python = spawn("python3", ["-m", "judge"], {
    cwd: JUDGES_FOLDER,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const verdicts = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  return {
    verdicts,
    async ask(asked) {
      if (!python.stdin.write(`${JSON.stringify(asked)}\n`)) await once(python.stdin, "drain");
    },
    async stop() {
      python.stdin.end();
      await once(python, "close");
    },
  };
}
