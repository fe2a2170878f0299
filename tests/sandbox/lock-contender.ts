import fs from "node:fs";

import { withLock } from "../../sandbox/instance/lock";

/** Takes the lock again and again until it is killed. Reports if another process was inside at the same time. */
const [path = ""] = process.argv.slice(2);
const inside = `${path}-inside`;

// Gives others time between this process's look at the lock and its action.
for (const name of ["renameSync", "rmSync"] as const) {
  const real = fs[name] as (...args: unknown[]) => void;
  Object.assign(fs, {
    [name]: (...args: unknown[]) => {
      if (args[0] === path) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      real(...args);
    },
  });
}

async function contend(): Promise<never> {
  for (;;) {
    await withLock(path, async () => {
      try {
        fs.writeFileSync(inside, "", { flag: "wx" });
      } catch {
        process.stdout.write("overlap\n");
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
      fs.rmSync(inside, { force: true });
    });
    process.stdout.write("ran\n");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

void contend();
