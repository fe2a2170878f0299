import { deepStrictEqual, strictEqual } from "node:assert";
import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";

import { builtFile } from "../../built";

const ROOT = join(__dirname, "../../..");

/** Runs the command with this standard output and with standard error that is read, or whose reader has left. */
function runInto(args: string[], stdout: "pipe" | number, isRead: boolean) {
  const child = spawn(process.execPath, [builtFile("cli/main.js"), ...args], {
    cwd: ROOT,
    stdio: ["ignore", stdout, "pipe"],
  });
  let stderr = "";
  child.stdout?.destroy();
  if (isRead) {
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
  } else child.stderr?.destroy();
  return new Promise<{ code: number | null; stderr: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stderr }));
  });
}

describe("an answer that cannot be written", () => {
  it("is an error in one line where the disk is full", async () => {
    const { code, stderr } = await runInto(["check"], openSync("/dev/full", "w"), true);
    const errors = stderr.split("\n").filter((line) => !line.includes(": warning: "));
    deepStrictEqual(
      [code, ...errors],
      [2, "error: cannot write the answer: ENOSPC: no space left on device, write", ""],
    );
  });

  it("is none where its reader has left", async () => {
    deepStrictEqual(await runInto(["plan", "--json"], "pipe", true), { code: 0, stderr: "" });
  });

  it("does not end the command where nobody reads its errors any more", async () => {
    const { code } = await runInto(["check", "nowhere.yaml"], "pipe", false);
    strictEqual(code, 2);
  });
});
