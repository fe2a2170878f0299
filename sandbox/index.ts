export { describeEngine } from "./engine/engine";
export { engineCacheDirectory } from "./engine/engine-cache";
export { type ControlClient, controlClient } from "./instance/control-client";
export {
  type Connection,
  type DataDirectory,
  dataDirectory,
  prepareDataDirectory,
  removeDataDirectory,
} from "./instance/data-directory";
export type { ReadInventory } from "./instance/served-inventory";
export { startServer, stopServer } from "./instance/server-process";
export { commandEnvironment } from "./pulumi/environment";
export { prepareEngine } from "./pulumi/executables";
export { type Ended, runCommand } from "./pulumi/run-pulumi";
