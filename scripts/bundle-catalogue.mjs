import { require } from "tsx/cjs/api";

/**
 * Runs the module that reads the doctor's catalogue, and puts the result into the program. Otherwise the command would parse
 * each file at every start, which takes half a second. A file that is no entry fails the build.
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
