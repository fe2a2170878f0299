import { doesNotThrow, throws } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { checkLinks } from "../../site/publish";

describe("checkLinks", () => {
  let site: string;
  before(() => {
    site = mkdtempSync(join(tmpdir(), "site-"));
    writeFileSync(join(site, "other.html"), '<h2 id="here">Here</h2>');
  });
  after(() => rmSync(site, { recursive: true }));

  const checkPage = (link: string) => {
    writeFileSync(join(site, "index.html"), `<h1 id="top">Top</h1>${link}`);
    checkLinks(site);
  };
  const check = (href: string) => checkPage(`<a href="${href}">link</a>`);

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

  it("takes a picture and a script that are there, or stand in the page, and rejects others", () => {
    writeFileSync(join(site, "picture.svg"), "<svg/>");
    doesNotThrow(() => checkPage('<img src="/picture.svg"><script src="./picture.svg"></script>'));
    doesNotThrow(() => checkPage('<img src="data:image/svg+xml,x">'));
    throws(() => checkPage('<img src="none.svg">'), /index\.html links to none\.svg/);
    throws(() => checkPage('<script src="/none.js"></script>'), /index\.html links to \/none\.js/);
  });
});
