import {
  deepStrictEqual,
  doesNotMatch,
  match,
  ok,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  connection,
  dataDirectory,
  prepareDataDirectory,
  removeDataDirectory,
} from "../../sandbox/instance/data-directory";
import { withLock } from "../../sandbox/instance/lock";
import { newDirectory } from "../directories";

describe("data directory", () => {
  let parent: string;
  beforeEach(() => {
    parent = newDirectory();
  });

  it("keeps its port and token from one start to the next", async () => {
    const data = dataDirectory(join(parent, "sandbox"));
    const first = await prepareDataDirectory(data);
    match(first.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
    deepStrictEqual(await prepareDataDirectory(data), first);
    deepStrictEqual(connection(data), first);
  });

  it("takes a port that the system gives to no connection, so that it is still free at a later start", async () => {
    for (const name of ["a", "b", "c", "d", "e"]) {
      const { endpoint } = await prepareDataDirectory(dataDirectory(join(parent, name)));
      const port = Number(new URL(endpoint).port);
      ok(port >= 20_000 && port < 32_768, endpoint);
    }
  });

  it("gives two processes that prepare it at once the same port and token", async () => {
    const data = dataDirectory(join(parent, "sandbox"));
    const [first, second] = await Promise.all([
      prepareDataDirectory(data),
      prepareDataDirectory(data),
    ]);
    deepStrictEqual(first, second);
  });

  it("keeps its token and passphrase from other users", async () => {
    const data = dataDirectory(join(parent, "sandbox"));
    await prepareDataDirectory(data);
    for (const file of [data.controlToken, data.passphrase]) {
      strictEqual(statSync(file).mode & 0o077, 0);
    }
    strictEqual(statSync(data.path).mode & 0o077, 0);
  });

  it("takes an empty directory that is there for itself", async () => {
    const data = dataDirectory(join(parent, "sandbox"));
    mkdirSync(data.path);
    chmodSync(data.path, 0o777);
    await prepareDataDirectory(data);
    strictEqual(statSync(data.path).mode & 0o077, 0);
  });

  it("rejects a sandbox that others may write to, whose programs and tokens may be theirs", async () => {
    const data = dataDirectory(join(parent, "sandbox"));
    await prepareDataDirectory(data);
    chmodSync(data.path, 0o770);
    const message = `${data.path} may be written to by other users, who could put their own programs there: remove it, or look at it and run \`chmod 700 ${data.path}\``;
    await rejects(prepareDataDirectory(data), { message });
    throws(() => connection(data), { message });
    chmodSync(data.path, 0o700);
    await prepareDataDirectory(data);
  });

  it("rejects a directory of another user", async () => {
    const data = dataDirectory(join(parent, "sandbox"));
    mkdirSync(data.path);
    const { getuid } = process;
    const message = `${data.path} belongs to another user: point EKS_POD_SECRETS_SANDBOX at a directory of your own`;
    try {
      process.getuid = () => (getuid?.() ?? 0) + 1;
      await rejects(prepareDataDirectory(data), { message });
      deepStrictEqual(readdirSync(data.path), []);
      process.getuid = getuid;
      await prepareDataDirectory(data);
      process.getuid = () => (getuid?.() ?? 0) + 1;
      throws(() => connection(data), { message });
    } finally {
      process.getuid = getuid;
    }
  });

  it("is removed with everything in it", async () => {
    const data = dataDirectory(join(parent, "sandbox"));
    await prepareDataDirectory(data);
    writeFileSync(join(data.path, "more"), "");
    strictEqual(removeDataDirectory(data), true);
    strictEqual(existsSync(data.path), false);
    strictEqual(removeDataDirectory(data), false);
  });

  it("rejects a directory that holds something else, and never removes it", async () => {
    writeFileSync(join(parent, "thesis.txt"), "");
    const data = dataDirectory(parent);
    await rejects(prepareDataDirectory(data), {
      message: `${parent} is neither empty nor a sandbox: point EKS_POD_SECRETS_SANDBOX at another directory`,
    });
    throws(() => removeDataDirectory(data), {
      message: `${parent} is not a sandbox of eks-pod-secrets: nothing was removed`,
    });
    strictEqual(existsSync(join(parent, "thesis.txt")), true);
  });

  it("rejects to connect to a sandbox that was never started", () => {
    const data = dataDirectory(join(parent, "sandbox"));
    throws(
      () => connection(data),
      /is not a sandbox yet: run `npx eks-pod-secrets sandbox start`$/,
    );
  });
});

describe("withLock", () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = newDirectory();
    path = join(directory, "lock");
  });

  it("lets one run at a time and tells the others who holds it", async () => {
    const course: string[] = [];
    const holders: number[] = [];
    const work = (name: string) => async () => {
      course.push(`${name} begins`);
      await sleep(20);
      course.push(`${name} ends`);
    };
    const first = withLock(path, work("first"));
    const second = withLock(path, work("second"), (holder) => holders.push(holder));
    await Promise.all([first, second]);
    deepStrictEqual(course, ["first begins", "first ends", "second begins", "second ends"]);
    deepStrictEqual(holders, [process.pid]);
    strictEqual(existsSync(path), false);
  });

  it("releases when the work fails", async () => {
    await rejects(
      withLock(path, async () => Promise.reject(new Error("failed"))),
      /failed/,
    );
    strictEqual(await withLock(path, async () => "ran"), "ran");
  });

  it("takes over from a process that died", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    writeFileSync(path, String(pid));
    strictEqual(await withLock(path, async () => "ran"), "ran");
  });

  it("takes over a lock that nobody has refreshed, whoever has its process id now", async () => {
    writeFileSync(path, String(process.pid));
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(path, longAgo, longAgo);
    strictEqual(await withLock(path, async () => "ran"), "ran");
  });

  it("keeps no file open once it is released", async () => {
    const openFiles = () => readdirSync("/dev/fd").length;
    await withLock(path, async () => {});
    const before = openFiles();
    for (let count = 0; count < 20; count += 1) await withLock(path, async () => {});
    strictEqual(openFiles(), before);
  });

  it("lets one process in at a time where several find a lock whose holder died", async () => {
    const dead = String(spawnSync(process.execPath, ["-e", ""]).pid);
    const contender = join(__dirname, "lock-contender.ts");
    let said = "";
    const contenders = [1, 2, 3].map(() => {
      const child = spawn(process.execPath, ["--import", "tsx", contender, path], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      child.stdout.on("data", (chunk) => {
        said += chunk;
      });
      return child;
    });
    for (let planted = 0; planted < 40 && !said.includes("overlap"); ) {
      try {
        writeFileSync(path, dead, { flag: "wx" });
        if (said !== "") planted += 1;
      } catch {
        // A contender holds it.
      }
      await sleep(1);
    }
    await Promise.all(
      contenders.map((each) => {
        each.kill("SIGKILL");
        return once(each, "close");
      }),
    );
    match(said, /ran/);
    doesNotMatch(said, /overlap/);
  });

  it("leaves the lock alone that another took over meanwhile", async () => {
    const other = "1";
    await withLock(path, async () => writeFileSync(path, other));
    strictEqual(readFileSync(path, "utf8"), other);
  });

  it("takes over from a process that died while it took over", async () => {
    const dead = String(spawnSync(process.execPath, ["-e", ""]).pid);
    writeFileSync(path, dead);
    writeFileSync(`${path}.takeover`, dead);
    strictEqual(await withLock(path, async () => "ran"), "ran");
  });

  it("outlives its directory", async () => {
    await withLock(path, async () => {
      rmSync(directory, { recursive: true });
      await sleep(2_500);
    });
    mkdirSync(directory);
  });
});
