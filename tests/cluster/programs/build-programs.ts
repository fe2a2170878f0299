import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { goBuild } from "../../../sandbox/engine/go/go-build";
import { withLock } from "../../../sandbox/instance/lock";

/** Go sources. Their go.mod pins the versions, and each folder has the main package of one program. */
const SOURCES = join(__dirname, "kubernetes");

const VERSION = "k8s.io/component-base/version";

/** Kubernetes's control plane, without a scheduler. */
export interface Programs {
  etcd: string;
  apiServer: string;
  controllerManager: string;
}

export async function buildPrograms(): Promise<Programs> {
  const directory = await keptBuild(SOURCES, makePrograms);
  return {
    etcd: join(directory, "etcd"),
    apiServer: join(directory, "kube-apiserver"),
    controllerManager: join(directory, "kube-controller-manager"),
  };
}

async function makePrograms(draft: string): Promise<void> {
  const version = pinnedVersion(SOURCES, "k8s.io/kubernetes");
  const [major, minor] = version.split(".");
  console.log(
    `building kube-apiserver, kube-controller-manager ${version} and etcd with Go, once: about five minutes on two quiet cores, up to 1.9 GB of memory`,
  );
  await goBuild(
    SOURCES,
    [
      `-ldflags=-s -w -X ${VERSION}.gitVersion=v${version} -X ${VERSION}.gitMajor=${major} -X ${VERSION}.gitMinor=${minor}`,
      ...["-o", `${draft}/`, "./..."],
    ],
    { report: console.log },
  );
}

/** Separate from Kubernetes's programs, because the provider pins other versions of the same modules. */
const PROVIDER_SOURCES = join(__dirname, "pulumi-kubernetes");

/** The executable of Pulumi's own provider for Kubernetes. */
export async function buildProvider(): Promise<string> {
  return join(await keptBuild(PROVIDER_SOURCES, makeProvider), "pulumi-resource-kubernetes");
}

async function makeProvider(draft: string): Promise<void> {
  const version = pinnedVersion(
    PROVIDER_SOURCES,
    "github.com/pulumi/pulumi-kubernetes/provider/v4",
  );
  console.log(
    `building pulumi-resource-kubernetes ${version} with Go, once: about seven minutes on two quiet cores, up to 4.4 GB of memory`,
  );
  await goBuild(
    PROVIDER_SOURCES,
    [`-ldflags=-s -w -X main.version=${version}`, "-o", `${draft}/`, "./..."],
    { report: console.log },
  );
}

/**
 * Returns the directory of what `build` makes from a folder of Go sources. It builds once for each state of the sources, and keeps
 * the result beside the engine's cache. `build` fills a draft, so a kill leaves either nothing or all programs.
 */
async function keptBuild(
  sources: string,
  build: (draft: string) => Promise<void>,
): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const parent = join(cache, "eks-pod-secrets", basename(sources));
  const directory = join(parent, digestOf(sources).slice(0, 12));
  mkdirSync(parent, { recursive: true });
  await withLock(
    `${directory}.lock`,
    async () => {
      if (existsSync(directory)) return;
      removeDrafts(directory);
      const draft = mkdtempSync(`${directory}.draft-`);
      try {
        await build(draft);
        renameSync(draft, directory);
      } finally {
        rmSync(draft, { recursive: true, force: true });
      }
    },
    (holder) => console.log(`waiting for process ${holder}, which builds the same programs`),
  );
  return directory;
}

/** Runs under the lock, so the maker of any draft was killed. */
function removeDrafts(directory: string): void {
  const drafts = readdirSync(dirname(directory)).filter((name) =>
    name.startsWith(`${basename(directory)}.draft-`),
  );
  for (const draft of drafts) rmSync(join(dirname(directory), draft), { recursive: true });
}

/** The version of a module in a folder's go.mod, without its `v`. */
function pinnedVersion(sources: string, module: string): string {
  const words = readFileSync(join(sources, "go.mod"), "utf8").split(/\s+/);
  const version = words[words.indexOf(module) + 1];
  if (!version?.startsWith("v")) throw new Error(`${sources}/go.mod must pin ${module}`);
  return version.slice(1);
}

function digestOf(directory: string): string {
  const hash = createHash("sha256");
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).sort();
  for (const file of files.filter((one) => /\.(go|mod|sum)$/.test(one))) {
    hash.update(file).update(readFileSync(join(directory, file)));
  }
  return hash.digest("hex");
}
