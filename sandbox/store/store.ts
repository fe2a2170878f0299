/** The state cannot be written, as on a full disk. What was there before stays. */
export class StoreWriteError extends Error {
  override name = "StoreWriteError";
}

/** Where a record lives: a kind first, then account, region and names, e.g. `["secret", "222222222222", "us-east-1", "secret-b"]`. */
export type StoreKey = [kind: string, ...parts: string[]];

/** Everything the sandbox knows, on disk. A transaction is all or nothing, and durable when it returns. Records are JSON, Dates and Buffers. */
export interface Store {
  get<T>(key: StoreKey): T | undefined;
  /** Records below `prefix`, in the order of their keys; with `start`, those whose next part begins with it. */
  list<T>(prefix: StoreKey, start?: string): { key: StoreKey; value: T }[];
  /** The same without their keys. */
  values<T>(prefix: StoreKey, start?: string): T[];
  /** Runs `work` alone; what it throws undoes what it wrote. Reads inside see its writes. */
  transaction<T>(work: (writer: StoreWriter) => T): T;
  /** Copies the state to another directory, consistently, while calls go on. */
  copyTo(directory: string): Promise<void>;
  close(): Promise<void>;
}

export interface StoreWriter {
  put(key: StoreKey, value: unknown): void;
  remove(key: StoreKey): void;
}
