import { deepStrictEqual, ok, throws } from "node:assert/strict";
import { jsonPatch } from "../../../sandbox/kubernetes/api/patch";
import { strategicMergePatch } from "../../../sandbox/kubernetes/api/strategic-merge";
import type { Json } from "../../../sandbox/kubernetes/model/object";

describe("a strategic merge patch", () => {
  const spec: Json = {
    replicas: 1,
    containers: [
      {
        name: "app",
        image: "app:1",
        env: [
          { name: "A", value: "1" },
          { name: "B", value: "2" },
        ],
        ports: [{ containerPort: 80 }],
        args: ["x", "y"],
      },
      { name: "side", image: "side:1" },
    ],
    volumes: [{ name: "v", emptyDir: {} }],
  };

  const imagesOf = (value: Json) => {
    const { containers } = value as unknown as { containers: { name: string; image: string }[] };
    return containers.map(({ image, name }) => `${name} ${image}`);
  };

  const patched = (before: Json, patch: object) => strategicMergePatch(before, patch as Json);

  it("changes the items that it names by their keys, and leaves the others", () => {
    const patch = {
      containers: [
        {
          name: "app",
          env: [{ name: "B", value: "3" }],
          ports: [{ containerPort: 80, name: "http" }, { containerPort: 81 }],
        },
      ],
    };
    deepStrictEqual(patched(spec, patch), {
      ...spec,
      containers: [
        {
          name: "app",
          image: "app:1",
          env: [
            { name: "A", value: "1" },
            { name: "B", value: "3" },
          ],
          ports: [{ containerPort: 80, name: "http" }, { containerPort: 81 }],
          args: ["x", "y"],
        },
        { name: "side", image: "side:1" },
      ],
    });
  });

  it("removes what it says, and replaces lists without a key", () => {
    const patch = {
      replicas: null,
      volumes: null,
      containers: [
        { name: "app", args: ["z"], env: [{ name: "A", $patch: "delete" }] },
        { name: "side", $patch: "delete" },
      ],
    };
    deepStrictEqual(patched(spec, patch), {
      containers: [
        {
          name: "app",
          image: "app:1",
          env: [{ name: "B", value: "2" }],
          ports: [{ containerPort: 80 }],
          args: ["z"],
        },
      ],
    });
  });

  it("orders a list as it says", () => {
    const patch = {
      "$setElementOrder/containers": [{ name: "side" }, { name: "new" }, { name: "app" }],
      containers: [{ name: "new", image: "new:1" }],
    };
    deepStrictEqual(imagesOf(patched(spec, patch)), ["side side:1", "new new:1", "app app:1"]);
  });

  it("replaces a list or an object whole, and keeps alone what is retained", () => {
    const whole = { containers: [{ $patch: "replace" }, { name: "only", image: "only:1" }] };
    deepStrictEqual(imagesOf(patched(spec, whole)), ["only only:1"]);
    deepStrictEqual(patched({ a: 1, b: 2 }, { $patch: "replace", c: 3 }), { c: 3 });
    deepStrictEqual(
      patched(
        { strategy: { type: "RollingUpdate", rollingUpdate: {} } },
        { strategy: { $retainKeys: ["type"], type: "Recreate" } },
      ),
      { strategy: { type: "Recreate" } },
    );
  });

  it("adds to finalizers, and takes away those that it names", () => {
    const before = { finalizers: ["a", "b"] };
    deepStrictEqual(patched(before, { finalizers: ["c", "a"] }), { finalizers: ["a", "b", "c"] });
    deepStrictEqual(patched(before, { "$deleteFromPrimitiveList/finalizers": ["a"] }), {
      finalizers: ["b"],
    });
  });

  it("refuses an item without its key, and directives that it does not know", () => {
    throws(() => patched(spec, { containers: [{ image: "x" }] }), {
      code: 400,
      message: /does not contain declared merge key: name/,
    });
    throws(() => patched(spec, { $patch: "mix" }), { message: /Unknown patch type/ });
    throws(() => patched(spec, { "$other/containers": [] }), { code: 400 });
  });

  it("costs as much as it is long, and no more", () => {
    const env = (value: string) =>
      Array.from({ length: 20_000 }, (_, index) => ({ name: `E${index}`, value }));
    const changed = env("2");
    const order = changed.map(({ name }) => ({ name })).reverse();
    const finalizers = changed.map(({ name }) => name);
    const began = Date.now();
    const result = patched(
      { env: env("1"), finalizers },
      {
        env: changed,
        "$setElementOrder/env": order,
        "$deleteFromPrimitiveList/finalizers": finalizers.slice(1),
      },
    );
    ok(Date.now() - began < 2000, `${Date.now() - began} ms`);
    deepStrictEqual(result, { env: changed.reverse(), finalizers: ["E0"] });
  });

  it("takes `__proto__` for a name like any other", () => {
    const patch = JSON.parse('{"__proto__":{"polluted":true}}');
    const result = patched({}, patch);
    deepStrictEqual(JSON.stringify(result), '{"__proto__":{"polluted":true}}');
    deepStrictEqual(Reflect.get({}, "polluted"), undefined);
  });
});

describe("a JSON patch of the sandbox's Kubernetes", () => {
  const target: Json = { labels: { a: "1", "b/c~d": "2" }, list: ["x", "y"] };
  const patched = (...operations: Json[]) => jsonPatch(target, operations);
  const refuses = (operation: Json, code: number, message: RegExp) =>
    throws(() => patched(operation), { code, message });

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
