import { deepStrictEqual, ok } from "node:assert/strict";
import { ALL_KINDS, MISSES, WAYS } from "../../site/changes/examples";
import { changesPages } from "../../site/changes/pages";
import { KIND_TEXTS, NO_KINDS, textsOf } from "../../site/changes/texts";

describe("the pages of ways to read", () => {
  const pages = changesPages();
  const pageOf = (id: string) => pages[`reference/ways-to-read/${id}.md`] ?? "";

  it("are one for each kind and each negative, beside a list of them", () => {
    const ids = [...ALL_KINDS, ...NO_KINDS].map(({ id }) => id);
    const paths = ["index", ...ids].map((id) => `reference/ways-to-read/${id}.md`);
    deepStrictEqual(Object.keys(pages), paths);
    for (const id of ids) ok(pageOf("index").includes(`[${id}](${id}.md)`), id);
  });

  it("have the texts of these kinds, and of no other", () => {
    deepStrictEqual([...KIND_TEXTS.keys()].sort(), ALL_KINDS.map(({ id }) => id).sort());
    for (const kind of ALL_KINDS) ok(textsOf(kind).pages.length > 0, kind.id);
  });

  it("count what negatives say that a kind counts", () => {
    const counted = NO_KINDS.flatMap(({ countedBy = [] }) => countedBy);
    deepStrictEqual(
      counted.filter((id) => !KIND_TEXTS.has(id)),
      [],
    );
  });

  it("show what the attacker does, the fix, and the events, which are no mere rights", () => {
    for (const kind of ALL_KINDS) {
      const { id } = kind;
      const { events } = textsOf(kind);
      const page = pageOf(id);
      ok(/## Where it works\n\nBy .*\n\n```yaml\n/.test(page), id);
      ok(/```sh\n# (.*\n)+# read\naws /.test(page), id);
      ok(page.includes("What to do: "), id);
      for (const event of events) ok(page.includes(`- \`${event}\``), `${id}: ${event}`);
      ok(events.length > 0 && !/ (PassRole|TagSession)$/m.test(events.join("\n")), id);
    }
  });

  it("come near to known kinds and negatives alone", () => {
    const known = [...ALL_KINDS, ...NO_KINDS].map(({ id }) => id);
    const strays = [...WAYS, ...MISSES].flatMap(({ kinds }) => kinds);
    deepStrictEqual(
      strays.filter((id) => !known.includes(id)),
      [],
    );
  });

  it("say of at least 25 ways of AWS and 10 of Kubernetes that they are replayed", () => {
    const ofAws = WAYS.filter(({ notReplayed }) => notReplayed === undefined);
    ok(ofAws.length >= 25, `${ofAws.length} ways`);
    const onServer = Object.values(pages).filter((page) =>
      page.includes("own API server by kubectl"),
    );
    ok(onServer.length >= 10, `${onServer.length} pages`);
    ok(pageOf("share-parameter").includes("Not replayed: "));
    ok(pageOf("pass-role").includes("\nReplayed: "));
    ok(pageOf("create-pod-identity-association").includes("\nReplayed: "));
  });
});
