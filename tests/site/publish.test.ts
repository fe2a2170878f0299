import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { newerThan, publish } from "../../site/publish";

describe("a built site", () => {
  let directory: string;
  let draft: string;
  let site: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "site-"));
    draft = withPage("draft", "<p>new</p>");
    site = withPage("site", "<p>old</p>");
    writeFileSync(join(site, "gone.html"), "");
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  function withPage(name: string, text: string): string {
    const folder = join(directory, name);
    mkdirSync(folder);
    writeFileSync(join(folder, "index.html"), text);
    return folder;
  }

  const shown = () => readFileSync(join(site, "index.html"), "utf8");

  it("takes the place of the one before, wholly", () => {
    publish(draft, site);
    deepStrictEqual(
      [shown(), existsSync(join(site, "gone.html")), existsSync(draft)],
      ["<p>new</p>", false, false],
    );
  });

  it("leaves the one before where its links are dead", () => {
    writeFileSync(join(draft, "index.html"), '<a href="none.html">new</a>');
    throws(() => publish(draft, site), /dead links/);
    strictEqual(shown(), "<p>old</p>");
  });

  it("names the files that have changed since", () => {
    const docs = withPage("docs", "");
    const page = join(docs, "guide.md");
    writeFileSync(page, "");
    utimesSync(join(docs, "index.html"), 1, 1);
    utimesSync(join(site, "index.html"), 2, 2);
    utimesSync(page, 3, 3);
    deepStrictEqual(newerThan(site, [docs]), [page]);
    utimesSync(page, 1, 1);
    deepStrictEqual(newerThan(site, [docs]), []);
  });
});
