// `node scripts/release/publish.mjs npm|github|nuget|maven|go|image [--dry-run]` sends the release to one registry. It leaves out
// what the registry has already, so that a release that failed half way can be run again. With --dry-run it asks no registry,
// sends nothing, and prints the commands.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout, readManifest } from "../packages.mjs";
import { run } from "./run.mjs";

const registries = { npm, github, nuget, maven, go, image };
const [registry, mode] = process.argv.slice(2);
const publicationsOf = registries[registry];
if (!publicationsOf) {
  console.error(`give one of ${Object.keys(registries).join(", ")}`);
  process.exit(2);
}

for (const { name, commands, isPublished = () => false, key = [] } of await publicationsOf()) {
  if (mode === "--dry-run") {
    for (const line of commands) console.log(line.join(" "));
  } else if (isPublished()) {
    console.log(`${name} was published before`);
  } else {
    for (const [command, ...args] of commands) run(command, [...args, ...key], { cwd: checkout });
    console.log(`${name} is published`);
  }
}

/** Every npm package of this project, with npm's provenance. */
function npm() {
  return ["bin/packages", "bin/sdks/packed/nodejs"].flatMap((folder) =>
    filesIn(folder, ".tgz").map((file) => {
      const tarball = join(folder, file);
      const manifest = run("tar", ["-xzOf", join(checkout, tarball), "package/package.json"]);
      const { name, version } = JSON.parse(manifest);
      return {
        name: `${name}@${version}`,
        // Without the dot, npm would take the path for a repository on GitHub.
        commands: [["npm", "publish", "--provenance", "--access", "public", `./${tarball}`]],
        isPublished: () => isInNpm(`${name}@${version}`),
      };
    }),
  );
}

function isInNpm(spec) {
  const { status, stdout, stderr } = spawnSync("npm", ["view", spec, "version"], {
    encoding: "utf8",
  });
  if (status === 0) return stdout.trim() !== "";
  if (stderr.includes("E404")) return false;
  throw new Error(`npm view ${spec} ended with ${status}:\n${stderr}`);
}

/** The release on GitHub: the packages, the plugin's archives and the bills of materials. */
function github() {
  const tag = `v${readManifest("package.json").version}`;
  const files = ["bin/packages", "bin/sdks/packed/go"].flatMap((folder) =>
    filesIn(folder).map((file) => join(folder, file)),
  );
  return [
    {
      name: `the release ${tag}`,
      commands: [["gh", "release", "create", tag, "--verify-tag", "--generate-notes"]],
      isPublished: () => spawnSync("gh", ["release", "view", tag], { cwd: checkout }).status === 0,
    },
    {
      // It is sent again each time, because an earlier upload may have ended half way.
      name: `what the release ${tag} holds`,
      commands: [["gh", "release", "upload", tag, "--clobber", ...files]],
    },
  ];
}

/** The .NET SDK. NUGET_API_KEY holds the key, which NuGet's command accepts only as an argument. */
function nuget() {
  const folder = "bin/sdks/packed/dotnet";
  // With this option the command leaves out packages that the registry has.
  const to = ["--source", "https://api.nuget.org/v3/index.json", "--skip-duplicate"];
  return filesIn(folder, ".nupkg").map((file) => ({
    name: file,
    commands: [["dotnet", "nuget", "push", join(folder, file), ...to]],
    key: ["--api-key", process.env.NUGET_API_KEY],
  }));
}

/** The Java SDK. Maven builds the same jars again, signs them and sends them to Maven Central. */
async function maven() {
  // Loaded only here, because the other registries need no installed library.
  const { XMLParser } = await import("fast-xml-parser");
  const folder = "bin/sdks/java";
  const text = readFileSync(join(checkout, folder, "pom.xml"), "utf8");
  const { groupId, artifactId, version } = new XMLParser({ parseTagValue: false }).parse(
    text,
  ).project;
  const artifact = [groupId, artifactId, version].join(":");
  const args = ["--batch-mode", "--file", folder, "--activate-profiles", "release", "deploy"];
  return [
    { name: artifact, commands: [["mvn", ...args]], isPublished: () => isInCentral(artifact) },
  ];
}

/** Asks Maven Central whether it has the artifact. */
function isInCentral(artifact) {
  const get = ["--batch-mode", "--quiet", "dependency:get", `-Dartifact=${artifact}:pom`];
  const { status, stdout } = spawnSync("mvn", [...get, "-Dtransitive=false"], {
    encoding: "utf8",
  });
  if (status !== 0 && !stdout.includes("Could not find artifact")) throw new Error(stdout);
  return status === 0;
}

/** The Go SDK: a tag, whose commit holds the files of the release and of the module. The commit is on no branch. */
function go() {
  const tag = `sdk/go/v${readManifest("sdk/plugin/schema.json").version}`;
  const reference = `refs/tags/${tag}`;
  const commit = commitOfGo(`The Go module of ${tag.slice("sdk/go/".length)}`);
  return [
    {
      name: tag,
      commands: [["git", "push", "origin", `${commit}:${reference}`]],
      isPublished: () => git(["ls-remote", "origin", reference]) !== "",
    },
  ];
}

/** Makes a commit that is on no branch. It uses an index of its own, so the checkout and its index do not change. */
function commitOfGo(message) {
  const module = join(checkout, "bin", "sdks", "go");
  // A workflow's runner has no Git identity.
  const author = ["-c", "user.name=release", "-c", "user.email=release@users.noreply.github.com"];
  const directory = mkdtempSync(join(tmpdir(), "go-module-"));
  try {
    const index = { GIT_INDEX_FILE: join(directory, "index") };
    git(["read-tree", "--empty"], index);
    git([`--work-tree=${module}`, "add", "--all", "--force", "."], index, module);
    const tree = git(["write-tree"], index);
    git(["read-tree", "HEAD"], index);
    git(["read-tree", "--prefix=sdk/go/", tree], index);
    const whole = git(["write-tree"], index);
    return git([...author, "commit-tree", whole, "-p", "HEAD", "-m", message]);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function git(args, variables = {}, cwd = checkout) {
  const directory = `--git-dir=${join(checkout, ".git")}`;
  return run("git", [directory, ...args], { cwd, env: { ...process.env, ...variables } }).trim();
}

/** The command's image on GitHub's registry. It is built, tried on the checkout's inventory, and only then sent. */
function image() {
  const { version } = readManifest("package.json");
  const repository = (process.env.GITHUB_REPOSITORY ?? "OWNER/NAME").toLowerCase();
  const name = `ghcr.io/${repository}:v${version}`;
  const inContainer = ["run", "--rm", "--volume", `${checkout}:/landing-zone:ro`, name];
  // It is sent again each time. The tag then names an image with the same packages.
  const steps = [
    ["build", "--tag", name, "."],
    [...inContainer, "--version"],
    [...inContainer, "check"],
    ["push", name],
  ];
  return [{ name, commands: steps.map((args) => ["docker", ...args]) }];
}

function filesIn(folder, end = "") {
  return readdirSync(join(checkout, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(end))
    .map(({ name }) => name);
}
