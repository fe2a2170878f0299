import { match } from "node:assert/strict";
import { keepCode } from "../../site/fences";

describe("a page of the site", () => {
  it("shows braces in code as they stand, which Vue would compute", async () => {
    const { createMarkdownRenderer } = await import("vitepress");
    const markdown = await createMarkdownRenderer(__dirname, { config: keepCode });
    match(markdown.render("Write `{{name}}`."), /<code v-pre="">{{name}}<\/code>/);
  });
});
