import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtEngine } from "../../../sandbox/engine/built-engine";

/** In place of Go: says its version, else notes its arguments in the file that it is told to build. */
const GO = `#!/bin/sh
[ "$1" = version ] && exit 0
echo "github.com/some/package" >&2
while [ "$1" != -o ]; do shift; done
printf %s "$*" > "$2"
`;

describe("builtEngine", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "built-engine-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

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
