import { openLmdbStore } from "../../sandbox/store/lmdb-store";

/** Writes the same number under eight keys, again and again, until it is killed. Prints each number once it is stored. */
const [directory = ""] = process.argv.slice(2);
const store = openLmdbStore(directory);
for (let count = (store.get<number>(["count", "0"]) ?? 0) + 1; ; count += 1) {
  store.transaction((writer) => {
    for (let key = 0; key < 8; key += 1) writer.put(["count", String(key)], count);
  });
  process.stdout.write(`${count}\n`);
}
