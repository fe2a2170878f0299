import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import type { KubernetesObject } from "./api-client";

const run = promisify(execFile);

/** The driver that the components install by Helm, and the hash of its Go module. */
const DRIVER = {
  module: "sigs.k8s.io/secrets-store-csi-driver@v1.6.0",
  sum: "h1:YpKG/2hJkp3EkRGpH5SPxg1/5AkmeD5pwHNKIlE90FU=",
};

/** The custom resource definitions in the driver's own chart, as its Go module holds them. */
export async function driverCrds(): Promise<KubernetesObject[]> {
  // Outside of any module, so that no go.mod decides on versions.
  const { stdout } = await run("go", ["mod", "download", "-json", DRIVER.module], {
    cwd: tmpdir(),
  });
  const { Dir, Sum } = JSON.parse(stdout);
  if (Sum !== DRIVER.sum)
    throw new Error(`${DRIVER.module} must have the hash ${DRIVER.sum}, got ${Sum}`);
  const directory = join(Dir, "charts/secrets-store-csi-driver/crds");
  return readdirSync(directory).map((file) => parse(readFileSync(join(directory, file), "utf8")));
}
