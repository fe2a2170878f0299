// `node scripts/release/pack-sdk.mjs LANGUAGE` packs an SDK that generate-sdks.mjs has written, as the language's registry needs it.
// The result goes into bin/sdks/packed/LANGUAGE.
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout, readManifest } from "../packages.mjs";
import { projectObjectModel } from "./pom.mjs";
import { archiveOf, run } from "./run.mjs";

const packers = { dotnet, go, java, nodejs, python };
const [language = ""] = process.argv.slice(2);
const release = join(checkout, "scripts", "release");
const output = join(checkout, "bin", "sdks");
const packed = join(output, "packed", language);

rmSync(packed, { recursive: true, force: true });
mkdirSync(packed, { recursive: true });
try {
  packers[language]({
    source: join(output, language),
    packed,
    schema: readManifest("sdk/plugin/schema.json"),
    licence: join(checkout, "LICENSE"),
  });
} catch (error) {
  console.error(`error: the SDK of ${language} is not packed: ${error.message}`);
  process.exitCode = 1;
}

/** Builds the generated project, which makes the package for NuGet. */
function dotnet({ source, packed }) {
  const [project] = readdirSync(source).filter((file) => file.endsWith(".csproj"));
  const options = ["--configuration", "Release", "-p:Deterministic=true"];
  run("dotnet", ["build", join(source, project), ...options, `-p:PackageOutputPath=${packed}`]);
}

/** Packs the Go module. Go has no registry, but fetches a module by its tag in the repository. */
function go({ source, packed, schema, licence }) {
  const { go, nodejs } = schema.language;
  const oldest = nodejs.dependencies["@pulumi/pulumi"].slice(1);
  const requirement = `require github.com/pulumi/pulumi/sdk/v3 v${oldest}`;
  writeFileSync(join(source, "go.mod"), `module ${go.modulePath}\n\ngo 1.24\n\n${requirement}\n`);
  copyFileSync(licence, join(source, "LICENSE"));
  run("go", ["mod", "tidy"], { cwd: source });
  run("go", ["build", "./..."], { cwd: source, env: { ...process.env, CGO_ENABLED: "0" } });
  const name = `${schema.name}-sdk-go-${schema.version}`;
  writeFileSync(join(packed, `${name}.tar.gz`), archiveOf(source, name));
}

/**
 * Makes the jars of classes, sources and documentation for Maven Central. The generated build is for Gradle. This one is for
 * Maven, because Maven Central provides a plugin for it. It takes the dependencies from the generated build.
 */
function java({ source, packed, schema, licence }) {
  const build = readFileSync(join(source, "build.gradle"), "utf8");
  const dependencies = [...build.matchAll(/implementation\("(.+):(.+):(.+)"\)/g)].map(
    ([, groupId, artifactId, version]) => ({ groupId, artifactId, version }),
  );
  writeFileSync(join(source, "pom.xml"), projectObjectModel(schema, dependencies));
  writeResources(join(source, "src", "main", "resources"), schema, licence);
  run("mvn", ["--batch-mode", "--quiet", "clean", "package"], { cwd: source });
  const target = join(source, "target");
  for (const jar of readdirSync(target).filter((file) => file.endsWith(".jar"))) {
    copyFileSync(join(target, jar), join(packed, jar));
  }
  copyFileSync(join(source, "pom.xml"), join(packed, `${schema.name}-${schema.version}.pom`));
}

/** Writes the licence, the version that the generated code reads, and the description of the plugin for Pulumi. */
function writeResources(resources, { name, version, language: { java } }, licence) {
  const folder = join(resources, ...java.basePackage.split("."), name);
  for (const directory of [folder, join(resources, "META-INF")]) {
    mkdirSync(directory, { recursive: true });
  }
  copyFileSync(licence, join(resources, "META-INF", "LICENSE"));
  writeFileSync(join(folder, "version.txt"), version);
  writeFileSync(join(folder, "plugin.json"), JSON.stringify({ resource: true, name, version }));
}

/** Packs the npm package for programs that use the components as a plugin. Other programs import the library itself. */
function nodejs({ source, packed, licence }) {
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  run(process.execPath, [compiler], { cwd: source });
  const compiled = join(source, "bin");
  for (const file of ["package.json", "README.md"]) {
    copyFileSync(join(source, file), join(compiled, file));
  }
  copyFileSync(licence, join(compiled, "LICENSE"));
  run("npm", ["pack", "--pack-destination", packed], { cwd: compiled });
}

/** Makes a wheel and a source distribution for PyPI. */
function python({ source, packed, licence }) {
  copyFileSync(join(source, "eks_pod_secrets", "README.md"), join(source, "README.md"));
  copyFileSync(licence, join(source, "LICENSE"));
  const directory = mkdtempSync(join(tmpdir(), "python-"));
  try {
    const tools = join(directory, "tools");
    run("python3", ["-m", "venv", tools]);
    const python = join(tools, "bin", "python");
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run(python, [...pip, "--require-hashes", "-r", join(release, "python-requirements.txt")]);
    run(python, ["-m", "build", "--no-isolation", "--outdir", packed, source], {
      // The earliest time that a wheel can hold. With it, each build gives the same bytes.
      env: { ...process.env, SOURCE_DATE_EPOCH: "315532800" },
    });
    packAgain(packed, directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Packs the source distribution again, because the first archive contains the time of its build. */
function packAgain(packed, directory) {
  const [name] = readdirSync(packed).filter((file) => file.endsWith(".tar.gz"));
  run("tar", ["-xzf", join(packed, name), "-C", directory]);
  const folder = name.replace(/\.tar\.gz$/, "");
  writeFileSync(join(packed, name), archiveOf(join(directory, folder), folder));
}
