import { deepStrictEqual, rejects, strictEqual } from "node:assert";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
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
});
