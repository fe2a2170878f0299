import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { cachedEngine, keepEngine } from "../../../sandbox/engine/engine-cache";
import { checksumOf, releasedEngine } from "../../../sandbox/engine/released-engine";
import { newDirectory } from "../../directories";

const ARCHIVE = `pulumi-v3.248.0-${process.platform}-${process.arch}.tar.gz`;

describe("releasedEngine", () => {
  let directory: string;
  let cache: string;
  let server: Server;
  let files: Record<string, Buffer>;
  let site: string;

  beforeEach(async () => {
    directory = newDirectory();
    cache = join(directory, "cache");
    files = {};
    server = createServer((request, response) => {
      const file = files[(request.url ?? "").slice(1)];
      response.writeHead(file ? 200 : 404).end(file);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => server.close());

  function publish(checksum?: string): void {
    const release = join(directory, "pulumi");
    mkdirSync(release);
    for (const name of ["pulumi", "pulumi-language-nodejs"]) {
      writeFileSync(join(release, name), "#!/bin/sh\n", { mode: 0o755 });
    }
    execFileSync("tar", ["-czf", join(directory, "archive"), "-C", directory, "pulumi"]);
    const archive = readFileSync(join(directory, "archive"));
    const hash = checksum ?? createHash("sha256").update(archive).digest("hex");
    files[ARCHIVE] = archive;
    files["pulumi-3.248.0-checksums.txt"] = Buffer.from(
      `${"0".repeat(64)}  other\n${hash}  ${ARCHIVE}\n`,
    );
  }

  it("keeps the CLI with its language host, for the next time too", async () => {
    publish();
    const engine = await releasedEngine(cache, () => {}, site);
    strictEqual("origin" in engine && engine.origin, "release");
    const folder = "command" in engine ? dirname(engine.command) : "";
    strictEqual(existsSync(join(folder, "pulumi-language-nodejs")), true);
    deepStrictEqual(await cachedEngine(cache), engine);
  });

  it("rejects an archive that is not the published one and keeps nothing of it", async () => {
    publish("1".repeat(64));
    const engine = await releasedEngine(cache, () => {}, site);
    match("unavailable" in engine ? engine.unavailable : "", /has SHA-256 [0-9a-f]{64}, not 1{64}/);
    deepStrictEqual(readdirSync(cache), []);
  });

  it("rejects a site without the release", async () => {
    const engine = await releasedEngine(cache, () => {}, site);
    deepStrictEqual(engine, {
      unavailable: `the official release cannot be fetched (${site}/pulumi-3.248.0-checksums.txt answered 404)`,
    });
  });

  it("rejects a site that nobody answers at", async () => {
    const engine = await releasedEngine(cache, () => {}, "http://127.0.0.1:1");
    match(
      "unavailable" in engine ? engine.unavailable : "",
      /^the official release cannot be fetched/,
    );
  });
});

describe("checksumOf", () => {
  it("rejects a line without a whole SHA-256", () => {
    strictEqual(checksumOf(`${"a".repeat(63)}  file`, "file"), undefined);
  });
});

describe("keepEngine", () => {
  let cache: string;
  beforeEach(() => {
    cache = newDirectory();
  });

  it("makes an engine once, however many want it at the same time", async () => {
    let made = 0;
    const wanted = () =>
      keepEngine(
        cache,
        "build",
        async (draft) => {
          made++;
          writeFileSync(join(draft, "pulumi"), "");
        },
        () => {},
      );
    const engines = await Promise.all([wanted(), wanted(), wanted()]);
    strictEqual(made, 1);
    for (const engine of engines) strictEqual("origin" in engine && engine.origin, "build");
  });

  it("removes what a killed run left half made", async () => {
    mkdirSync(join(cache, "draft-killed"));
    await keepEngine(
      cache,
      "build",
      async (draft) => writeFileSync(join(draft, "pulumi"), ""),
      () => {},
    );
    strictEqual(existsSync(join(cache, "draft-killed")), false);
  });
});
