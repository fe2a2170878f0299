import { strictEqual } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { galleryFiles } from "../../scripts/gallery";
import { builtFile } from "../built";

const CHECKOUT = join(__dirname, "../..");

describe("the gallery", () => {
  it("shows inventories, pictures and proofs as they are now: npm run gallery writes them", () => {
    builtFile("cli/main.js");
    const files = galleryFiles();
    for (const [file, text] of files) {
      strictEqual(readFileSync(join(CHECKOUT, file), "utf8"), text, file);
    }
    strictEqual(files.size, readdirSync(join(CHECKOUT, "docs/reference/gallery")).length + 1);
  });
});
