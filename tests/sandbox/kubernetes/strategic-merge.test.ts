import { deepStrictEqual, ok, throws } from "node:assert/strict";

import { strategicMergePatch } from "../../../sandbox/kubernetes/api/strategic-merge";
import type { Json } from "../../../sandbox/kubernetes/model/object";

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

describe("a strategic merge patch", () => {
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
