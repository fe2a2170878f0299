import { require } from "tsx/cjs/api";

/**
 * Runs the module that reads the doctor's catalogue, and puts into the program what it exports: to parse each file again whenever
 * the command starts would take half a second. A file that is no entry fails the build.
 */
export const readCatalogue = {
  name: "read catalogue",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]doctor[\\/]catalogue[\\/]entries\.ts$/ }, ({ path }) => {
      const { CATALOGUE } = require(path, import.meta.url);
      const json = JSON.stringify(JSON.stringify(CATALOGUE));
      return { contents: `export const CATALOGUE = JSON.parse(${json});` };
    });
  },
};
