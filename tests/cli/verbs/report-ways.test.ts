import { doesNotMatch, match, strictEqual } from "node:assert/strict";
import type { WaysAnswer } from "../../../cli/access-answers/way-shapes";
import { pageOf, REFERENCE } from "../pages";
import { someWays, way } from "../some-ways";

const NONE: WaysAnswer = { result: "complete", kinds: 60, ways: [] };

describe("the ways through changes of a report's page", () => {
  it("says first, and in a tile, that others come to read", async () => {
    const text = await pageOf(REFERENCE, { ways: someWays });
    match(
      text,
      /<li class="refuted"><b>1 way<\/b><a href="#ways-title">by which others come to read/,
    );
    match(text, /id="ways-title">Who can come to read</);
    match(text, /<b class="refuted">Through any number of changes, others come to read<\/b>/);
    match(
      text,
      /If what nobody read is at its worst, also:[\s\S]*supposing the worst: nobody read/,
    );
    match(text, /Declared, by administrators and the roles that deploy:[\s\S]*role admin/);
  });

  it("shows of each step the call and what allows it, and escapes all of it", async () => {
    const text = await pageOf(REFERENCE, { ways: { ...someWays, reason: "a < b" } });
    match(
      text,
      /asks for secretsmanager:PutResourcePolicy on [\s\S]*statement 0 of its policy &lt;1&gt;/,
    );
    match(text, /<li>Then a session of role ci .*secretsmanager:GetSecretValue/);
    match(text, /There may be other ways: a &lt; b/);
  });

  it("is green only where all was looked at, and nobody else comes to read", async () => {
    const looks = async (ways: WaysAnswer) => {
      const text = await pageOf(REFERENCE, { ways });
      const [, look] = /<li class="(\w+)"><b>[^<]*<\/b><a href="#ways-title">/.exec(text) ?? [];
      const [, section = ""] = /id="ways-title">([\s\S]*?)<\/section>/.exec(text) ?? [];
      strictEqual(section.includes('class="proved"'), look === "proved");
      return look;
    };
    strictEqual(await looks(NONE), "proved");
    strictEqual(await looks({ ...NONE, ways: [way({ declared: true })] }), "proved");
    strictEqual(await looks({ ...NONE, ways: [way({ supposes: ["nobody read it"] })] }), "unknown");
    strictEqual(await looks({ ...NONE, result: "unknown", reason: "not read" }), "unknown");
    const unknownClusters = [{ arn: "arn:aws:eks:eu-west-1:111111111111:cluster/shop" }];
    strictEqual(await looks({ ...NONE, result: "unknown", unknownClusters }), "unknown");
    const unreadCompute = [{ account: "111111111111", reason: "AccessDenied" }];
    strictEqual(await looks({ ...NONE, unreadCompute }), "unknown");
    strictEqual(await looks({ ...NONE, unreadCompute: [] }), "proved");
    strictEqual(await looks({ ...NONE, notLookedAt: ["its management account"] }), "unknown");
    strictEqual(await looks(someWays), "refuted");
  });

  it("says nothing of ways where nobody asked", async () => {
    doesNotMatch(await pageOf(REFERENCE), /id="ways-title"/);
  });
});
