import { decodeJwt, decodeProtectedHeader } from "jose";
import { AgentError } from "./agent-error";

/** Algorithms that the agent's library has. It reads a token that nobody signed, too; EKS Auth refuses that. */
const ALGORITHMS = /^([HREP]S(256|384|512)|EdDSA|none)$/;

/** What the agent itself looks at: shape, algorithm and times. Whether the token is true is EKS Auth's business. */
export function checkToken(token: string, now: Date): void {
  const refuse = (text: string) => new AgentError(400, `failed to load credentials, : ${text}`);
  const flaw = parseFlaw(token);
  if (flaw) throw refuse(`Service account token cannot be parsed: ${flaw}`);
  const { exp, nbf } = decodeJwt(token);
  const seconds = now.getTime() / 1000;
  const late = exp !== undefined && seconds >= exp ? "token is expired" : undefined;
  const early = nbf !== undefined && seconds < nbf ? "token is not valid yet" : undefined;
  const problem = late ?? early;
  if (problem) {
    throw refuse(`Service account token failed basic claim validations: ${problem}`);
  }
}

/** Why the agent's library cannot read a token; undefined where it can. */
function parseFlaw(token: string): string | undefined {
  if (token.split(".").length !== 3) {
    return "token is malformed: token contains an invalid number of segments";
  }
  try {
    const { alg } = decodeProtectedHeader(token);
    if (!alg) return "token is unverifiable: signing method (alg) is unspecified";
    if (!ALGORITHMS.test(alg)) return "token is unverifiable: signing method (alg) is unavailable";
  } catch {
    return "token is malformed: could not JSON decode header";
  }
  try {
    decodeJwt(token);
  } catch {
    return "token is malformed: could not JSON decode claim";
  }
  return undefined;
}
