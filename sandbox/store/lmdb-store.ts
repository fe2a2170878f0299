import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { open } from "lmdb";

import { type Store, type StoreKey, StoreWriteError, type StoreWriter } from "./store";

const FILE = "state.lmdb";

/** Names of the store's own files. Others may keep files beside them. */
export const STATE_FILES: readonly string[] = [FILE, `${FILE}-lock`];

const SEPARATOR = "\0";
/** A byte that UTF-8 never uses. It sorts after every text. */
const AFTER_TEXT = Buffer.from([0xff]);
/** LMDB's limit, in bytes. */
const MAX_KEY = 1978;

/** Opens the state in `directory`, and creates it for its owner only if it is missing. */
export function openLmdbStore(directory: string): Store {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const database = open<unknown, Buffer>({
    path: join(directory, FILE),
    noSubdir: true,
    keyEncoding: "binary",
    // A transaction must be on disk when it returns, not later.
    overlappingSync: false,
  });

  const writer: StoreWriter = {
    put: (key, value) => {
      database.putSync(encodeKey(key), value);
    },
    remove: (key) => {
      database.removeSync(encodeKey(key));
    },
  };

  const list = <T>(prefix: StoreKey, next = "") => {
    if (!isStorable([...prefix, next])) return [];
    const start = Buffer.from([...prefix, next].join(SEPARATOR));
    const end = Buffer.concat([start, AFTER_TEXT]);
    return Array.from(database.getRange({ start, end }), ({ key, value }) => ({
      key: decodeKey(key),
      value: value as T,
    }));
  };

  return {
    get: <T>(key: StoreKey) =>
      isStorable(key) ? (database.get(encodeKey(key)) as T | undefined) : undefined,

    list,
    values: <T>(prefix: StoreKey, start?: string) =>
      list<T>(prefix, start).map(({ value }) => value),

    transaction: <T>(work: (writer: StoreWriter) => T): T => {
      try {
        return database.transactionSync(() => {
          const result = work(writer);
          if (result instanceof Promise) {
            throw new TypeError("the work of a transaction must be synchronous");
          }
          return result;
        });
      } catch (error) {
        if (!isLmdbError(error)) throw error;
        throw new StoreWriteError(
          `the sandbox cannot write its state in ${directory}: ${error.message}`,
        );
      }
    },

    copyTo: async (target) => {
      mkdirSync(target, { recursive: true, mode: 0o700 });
      await database.backup(join(target, FILE), false);
    },

    close: () => database.close(),
  };
}

/** LMDB throws plain errors with the system's error number. Errors of works have their own classes. */
function isLmdbError(error: unknown): error is Error {
  return (
    Object.getPrototypeOf(error) === Error.prototype &&
    typeof (error as { code?: unknown }).code === "number"
  );
}

/** Keys come from callers. One that cannot be stored names nothing. */
function isStorable(key: StoreKey): boolean {
  return (
    key.every((part) => !part.includes(SEPARATOR)) &&
    Buffer.byteLength(key.join(SEPARATOR)) < MAX_KEY
  );
}

function encodeKey(key: StoreKey): Buffer {
  if (!isStorable(key)) {
    throw new RangeError(`a key must be under ${MAX_KEY} bytes and hold no NUL character`);
  }
  return Buffer.from(key.join(SEPARATOR));
}

function decodeKey(key: Buffer): StoreKey {
  return Buffer.from(key).toString().split(SEPARATOR) as StoreKey;
}
