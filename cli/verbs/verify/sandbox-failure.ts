/** Codes of Node.js that say that a certificate or a TLS handshake is not right. */
const TLS =
  /^(ERR_TLS|ERR_SSL|EPROTO$|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH$)/;

/** Why the sandbox on an endpoint gave no answer, and what to do. */
export function sandboxFailure(error: unknown, endpoint: string, seconds: number): string {
  const { code = "", message, name } = error as NodeJS.ErrnoException;
  const what = `cannot ask the sandbox on AWS_ENDPOINT_URL, ${endpoint}`;
  const again = 'eval "$(npx eks-pod-secrets sandbox env)"';
  if (code === "ECONNREFUSED") {
    return `${what}: the connection was refused, so that nothing runs there: npx eks-pod-secrets sandbox start`;
  }
  if (name === "TimeoutError" || name === "AbortError" || code === "ETIMEDOUT") {
    return `${what}: no answer within ${seconds} s: npx eks-pod-secrets sandbox stop ends it, and its state stays`;
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return `${what}: the name of the host is not found: set the endpoint by ${again}`;
  }
  if (TLS.test(code)) {
    return `${what}: TLS failed (${code}), so that another server than this sandbox answers there: set the endpoint by ${again}`;
  }
  if (code === "ENOENT") {
    return `${what}: it has no certificate yet (${message}): npx eks-pod-secrets sandbox start`;
  }
  if (name === "SyntaxError") return `${what}: its answer is no JSON, so that it is another server`;
  return `${what}: ${message || code}`;
}
