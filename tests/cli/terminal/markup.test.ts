import { strictEqual } from "node:assert";

import { Markup, markup } from "../../../cli/terminal/markup";

describe("markup", () => {
  it("escapes every text, in contents and in attributes", () => {
    const text = `<b title="x" class='y'>&amp;`;
    strictEqual(
      markup`<p title="${text}">${text}</p>`.toString(),
      `<p title="&lt;b title=&quot;x&quot; class=&#39;y&#39;&gt;&amp;amp;">&lt;b title=&quot;x&quot; class=&#39;y&#39;&gt;&amp;amp;</p>`,
    );
  });

  it("keeps markup as it is, lists in their order, and makes nothing of nothing", () => {
    const items = ["a", "<"].map((one) => markup`<li>${one}</li>`);
    strictEqual(
      markup`<ul>${items}</ul>${undefined}${false}${0}${new Markup("<hr>")}`.toString(),
      "<ul><li>a</li><li>&lt;</li></ul>0<hr>",
    );
  });

  it("replaces what XML cannot hold: control characters and halves of characters", () => {
    strictEqual(
      markup`${"a\u0000b\u001bc\ud83dd\udc00e\uffff😀\t\n"}`.toString(),
      "a�b�c�d�e�😀\t\n",
    );
  });
});
