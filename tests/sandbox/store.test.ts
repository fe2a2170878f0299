import { deepStrictEqual, rejects, strictEqual, throws } from "node:assert/strict";
import { chmodSync, statSync } from "node:fs";
import { join } from "node:path";

import { groupCommit } from "../../sandbox/store/group-commit";
import { openLmdbStore } from "../../sandbox/store/lmdb-store";
import type { Store } from "../../sandbox/store/store";
import { newDirectory } from "../directories";
import { pluck } from "./support";

describe("sandbox store", () => {
  let root: string;
  let directory: string;
  let store: Store;
  beforeEach(() => {
    root = newDirectory();
    directory = join(root, "state");
    store = openLmdbStore(directory);
  });
  afterEach(() => store.close());

  it("keeps values as they are, dates and bytes included, over a restart", async () => {
    const value = {
      text: "ü\0",
      at: new Date(5),
      bytes: Buffer.from([0, 255]),
      list: [1, null, {}],
    };
    store.transaction((writer) => writer.put(["a", "b"], value));
    await store.close();
    store = openLmdbStore(directory);
    const read = store.get<typeof value>(["a", "b"]);
    deepStrictEqual({ ...read, bytes: Buffer.from(read?.bytes ?? []) }, value);
  });

  it("is its owner's alone, as is a copy, also where the directory was open before", async () => {
    const copy = join(root, "copy");
    await store.copyTo(copy);
    await store.close();
    chmodSync(directory, 0o755);
    store = openLmdbStore(directory);
    for (const place of [directory, copy]) strictEqual(statSync(place).mode & 0o777, 0o700, place);
  });

  it("lists exactly what lies below a prefix, in the order of the keys", () => {
    store.transaction((writer) => {
      for (const key of [
        ["role", "1", "b"],
        ["role", "1", "a"],
        ["role", "10", "c"],
        ["role", "1"],
        ["roles", "1", "d"],
      ] as const) {
        writer.put([...key] as [string, ...string[]], key.join("/"));
      }
    });
    deepStrictEqual(pluck(store.list<string>(["role", "1"]), "key", "value"), [
      [["role", "1", "a"], "role/1/a"],
      [["role", "1", "b"], "role/1/b"],
    ]);
  });

  it("lists what begins with a text, and nothing beside it", () => {
    store.transaction((writer) => {
      for (const name of ["a", "ab", "b", "a.1", "a.2", "a.\u{10ffff}", "a/"]) {
        writer.put(["event", "1", name], name);
      }
      writer.put(["event", "1", "a.", "below"], "below");
    });
    deepStrictEqual(pluck(store.list<string>(["event", "1"], "a."), "value"), [
      "below",
      "a.1",
      "a.2",
      "a.\u{10ffff}",
    ]);
  });

  it("commits small works that come at once together, and one that fails alone", async () => {
    let transactions = 0;
    const counted: Store = {
      ...store,
      transaction: (work) => {
        transactions++;
        return store.transaction(work);
      },
    };
    const together = groupCommit(counted);
    const put = (name: string) =>
      together(() => store.transaction((writer) => writer.put(["pod", name], name)));
    const failed = together(() => {
      throw new Error("no such pod");
    });
    await Promise.all([put("a"), rejects(failed, /no such pod/), put("b")]);
    strictEqual(transactions, 1);
    strictEqual(store.list(["pod"]).length, 2);
    strictEqual(await together(() => "answer"), "answer");
  });

  it("rejects all works whose transaction cannot be committed, and takes the next", async () => {
    let isFull = true;
    const together = groupCommit({
      ...store,
      transaction: (work) => {
        if (isFull) throw new Error("the disk is full");
        return store.transaction(work);
      },
    });
    const works = [together(() => 1), together(() => 2)];
    for (const work of works) await rejects(work, /the disk is full/);
    isFull = false;
    strictEqual(await together(() => 3), 3);
  });

  it("undoes everything that a failed transaction wrote", () => {
    store.transaction((writer) => writer.put(["kept"], 1));
    throws(
      () =>
        store.transaction((writer) => {
          writer.put(["new"], 1);
          writer.remove(["kept"]);
          const answer = store.transaction((inner) => {
            inner.put(["inner"], 1);
            return "answer";
          });
          strictEqual(answer, "answer");
          strictEqual(store.get(["kept"]), undefined);
          throw new Error("no");
        }),
      /^Error: no$/,
    );
    deepStrictEqual(
      ["kept", "new", "inner"].map((key) => store.get([key])),
      [1, undefined, undefined],
    );
  });

  it("undoes only the inner of two transactions where the outer goes on", () => {
    store.transaction((writer) => {
      writer.put(["outer"], 1);
      throws(() =>
        store.transaction((inner) => {
          inner.put(["outer"], 2);
          inner.put(["inner"], 2);
          throw new Error("no");
        }),
      );
      store.transaction((inner) => inner.put(["other"], 3));
    });
    deepStrictEqual(
      ["outer", "inner", "other"].map((key) => store.get([key])),
      [1, undefined, 3],
    );
  });

  it("rejects work that would go on after its transaction", () => {
    throws(
      () => store.transaction(async (writer) => writer.put(["late"], 1)),
      /the work of a transaction must be synchronous/,
    );
    strictEqual(store.get(["late"]), undefined);
  });

  it("finds nothing under a key that cannot be stored, and rejects storing it", () => {
    for (const part of ["a\0b", "a".repeat(2000)]) {
      strictEqual(store.get(["x", part]), undefined);
      deepStrictEqual(store.list(["x", part]), []);
      throws(() => store.transaction((writer) => writer.put(["x", part], 1)), RangeError);
    }
  });

  it("copies itself whole, and the copy goes its own way", async () => {
    store.transaction((writer) => writer.put(["a"], 1));
    const target = join(root, "copy");
    await store.copyTo(target);
    const copy = openLmdbStore(target);
    store.transaction((writer) => writer.put(["a"], 2));
    copy.transaction((writer) => writer.put(["b"], 3));
    deepStrictEqual([copy.get(["a"]), store.get(["a"]), store.get(["b"])], [1, 2, undefined]);
    await copy.close();
  });

  it("rejects copying over another state", async () => {
    const target = join(root, "copy");
    await store.copyTo(target);
    await rejects(store.copyTo(target));
  });
});
