import { join } from "node:path";
import { goBuild } from "../../../sandbox/engine/go/go-build";
import { keptBuild, pinnedVersion } from "./kept-build";

/** Apart from Kubernetes's programs, because it pins other versions of the same modules. */
const SOURCES = join(__dirname, "pulumi-kubernetes");

/** The executable of Pulumi's own provider for Kubernetes. */
export async function buildProvider(): Promise<string> {
  return join(await keptBuild(SOURCES, build), "pulumi-resource-kubernetes");
}

async function build(draft: string): Promise<void> {
  const version = pinnedVersion(SOURCES, "github.com/pulumi/pulumi-kubernetes/provider/v4");
  console.log(
    `building pulumi-resource-kubernetes ${version} with Go, once: about seven minutes on two quiet cores, up to 4.4 GB of memory`,
  );
  await goBuild(
    SOURCES,
    [`-ldflags=-s -w -X main.version=${version}`, "-o", `${draft}/`, "./..."],
    { report: console.log },
  );
}
