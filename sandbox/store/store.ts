/** The state cannot be written, as on a full disk. The old state stays. */
export class StoreWriteError extends Error {
  override name = "StoreWriteError";
}

/** The key of a record: kind, account, region and names, e.g. `["secret", "222222222222", "us-east-1", "secret-b"]`. */
export type StoreKey = [kind: string, ...parts: string[]];

/** The sandbox's data on disk. A transaction is atomic, and durable when it returns. Records are JSON, Dates and Buffers. */
export interface Store {
  get<T>(key: StoreKey): T | undefined;
  /** Records below `prefix` in the order of their keys. With `start`, those whose next part starts with it. */
  list<T>(prefix: StoreKey, start?: string): { key: StoreKey; value: T }[];
  /** The same without their keys. */
  values<T>(prefix: StoreKey, start?: string): T[];
  /** Runs `work` alone. If it throws, its writes are undone. Its reads see its writes. */
  transaction<T>(work: (writer: StoreWriter) => T): T;
  /** Copies a consistent state to another directory while calls go on. */
  copyTo(directory: string): Promise<void>;
  close(): Promise<void>;
}

export interface StoreWriter {
  put(key: StoreKey, value: unknown): void;
  remove(key: StoreKey): void;
}
