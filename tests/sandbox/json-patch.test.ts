import { deepStrictEqual, throws } from "node:assert";
import { jsonPatch } from "../../sandbox/kubernetes/api/patch";
import type { Json } from "../../sandbox/kubernetes/model/object";

const target: Json = { labels: { a: "1", "b/c~d": "2" }, list: ["x", "y"] };
const patched = (...operations: Json[]) => jsonPatch(target, operations);
const refuses = (operation: Json, code: number, message: RegExp) =>
  throws(() => patched(operation), { code, message });

describe("a JSON patch of the sandbox's Kubernetes", () => {
  it("adds, replaces and removes members and items, in order", () => {
    const after = patched(
      { op: "add", path: "/labels/new", value: {} },
      { op: "add", path: "/labels/new/deep", value: "3" },
      { op: "remove", path: "/labels/b~1c~0d" },
      { op: "replace", path: "/list/1", value: "z" },
      { op: "add", path: "/list/0", value: "first" },
      { op: "add", path: "/list/-", value: "last" },
      { op: "remove", path: "/list/1" },
    );
    const labels = { a: "1", new: { deep: "3" } };
    deepStrictEqual(after, { labels, list: ["first", "z", "last"] });
    deepStrictEqual(target, { labels: { a: "1", "b/c~d": "2" }, list: ["x", "y"] });
  });

  it("takes `__proto__` for a name like any other", () => {
    const after = patched({ op: "add", path: "/__proto__", value: { polluted: true } });
    deepStrictEqual(Object.keys(after as object), ["labels", "list", "__proto__"]);
    refuses({ op: "add", path: "/constructor/prototype", value: 1 }, 422, /no "constructor"/);
  });

  it("has ten thousand operations at the most, as in Kubernetes", () => {
    const operation = { op: "test", path: "/labels/a", value: "1" };
    const operations = (count: number) => Array.from({ length: count }, () => operation);
    deepStrictEqual(patched(...operations(10_000)), target);
    throws(() => patched(...operations(10_001)), {
      code: 413,
      message:
        "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001",
    });
  });

  it("tests a value whatever the order of its members, the whole object's too", () => {
    const { labels, list } = target as { labels: Json; list: Json };
    deepStrictEqual(patched({ op: "test", path: "", value: { list, labels } }), target);
    refuses({ op: "test", path: "", value: {} }, 422, /its test of {2}failed/);
    refuses({ op: "test", path: "/labels/a", value: "2" }, 422, /its test of \/labels\/a failed/);
  });

  it("refuses what names nothing that is there", () => {
    for (const op of ["remove", "replace", "test"]) {
      for (const path of ["/other", "/list/2", "/list/-", "/list/01", "/list/", "/list/length"]) {
        refuses({ op, path, value: null }, 422, /there is no/);
      }
    }
    for (const path of ["/other/member", "/list/3", "/labels/a/deep"]) {
      refuses({ op: "add", path, value: null }, 422, /there is no/);
    }
  });

  it("refuses what makes no sense", () => {
    refuses({ op: "rename", path: "/labels" }, 400, /unknown JSON patch operation rename/);
    refuses({ op: "remove", path: "labels" }, 400, /labels is no JSON pointer/);
    refuses({ op: "remove" }, 400, /must have op and path/);
  });
});
