import { deepStrictEqual } from "node:assert";

import { count } from "../../../cli/terminal/output";

describe("a count in words", () => {
  it("has the plural of its noun, of one that ends in s too", () => {
    deepStrictEqual(
      [count(1, "add-on"), count(2, "add-on"), count(2, "SecretProviderClass")],
      ["1 add-on", "2 add-ons", "2 SecretProviderClasses"],
    );
  });
});
