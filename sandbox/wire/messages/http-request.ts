/** An HTTP request as it came in, its body read. */
export interface HttpRequest {
  method: string;
  /** Path as sent, still percent-encoded. */
  rawPath: string;
  /** Query parameters, decoded, in the order sent. */
  query: [name: string, value: string][];
  /** By lower-case name; repeated ones joined by commas. */
  headers: Record<string, string>;
  body: Buffer;
  /** Whether it came over TLS. */
  isSecure: boolean;
}

/** A Signature Version 4 as a request carries it, not yet verified. */
export interface Signature {
  accessKeyId: string;
  /** `YYYYMMDD`. */
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  timestamp: string;
  sessionToken?: string;
  /** Seconds for which a presigned URL holds; absent for a signed header. */
  expires?: number;
}
