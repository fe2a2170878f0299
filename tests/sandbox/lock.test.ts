import { deepStrictEqual, doesNotMatch, match, rejects, strictEqual } from "node:assert";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { withLock } from "../../sandbox/instance/lock";

describe("withLock", () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "lock-"));
    path = join(directory, "lock");
  });
  afterEach(() => rmSync(directory, { recursive: true }));

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
        // Held by a contender.
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
