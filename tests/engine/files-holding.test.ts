import { strictEqual } from "node:assert";
import { holds } from "./files-holding";

describe("the scan for secret values", () => {
  const value = "swordfish-of-account-a";

  it("finds a value as it is", () => {
    strictEqual(holds(Buffer.from(`{"a":"${value}"}`), value), true);
  });

  for (const before of ["", "x", "xy", "xyz"]) {
    it(`finds a value in base64 after ${before.length} bytes`, () => {
      const encoded = Buffer.from(`${before}${value} and more`).toString("base64");
      strictEqual(holds(Buffer.from(`{"a":"${encoded}"}`), value), true);
    });
  }

  it("finds nothing in another text", () => {
    const encoded = Buffer.from("haddock-of-account-a").toString("base64");
    strictEqual(holds(Buffer.from(`haddock-of-account-a ${encoded}`), value), false);
  });
});
