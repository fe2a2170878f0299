/** What goes back over HTTP. */
export interface Answer {
  status: number;
  contentType: string;
  body: string | Buffer;
  headers?: Record<string, string>;
  /** It never arrives: the connection is closed in its place. */
  isLost?: boolean;
  /** Goes on after `body` until it ends itself, or its client leaves: then the function that it returned is called. */
  follow?: (client: Follower) => () => void;
}

/** A client that waits for more of an answer. */
export interface Follower {
  send(text: string): void;
  end(): void;
}
