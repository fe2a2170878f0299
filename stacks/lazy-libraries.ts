import { createRequire, Module } from "node:module";

// Imported before Pulumi. For functions that become resources, of which there are none here, Pulumi loads the TypeScript
// compiler and npm's resolver at its start: more than half of that start's time. Each is loaded when it is first used.
const requireOfPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));
loadWhenUsed("./typescript-shim.js");
loadWhenUsed("@npmcli/arborist");

/** Another version of Pulumi may have no such library: then there is nothing to put off. */
function loadWhenUsed(library: string): void {
  const file = pathOf(library);
  if (file === undefined || require.cache[file]) return;
  const standIn = new Module(file);
  standIn.loaded = true;
  standIn.exports = new Proxy(
    {},
    {
      get: (_, name) => {
        // As a module of this kind it is used as it is; any other would be copied, which uses all of it.
        if (name === "__esModule") return true;
        if (require.cache[file] === standIn) delete require.cache[file];
        return Reflect.get(requireOfPulumi(file), name);
      },
    },
  );
  require.cache[file] = standIn;
}

function pathOf(library: string): string | undefined {
  try {
    return requireOfPulumi.resolve(library);
  } catch {
    return undefined;
  }
}
