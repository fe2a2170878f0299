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
import { join } from "node:path";

import { goBuild } from "../../sandbox/engine/go/go-build";
import { withLock } from "../../sandbox/instance/lock";

/** Its go.mod pins the versions; each of its folders has the main of one program. */
const SOURCES = join(__dirname, "go");

const VERSION = "k8s.io/component-base/version";

/** Kubernetes's API server and its store. */
export interface Programs {
  etcd: string;
  apiServer: string;
}

/** Builds the programs once for each state of their sources, beside the engine's cache. */
export async function buildPrograms(): Promise<Programs> {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const parent = join(cache, "eks-pod-secrets", "kubernetes");
  const directory = join(parent, digestOf(SOURCES).slice(0, 12));
  mkdirSync(parent, { recursive: true });
  await withLock(
    `${directory}.lock`,
    async () => {
      if (!existsSync(directory)) await fill(directory);
    },
    (holder) => console.log(`waiting for process ${holder}, which builds the same programs`),
  );
  return {
    etcd: join(directory, "etcd"),
    apiServer: join(directory, "kube-apiserver"),
  };
}

/** By way of a draft, so that a kill leaves either nothing or all programs. */
async function fill(directory: string): Promise<void> {
  const version = pinnedVersion();
  const [major, minor] = version.split(".");
  console.log(
    `building kube-apiserver ${version} and etcd with Go, once: about four minutes on two quiet cores, up to 1.8 GB of memory`,
  );
  const draft = mkdtempSync(`${directory}.draft-`);
  try {
    await goBuild(
      SOURCES,
      [
        `-ldflags=-s -w -X ${VERSION}.gitVersion=v${version} -X ${VERSION}.gitMajor=${major} -X ${VERSION}.gitMinor=${minor}`,
        ...["-o", `${draft}/`, "./..."],
      ],
      { report: console.log },
    );
    renameSync(draft, directory);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function pinnedVersion(): string {
  const pins = readFileSync(join(SOURCES, "go.mod"), "utf8");
  const version = /^\s*k8s\.io\/kubernetes v(\S+)$/m.exec(pins)?.[1];
  if (!version) throw new Error(`${SOURCES}/go.mod must pin k8s.io/kubernetes`);
  return version;
}

function digestOf(directory: string): string {
  const hash = createHash("sha256");
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).sort();
  for (const file of files.filter((one) => /\.(go|mod|sum)$/.test(one))) {
    hash.update(file).update(readFileSync(join(directory, file)));
  }
  return hash.digest("hex");
}
