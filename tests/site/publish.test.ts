import { deepStrictEqual, doesNotThrow, strictEqual, throws } from "node:assert/strict";
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
import { checkLinks, newerThan, publish } from "../../site/publish";

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
