import { require } from "tsx/cjs/api";

/**
 * Runs the modules that read data from YAML files, and puts into the program what they export beside functions: to parse each file
 * again whenever the command starts would take half a second. A file that is not valid fails the build.
 */
export const readData = {
  name: "read data",
  setup({ onLoad }) {
    const modules = /[\\/](doctor[\\/]catalogue[\\/]entries|permissions[\\/]calls[\\/]table)\.ts$/;
    onLoad({ filter: modules }, ({ path }) => {
      const values = Object.entries(require(path, import.meta.url));
      const data = values.filter(([, value]) => typeof value !== "function");
      const lines = data.map(([name, value]) => {
        const json = JSON.stringify(JSON.stringify(value));
        return `export const ${name} = JSON.parse(${json});`;
      });
      return { contents: lines.join("\n") };
    });
  },
};
