/** What goes back over HTTP. */
export interface Answer {
  status: number;
  contentType: string;
  body: string;
  headers?: Record<string, string>;
  /** It never arrives: the connection is closed in its place. */
  isLost?: boolean;
}
