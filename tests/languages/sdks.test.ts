import { match, ok } from "node:assert/strict";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { peerDependencies } from "../../package.json";
import { goProgram } from "./go-program";
import { runIn } from "./run-in";

const checkout = join(__dirname, "..", "..");
const schema = join(checkout, "sdk", "plugin", "schema.json");
const oldest = peerDependencies["@pulumi/pulumi"].slice(1);

describe("the SDKs by Pulumi's generators", function () {
  this.timeout(10 * 60_000); // The first run builds the generator.
  let directory: string;
  const sdk = (language: string) => join(directory, language);

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "sdks-"));
    const generator = await goProgram("generator", "generate-sdk", ".");
    for (const language of ["nodejs", "python", "go"]) {
      await runIn(directory, generator, [language, schema, sdk(language)]);
    }
  });
  after(() => rmSync(directory, { recursive: true }));

  it("compile for Node.js, and take the runtime's versions that the library takes", async () => {
    symlinkSync(join(checkout, "node_modules"), join(sdk("nodejs"), "node_modules"));
    await runIn(sdk("nodejs"), process.execPath, [require.resolve("typescript/bin/tsc")]);
    ok(existsSync(join(sdk("nodejs"), "bin", "podReader.js")));
    const { dependencies } = JSON.parse(readFileSync(join(sdk("nodejs"), "package.json"), "utf8"));
    match(dependencies["@pulumi/pulumi"], new RegExp(`^\\^${oldest}$`));
  });

  it("compile for Python, and take the runtime's versions that the library takes", async () => {
    const program = join(checkout, "examples", "languages", "python");
    cpSync(program, join(sdk("python"), "program"), { recursive: true });
    await runIn(sdk("python"), "python3", ["-m", "compileall", "-q", "."]);
    const project = readFileSync(join(sdk("python"), "pyproject.toml"), "utf8");
    ok(project.includes(`"pulumi>=${oldest},<4.0.0"`));
  });

  it("compile for Go, with the example program", async () => {
    const program = join(directory, "program");
    cpSync(join(checkout, "examples", "languages", "go"), program, { recursive: true });
    mkdirSync(join(program, "sdks"));
    const module = join(program, "sdks", "eks-pod-secrets");
    cpSync(sdk("go"), module, { recursive: true });
    writeFileSync(join(module, "go.mod"), goModule);
    const environment = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=mod" };
    await runIn(program, "go", ["build", "-o", "orders", "."], environment);
    ok(existsSync(join(program, "orders")));
  });
});

/** What `pulumi package add` writes beside a generated SDK. */
const goModule = `module eks-pod-secrets/sdk/go

go 1.24

require github.com/pulumi/pulumi/sdk/v3 v${oldest}
`;
