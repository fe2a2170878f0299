import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type { Case } from "./random-documents";

/** The judge's verdict on a request. "?" means that AWS's documentation does not say. */
export type Verdict = "a" | "d" | "?";

/** The evaluator in Python. It answers one case after another. */
export interface Judge {
  /** Sends a case. Its verdicts, one for each request, come in the order of the cases. */
  ask(asked: Case): Promise<void>;
  verdicts: AsyncIterator<string>;
  stop(): Promise<void>;
}

/** Where Python finds the package `judge`. */
export const JUDGES_FOLDER = join(__dirname, "..", "..", "proof");

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
