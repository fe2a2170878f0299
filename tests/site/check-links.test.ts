import { doesNotThrow, throws } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { checkLinks } from "../../site/check-links";

describe("checkLinks", () => {
  let site: string;
  before(() => {
    site = mkdtempSync(join(tmpdir(), "site-"));
    writeFileSync(join(site, "other.html"), '<h2 id="here">Here</h2>');
  });
  after(() => rmSync(site, { recursive: true }));

  const check = (href: string) => {
    writeFileSync(join(site, "index.html"), `<h1 id="top">Top</h1><a href="${href}">link</a>`);
    checkLinks(site);
  };

  for (const href of ["other.html", "/", "./other.html#here", "#top", "https://aws.amazon.com"]) {
    it(`takes ${href}`, () => {
      doesNotThrow(() => check(href));
    });
  }

  for (const href of ["none.html", "/guides/", "./other.html#there", "#here"]) {
    it(`rejects ${href}, which leads nowhere`, () => {
      throws(() => check(href), { message: `dead links:\nindex.html links to ${href}` });
    });
  }
});
