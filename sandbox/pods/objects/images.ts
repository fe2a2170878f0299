/** Why an image cannot be pulled. Undefined if it can: the sandbox pulls none, but no name under `.invalid` exists (RFC 6761). */
export function pullFailure(image: string): string | undefined {
  const [, host, repository, tag = "latest"] =
    /^([^/]+\.invalid(?::\d+)?)\/([^:@]+)(?::([^@]+))?/.exec(image) ?? [];
  if (host === undefined) return undefined;
  return `failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to do request: Head "https://${host}/v2/${repository}/manifests/${tag}": dial tcp: lookup ${host.replace(/:\d+$/, "")}: no such host`;
}
