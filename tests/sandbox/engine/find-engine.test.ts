import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine, EngineSource } from "../../../sandbox/engine/engine";
import {
  builtEngine,
  findEngine,
  isNewEnough,
  pathEngine,
} from "../../../sandbox/engine/find-engine";
import { newDirectory } from "../../directories";

const BUILT: Engine = { origin: "build", command: "/cache/pulumi", version: "3.248.0" };

describe("findEngine", () => {
  it("takes the first source that has one and asks no further", async () => {
    const asked: string[] = [];
    const source =
      (name: string, found: Awaited<ReturnType<EngineSource>>): EngineSource =>
      async () => {
        asked.push(name);
        return found;
      };
    const engine = await findEngine([
      source("path", { unavailable: "no pulumi on PATH" }),
      source("build", BUILT),
      source("never", BUILT),
    ]);
    deepStrictEqual(engine, BUILT);
    deepStrictEqual(asked, ["path", "build"]);
  });

  it("rejects with every reason and what to install when no source has one", async () => {
    const sources = ["no pulumi on PATH", "no answer within 5 s", "no Go to build it with"].map(
      (unavailable): EngineSource =>
        async () => ({ unavailable }),
    );
    await rejects(findEngine(sources), {
      message:
        "no Pulumi engine: no pulumi on PATH; no answer within 5 s; no Go to build it with. " +
        "Install the Pulumi CLI 3.248.0 or later (https://www.pulumi.com/docs/install/), " +
        "or Go 1.21 or later (https://go.dev/dl/) to build it here, and run this again",
    });
  });
});

describe("pathEngine", () => {
  let directory: string;
  beforeEach(() => {
    directory = newDirectory();
  });

  function cli(folder: string, script: string): string {
    const path = join(directory, folder);
    mkdirSync(path);
    writeFileSync(join(path, "pulumi"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return path;
  }

  it("uses a CLI that is new enough, with the version that it says", async () => {
    const path = cli("bin", 'test "$1" = version && echo v3.251.3');
    deepStrictEqual(await pathEngine(`/nowhere:${path}`), {
      origin: "path",
      command: join(path, "pulumi"),
      version: "3.251.3",
    });
  });

  it("rejects an older CLI by its version", async () => {
    const path = cli("bin", "echo v3.247.9");
    deepStrictEqual(await pathEngine(path), {
      unavailable: `${join(path, "pulumi")} is version 3.247.9, older than 3.248.0`,
    });
  });

  it("rejects a CLI that cannot be run", async () => {
    const path = cli("bin", "exit 3");
    deepStrictEqual(await pathEngine(path), {
      unavailable: `${join(path, "pulumi")} does not say its version`,
    });
  });

  it("passes over a sandbox's own directory, files that are not executable and directories", async () => {
    const own = cli("own", "echo v3.248.0");
    const plain = cli("plain", "echo v3.248.0");
    chmodSync(join(plain, "pulumi"), 0o644);
    mkdirSync(join(directory, "folder", "pulumi"), { recursive: true });
    const path = [own, plain, join(directory, "folder")].join(":");
    deepStrictEqual(await pathEngine(path, [own]), { unavailable: "no pulumi on PATH" });
  });

  it("follows a link", async () => {
    const real = cli("real", "echo v3.248.0");
    mkdirSync(join(directory, "links"));
    symlinkSync(join(real, "pulumi"), join(directory, "links", "pulumi"));
    const engine = await pathEngine(join(directory, "links"));
    strictEqual("version" in engine && engine.version, "3.248.0");
  });
});

describe("isNewEnough", () => {
  for (const [version, expected] of [
    ["3.248.0", true],
    ["3.248.1", true],
    ["3.249.0", true],
    ["3.1000.0-alpha.1", true],
    ["3.247.99", false],
    ["3.99.0", false],
    ["2.300.0", false],
    ["4.0.0", false],
  ] as const) {
    it(`${expected ? "accepts" : "rejects"} ${version}`, () => {
      strictEqual(isNewEnough(version), expected);
    });
  }
});

/** A stand-in for Go. It prints its version, or writes its arguments into the file that it should build. */
const GO = `#!/bin/sh
[ "$1" = version ] && exit 0
echo "github.com/some/package" >&2
while [ "$1" != -o ]; do shift; done
printf %s "$*" > "$2"
`;

describe("builtEngine", () => {
  let directory: string;
  beforeEach(() => {
    directory = newDirectory();
  });

  function build(go: string) {
    const file = join(directory, "go");
    writeFileSync(file, go, { mode: 0o755 });
    return builtEngine(join(directory, "cache"), () => {}, file);
  }

  it("builds the CLI once, from the module that pins its source", async () => {
    const built = await build(GO);
    ok(!("unavailable" in built));
    deepStrictEqual([built.origin, built.version], ["build", "3.248.0"]);
    const [kept = ""] = readdirSync(join(directory, "cache"));
    strictEqual(built.command, join(directory, "cache", kept, "pulumi"));
    deepStrictEqual(await build("#!/bin/sh\n[ $1 = version ]\n"), built);
  });

  it("says what Go said last where the build fails, and keeps nothing", async () => {
    const failed = await build(
      "#!/bin/sh\n[ $1 = version ] && exit\necho 'no space' >&2; exit 1\n",
    );
    deepStrictEqual(failed, { unavailable: "the build with Go failed (no space)" });
    deepStrictEqual(readdirSync(join(directory, "cache")), []);
  });

  it("says that there is no Go", async () => {
    const absent = await builtEngine(join(directory, "cache"), () => {}, join(directory, "absent"));
    match("unavailable" in absent ? absent.unavailable : "", /^no Go to build it with$/);
  });
});
