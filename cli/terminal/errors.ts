import type { PlacedProblem } from "eks-pod-secrets/grant";

/** What the command's exit code says. */
export const exitCodes = {
  /** It is as asked. */
  ok: 0,
  /** It is not: a claim is refuted, a check by request failed. */
  refuted: 1,
  /** The command could not do its work: a mistake of the user, or a failure. */
  error: 2,
} as const;

/** What an error says, without credentials in the URLs that the engine and its backends repeat. */
export function messageOf(error: unknown): string {
  return withoutCredentials(error instanceof Error ? error.message : String(error));
}

/** A mistake that its user can put right: printed as one line, without a stack trace. */
export class UserError extends Error {
  override name = "UserError";
}

/** What a `UserError` says; any other error is thrown on. */
export function userReason(error: unknown): string {
  if (error instanceof UserError) return error.message;
  throw error;
}

/** A file that cannot be used, with everything that is wrong with it. */
export class FileError extends UserError {
  override name = "FileError";

  constructor(public readonly problems: PlacedProblem[]) {
    super(problems.map(({ message }) => message).join("\n"));
  }
}

/** What the query of a URL may say: where something is, and how it is spoken to. */
const PLAIN = /^(awssdk|endpoint|metadata|profile|region|sslmode|version)$/i;

/** A URL, in a text that may be JSON, where each slash may be escaped. */
const URL_IN_TEXT = /\b[a-z][a-z0-9+.-]*:(?:\\?\/){2}[^\s"`<>]+/gi;

/**
 * A text without the credentials in its URLs: user and password, and in a query the values of all that is not known to be none.
 * `whole`: a URL as its user wrote it, whose password may hold what no URL may.
 */
export function withoutCredentials(text: string, whole = process.env.PULUMI_BACKEND_URL): string {
  const bare = whole ? text.replaceAll(whole, bareUrl(whole)) : text;
  return withoutRemnants(bare.replace(URL_IN_TEXT, (url) => bareUrl(url.replaceAll("\\/", "/"))));
}

/** What errors quote of a URL, or of settings made of one: a piece of a password where that holds what no URL may. */
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
      // Go quotes these of a URL that it cannot read.
      .replace(/(invalid (?:port|URL escape|character|host) )"(?:\\.|[^"\\])*"/g, '$1"…"')
  );
}

function bareUrl(url: string): string {
  return (
    url
      // Up to the last @, for a password may hold others.
      .replace(/^(postgres(?:ql)?:\/\/).*@/is, "$1")
      // Elsewhere a port is no password.
      .replace(/^([^:]+:\/\/)(?:[^/@]*:(?!\d+(?:[/?#]|$)).*|[^/?#]*)@/s, "$1")
      // A password that the text's end has cut.
      .replace(/^([^:]+:\/\/)(?!\[)[^/@?#]*:(?!\d*(?:[/?#:]|$)).*/s, "$1…")
      .replace(/#.*$/s, "#…")
      // What has no name may be the rest of a value with an &.
      .replace(/([?&])(?:([^=&#]+)=)?[^?&#]*/g, (all, begin, name) => {
        if (name === undefined) return `${begin}…`;
        return PLAIN.test(name) ? all : `${begin}${name}=…`;
      })
  );
}
