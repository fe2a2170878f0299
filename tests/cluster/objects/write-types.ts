import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { installationDirectory } from "../../../sandbox/instance/installation";
import { startCluster } from "../running/start-cluster";
import { servedTypes } from "./served-types";

const FILE = "sandbox/kubernetes/schema/field-types.json";

async function write(): Promise<void> {
  const { client, stop } = await startCluster();
  try {
    const types = await servedTypes(client);
    writeFileSync(join(installationDirectory(), FILE), `${JSON.stringify(types, undefined, 2)}\n`);
  } finally {
    await stop();
  }
}

write();
