import { deepStrictEqual, doesNotMatch, match, ok, rejects } from "node:assert/strict";
import { liveCompute } from "../../../cli/documents/live/compute";
import { runningOf } from "../../../cli/documents/live/compute-readers";
import { UnreadError } from "../../../cli/documents/live/live-call";
import { COMPUTE_CALLS } from "../../../cli/documents/live/small-calls";
import { COMPUTE_TYPES } from "../../../proof";
import { A, B } from "../../sandbox/support";
import { ANSWERS, answeringServer, RUNNING, SENTINEL } from "./compute-answers";

const REGIONS = ["eu-west-1", "us-east-1"];
const ofRegions = `<DescribeRegionsResponse><regionInfo>${REGIONS.map((name) => `<item><regionName>${name}</regionName></item>`).join("")}</regionInfo></DescribeRegionsResponse>`;

describe("what --live reads of what runs with a role", () => {
  const environment = { ...process.env };
  let server: Awaited<ReturnType<typeof answeringServer>> | undefined;

  const serve = async (answers: typeof ANSWERS) => {
    server = await answeringServer(answers);
    process.env.AWS_ENDPOINT_URL = server.endpoint;
    return server;
  };
  afterEach(() => {
    process.env = { ...environment };
    server?.close();
  });

  const inRegion = (region: string) => ({
    ...{ region, callerArn: `arn:aws:iam::${A}:user/auditor` },
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    requestHandler: {} as never,
  });
  const account = { id: A, name: "a", region: "eu-west-1", partition: "aws", administrators: [] };
  const reached = [{ account, access: inRegion }];
  const roleOf = (service: string, owner = A, name = "named") => ({
    arn: `arn:aws:iam::${owner}:role/path/${name}`,
    trust: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    },
  });

  for (const [type, expected] of Object.entries(RUNNING)) {
    it(`is each ${type} with its role, and nothing that may hold a secret`, async () => {
      await serve(ANSWERS);
      const found = await runningOf(type, inRegion("eu-west-1"));
      deepStrictEqual(
        found?.map(({ arn, role }) => [arn, role]),
        expected,
      );
    });
  }

  it("holds nothing that stands beside ARNs in any answer", async () => {
    const { seen } = await serve(ANSWERS);
    const kept: unknown[] = [];
    const calls = Object.values(COMPUTE_CALLS) as { send(...asked: never[]): Promise<unknown> }[];
    const sends = calls.map(({ send }) => send);
    for (const [at, call] of calls.entries()) {
      call.send = async (...asked) => {
        const answer = await sends[at]?.(...asked);
        kept.push(answer);
        return answer;
      };
    }
    try {
      for (const type of Object.keys(RUNNING)) await runningOf(type, inRegion("eu-west-1"));
    } finally {
      for (const [at, call] of calls.entries()) call.send = sends[at] as (typeof calls)[0]["send"];
    }
    deepStrictEqual([...seen].sort(), Object.keys(ANSWERS).sort());
    // Each answer arrived completely and contains the ARNs.
    ok(kept.length >= Object.keys(ANSWERS).length);
    match(JSON.stringify(kept), /role\/machine/);
    doesNotMatch(JSON.stringify(kept), new RegExp(SENTINEL));
  });

  it("is read of the types whose service a role trusts, in each region", async () => {
    const { seen } = await serve({ ...ANSWERS, "ec2 DescribeRegions": ofRegions });
    const roles = [roleOf("glue.amazonaws.com"), roleOf("states.amazonaws.com", A, "machine")];
    const { compute, unreadCompute } = await liveCompute(reached, { roles });
    deepStrictEqual(unreadCompute, []);
    ok(seen.size > 0 && ![...seen].some((one) => one.startsWith("lambda")));
    deepStrictEqual(
      compute
        .filter(({ arn }) => arn.includes(":job/"))
        .map(({ arn, roleArn, service }) => [arn, roleArn, service]),
      // Glue returns the role without its path.
      REGIONS.map((region) => [
        `arn:aws:glue:${region}:${A}:job/nightly`,
        `arn:aws:iam::${A}:role/path/named`,
        "glue.amazonaws.com",
      ]),
    );
  });

  it("leaves open, by type and region, what could not be read", async () => {
    const { "states ListStateMachines": _, ...others } = ANSWERS;
    await serve({ ...others, "ec2 DescribeRegions": ofRegions });
    const roles = [
      roleOf("states.amazonaws.com"),
      roleOf("elasticmapreduce.amazonaws.com"),
      roleOf("lambda.amazonaws.com", B),
    ];
    const { compute, unreadCompute } = await liveCompute(reached, { roles });
    deepStrictEqual(compute, []);
    deepStrictEqual(unreadCompute, [
      { account: B, reason: "nobody read this account" },
      {
        ...{ account: A, type: "states:stateMachine" },
        reason: "states:ListStateMachines: AccessDeniedException: not here",
      },
      {
        ...{ account: A, type: "elasticmapreduce:cluster" },
        reason: "elasticmapreduce:cluster: this command cannot read it",
      },
    ]);
  });

  it("leaves open where a host is not found, but where AWS does not offer the service", async () => {
    const regions = ["eu-north-1", "eu-west-1", "eu-west-3"];
    const told = regions.map((name) => `<item><regionName>${name}</regionName></item>`).join("");
    const answer = `<DescribeRegionsResponse><regionInfo>${told}</regionInfo></DescribeRegionsResponse>`;
    await serve({ ...ANSWERS, "ec2 DescribeRegions": answer });
    const calls = [COMPUTE_CALLS.listServices, COMPUTE_CALLS.listStateMachines];
    const sends = calls.map(({ send }) => send);
    for (const [at, call] of calls.entries()) {
      call.send = (access, input) => {
        if (access.region === "eu-west-1") return sends[at]?.(access, input) as never;
        throw Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
      };
    }
    try {
      const roles = [
        roleOf("states.amazonaws.com", A, "machine"),
        roleOf("tasks.apprunner.amazonaws.com", A, "service"),
      ];
      const { compute, unreadCompute } = await liveCompute(reached, { roles });
      deepStrictEqual(compute.length, 2);
      deepStrictEqual(unreadCompute.map(({ region, type }) => [type, region]).sort(), [
        ["apprunner:service", "eu-west-3"],
        ["states:stateMachine", "eu-north-1"],
        ["states:stateMachine", "eu-west-3"],
      ]);
    } finally {
      for (const [at, call] of calls.entries()) call.send = sends[at] as (typeof call)["send"];
    }
  });

  it("leaves open an account whose regions nobody could read", async () => {
    await serve({});
    const { unreadCompute } = await liveCompute(reached, { roles: [roleOf("glue.amazonaws.com")] });
    deepStrictEqual(unreadCompute.length, 1);
    match(unreadCompute[0]?.reason ?? "", /^ec2:DescribeRegions: /);
  });

  it("leaves open a type where an answer lacks its list, or a role", async () => {
    for (const [wrong, says] of [
      [{}, /^lambda:ListFunctions: AWS answered without a list$/],
      [{ Functions: [{ FunctionArn: "arn:aws:lambda:::x" }] }, /without its ARN or its role$/],
    ] as const) {
      await serve({
        "ec2 DescribeRegions": ofRegions,
        "lambda GET /2015-03-31/functions": wrong,
      });
      const { unreadCompute } = await liveCompute(reached, {
        roles: [roleOf("lambda.amazonaws.com")],
      });
      deepStrictEqual(
        unreadCompute.map(({ type }) => type),
        ["lambda:function"],
      );
      match(unreadCompute[0]?.reason ?? "", says);
      server?.close();
    }
  });

  it("is nothing where AWS lists nothing", async () => {
    const none = (answer: unknown): unknown =>
      typeof answer === "string"
        ? answer.replace(/<(reservationSet|Stacks|Summaries)>.*<\/\1>/s, "<$1/>")
        : Object.fromEntries(Object.keys(answer as object).map((list) => [list, []]));
    const asked = (answer: unknown) => (typeof answer === "function" ? answer("Marker=2") : answer);
    const lists = Object.entries(ANSWERS).filter(
      ([call]) => !/ Describe(Nota|Se|St.*[^s]$)/.test(call),
    );
    await serve(Object.fromEntries(lists.map(([call, answer]) => [call, none(asked(answer))])));
    for (const type of Object.keys(RUNNING)) {
      deepStrictEqual(await runningOf(type, inRegion("eu-west-1")), [], type);
    }
  });

  it("leaves open a type where what is described is not in the answer", async () => {
    const gone = "<DescribeStackSetResponse><DescribeStackSetResult/></DescribeStackSetResponse>";
    const withoutSet = `<DescribeInstancesResponse><reservationSet><item><ownerId>${A}</ownerId></item></reservationSet></DescribeInstancesResponse>`;
    const withoutArn = String(ANSWERS["ec2 DescribeInstances"]).replaceAll(/<arn>.*?<\/arn>/g, "");
    for (const [type, call, answer] of [
      ["ecs:task", "ecs DescribeTaskDefinition", {}],
      ["apprunner:service", "apprunner DescribeService", {}],
      ["cloudformation:stackset", "cloudformation DescribeStackSet", gone],
      ["sagemaker:notebook-instance", "sagemaker DescribeNotebookInstance", {}],
      ["states:stateMachine", "states DescribeStateMachine", {}],
      ["ec2:instance", "ec2 DescribeInstances", withoutSet],
      ["ec2:instance", "ec2 DescribeInstances", withoutArn],
    ] as const) {
      await serve({ ...ANSWERS, [call]: answer });
      await rejects(async () => runningOf(type, inRegion("eu-west-1")), UnreadError, type);
      server?.close();
    }
  });

  it("is of types that a change of code knows", () => {
    const known = [...COMPUTE_TYPES.keys()];
    deepStrictEqual(
      Object.keys(RUNNING).filter((type) => !known.includes(type)),
      [],
    );
  });
});
