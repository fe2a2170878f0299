const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Refuses an address outside this machine: a stand-in must never act on a real account or cluster. */
export function requireLoopback(what: string, url: string | undefined): string {
  if (url && URL.canParse(url) && loopback.test(new URL(url).hostname)) return url;
  throw new Error(
    `${what} must be an address of the sandbox on this machine, got ${url ?? "nothing"}: this provider is a stand-in and never acts elsewhere`,
  );
}
