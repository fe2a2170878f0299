import type { PlacedProblem } from "eks-pod-secrets/grant";

/** The meaning of the command's exit codes. */
export const exitCodes = {
  /** Everything is as asked. */
  ok: 0,
  /** Something is not as asked: a claim is refuted, or a check failed. */
  refuted: 1,
  /** The command could not do its work: a user's mistake, or a failure. */
  error: 2,
} as const;

/** The message of an error, without credentials in URLs that the engine and its backends repeat. */
export function messageOf(error: unknown): string {
  return withoutCredentials(error instanceof Error ? error.message : String(error));
}

/** A mistake that the user can correct. Printed as one line without a stack trace. */
export class UserError extends Error {
  override name = "UserError";
}

/** The message of a `UserError`. Any other error is thrown again. */
export function userReason(error: unknown): string {
  if (error instanceof UserError) return error.message;
  throw error;
}

/** A file that cannot be used, with all of its problems. */
export class FileError extends UserError {
  override name = "FileError";

  constructor(public readonly problems: PlacedProblem[]) {
    super(problems.map(({ message }) => message).join("\n"));
  }
}

/** Query parameters of URLs that may be shown: where something is, and how it is accessed. */
const PLAIN = /^(awssdk|endpoint|metadata|profile|region|sslmode|version)$/i;

/** A URL in a text that may be JSON, in which slashes may be escaped. */
const URL_IN_TEXT = /\b[a-z][a-z0-9+.-]*:(?:\\?\/){2}[^\s"`<>]+/gi;

/**
 * A text without credentials in its URLs: without user and password, and without the values of query parameters, except known
 * harmless ones. `whole`: a URL as the user wrote it, whose password may contain characters that no URL may.
 */
export function withoutCredentials(text: string, whole = process.env.PULUMI_BACKEND_URL): string {
  const bare = whole ? text.replaceAll(whole, bareUrl(whole)) : text;
  return withoutRemnants(bare.replace(URL_IN_TEXT, (url) => bareUrl(url.replaceAll("\\/", "/"))));
}

/**
 * Removes what errors quote from a URL, or from settings made from one. It may be a piece of a password with characters that no
 * URL may contain.
 */
function withoutRemnants(text: string): string {
  return (
    text
      .replace(
        /(?<![?&\w])((?:ssl)?password|passfile|passwd|pwd|user)=(?:'(?:\\.|[^'\\])*'?|[^\s`",;]+)/gi,
        "$1=…",
      )
      .replace(/(query parameter )"([^"]*)"/g, (all, before, name) =>
        PLAIN.test(name) ? all : `${before}"…"`,
      )
      // Go quotes these parts of a URL that it cannot parse.
      .replace(/(invalid (?:port|URL escape|character|host) )"(?:\\.|[^"\\])*"/g, '$1"…"')
  );
}

function bareUrl(url: string): string {
  return (
    url
      // Up to the last @, because a password may contain others.
      .replace(/^(postgres(?:ql)?:\/\/).*@/is, "$1")
      // In other URLs, a port is not a password.
      .replace(/^([^:]+:\/\/)(?:[^/@]*:(?!\d+(?:[/?#]|$)).*|[^/?#]*)@/s, "$1")
      // A password that is cut off by the end of the text.
      .replace(/^([^:]+:\/\/)(?!\[)[^/@?#]*:(?!\d*(?:[/?#:]|$)).*/s, "$1…")
      .replace(/#.*$/s, "#…")
      // A part without a name may be the rest of a value that contains an &.
      .replace(/([?&])(?:([^=&#]+)=)?[^?&#]*/g, (all, begin, name) => {
        if (name === undefined) return `${begin}…`;
        return PLAIN.test(name) ? all : `${begin}${name}=…`;
      })
  );
}
