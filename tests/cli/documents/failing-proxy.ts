import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** How a call fails: with an AWS error, a changed answer, ARNs of another partition, no answer, an empty answer, or only its first page. */
export type Failure =
  | { error: string }
  | { partition: string }
  | { rewrite: (body: string) => string }
  | "cut off"
  | "garbage"
  | "more without end"
  | "stops after a page";

export interface FailingProxy {
  endpoint: string;
  /** Makes calls of the action fail in the account of the access key, until the next call of `fail`. */
  fail(action?: string, accessKey?: string, how?: Failure): void;
  /** The action whose calls fail at present. */
  failing(): string | undefined;
  /** The calls that have passed, as `service:Action`, in order. */
  seen: string[];
  close(): void;
}

/** Passes AWS calls on to a sandbox, except for those that must fail. */
export async function startFailingProxy(target: string): Promise<FailingProxy> {
  const { hostname, port } = new URL(target);
  let rule: { action: string; accessKey: string; how: Failure } | undefined;
  const seen: string[] = [];
  const server = createServer(async (incoming, outgoing) => {
    try {
      const sent = await buffer(incoming);
      const { headers, method, url = "" } = incoming;
      const action = actionOf(incoming, sent.toString());
      seen.push(action);
      const isMeant =
        rule?.action === action && headers.authorization?.includes(`=${rule.accessKey}/`);
      const how = isMeant ? rule?.how : undefined;
      if (how === "cut off") return void outgoing.destroy();
      if (how === "garbage") return void outgoing.writeHead(200).end("<html>{");
      const asksOn = /more-to-come/.test(url + sent);
      const isError = typeof how === "object" && "error" in how;
      if (isError || (how === "stops after a page" && asksOn)) {
        const code = isError ? how.error : "InternalFailure";
        const [status, body] = errorOf(action, code);
        return void outgoing.writeHead(status, { "x-amzn-errortype": code }).end(body);
      }
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        const onward = request({ hostname, port, method, path: url, headers }, resolve);
        onward.once("error", reject).end(sent);
      });
      const whole = (await buffer(answer)).toString();
      const body = how ? changed(whole, action, how) : askingMore(whole);
      const { "content-length": _, ...others } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, others).end(body);
    } catch {
      outgoing.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fail: (action, accessKey, how) => {
      rule = action && accessKey && how ? { action, accessKey, how } : undefined;
    },
    failing: () => rule?.action,
    seen,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const SERVICES: Record<string, string> = { TrentService: "kms", AmazonSSM: "ssm" };

function actionOf({ headers, url = "" }: IncomingMessage, body: string): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") {
    const [service = "", operation] = target.split(".");
    return `${SERVICES[service] ?? service}:${operation}`;
  }
  const [cluster, pods, id] =
    /^\/clusters\/[^/]+(\/pod-identity-associations)?(\/[^/?]+)?/.exec(url) ?? [];
  if (pods) return `eks:${id ? "Describe" : "List"}PodIdentityAssociation${id ? "" : "s"}`;
  if (cluster) return "eks:DescribeCluster";
  const operation = new URLSearchParams(body).get("Action");
  const services: Record<string, string> = {
    GetCallerIdentity: "sts",
    DescribeRegions: "ec2",
    DescribeVpcEndpoints: "ec2",
  };
  return `${services[operation ?? ""] ?? "iam"}:${operation}`;
}

function errorOf(action: string, code: string): [status: number, body: string] {
  const status = code.startsWith("Internal") ? 500 : 400;
  if (action.startsWith("ec2:")) {
    const error = `<Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors>`;
    return [status, `<Response>${error}<RequestID>1</RequestID></Response>`];
  }
  if (/^(iam|sts):/.test(action)) {
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error>`;
    return [status, `<ErrorResponse>${error}<RequestId>1</RequestId></ErrorResponse>`];
  }
  return [status, JSON.stringify({ __type: code, message: "no" })];
}

/** Changes an answer: it says that there is more, or belongs to another partition. */
function changed(body: string, action: string, how: Failure): string {
  if (typeof how === "object" && "partition" in how) {
    return body.replaceAll(/arn(:|%3A)aws\1/g, `arn$1${how.partition}$1`);
  }
  if (typeof how === "object" && "rewrite" in how) return how.rewrite(body);
  if (action.startsWith("iam:")) {
    const marker = how === "more without end" ? "" : "<Marker>more-to-come</Marker>";
    return body.replace(
      /<IsTruncated>false<\/IsTruncated>/,
      `<IsTruncated>true</IsTruncated>${marker}`,
    );
  }
  if (action.startsWith("ec2:")) {
    return body.replace("</DescribeVpc", "<nextToken>more-to-come</nextToken></DescribeVpc");
  }
  const more = action.startsWith("kms:")
    ? { Truncated: true, NextMarker: "more-to-come" }
    : { [action.startsWith("eks:") ? "nextToken" : "NextToken"]: "more-to-come" };
  return JSON.stringify({ ...JSON.parse(body), ...more });
}

/** Changes an answer so that more calls are needed: managed policies are missing in the account's, and parameters can be shared. */
function askingMore(body: string): string {
  return body
    .replace(/<Policies>.*<\/Policies>/s, "<Policies/>")
    .replace(/"Tier":"Standard"/g, '"Tier":"Advanced"');
}
