import { join } from "node:path";
import { goBuild } from "../../../sandbox/engine/go/go-build";
import { keptBuild, pinnedVersion } from "./kept-build";

/** Its go.mod pins the versions; each of its folders has the main of one program. */
const SOURCES = join(__dirname, "kubernetes");

const VERSION = "k8s.io/component-base/version";

/** Kubernetes's control plane, without a scheduler. */
export interface Programs {
  etcd: string;
  apiServer: string;
  controllerManager: string;
}

export async function buildPrograms(): Promise<Programs> {
  const directory = await keptBuild(SOURCES, build);
  return {
    etcd: join(directory, "etcd"),
    apiServer: join(directory, "kube-apiserver"),
    controllerManager: join(directory, "kube-controller-manager"),
  };
}

async function build(draft: string): Promise<void> {
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
