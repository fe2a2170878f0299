import { Module } from "node:module";
import { requireOfPulumi } from "./require-of-pulumi";

// Import this before Pulumi. When it starts, Pulumi loads libraries for dynamic providers and for running the engine, which take
// most of its start-up time. Here each one is loaded when it is first used.
for (const library of [
  ...["./automation", "./typescript-shim.js", "@npmcli/arborist"],
  ...["js-yaml", "normalize-package-data", "semver"],
]) {
  loadWhenUsed(library);
}

/** Another version of Pulumi may not have the library. Then there is nothing to delay. */
function loadWhenUsed(library: string): void {
  const file = pathOf(library);
  if (file === undefined || require.cache[file]) return;
  const standIn = new Module(file);
  standIn.loaded = true;
  standIn.exports = new Proxy(
    {},
    {
      get: (_, name) => {
        // A module with this marker is used directly. Any other would be copied, which uses all of it.
        if (name === "__esModule") return true;
        if (require.cache[file] === standIn) delete require.cache[file];
        const used = requireOfPulumi(file);
        // A module that is a function is imported as its own default export.
        return name === "default" && !used.__esModule ? used : Reflect.get(used, name);
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
