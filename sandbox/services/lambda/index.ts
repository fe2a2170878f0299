import { createHash } from "node:crypto";
import { formatArn } from "iam-proof/names";
import { issueSession } from "../../identity/callers/issue-session";
import { roleForService } from "../../identity/callers/trust";
import type { Platform } from "../../identity/platform";
import { refusal } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import { defineRestService, type Request } from "../../operations/service";
import type { StoreKey } from "../../store/store";
import type { Call, RestService } from "../../wire/messages";
import { authorisePassRole } from "../eks/pass-role";

const FUNCTIONS = "/2015-03-31/functions";
const OPERATIONS = {
  CreateFunction: `POST ${FUNCTIONS} Code.ZipFile Description Environment.Variables FunctionName Handler Role Runtime`,
  DeleteFunction: `DELETE ${FUNCTIONS}/{FunctionName}`,
  Invoke: `POST ${FUNCTIONS}/{FunctionName}/invocations`,
  ListFunctions: `GET ${FUNCTIONS} Marker MaxItems`,
  UpdateFunctionCode: `PUT ${FUNCTIONS}/{FunctionName}/code ZipFile`,
};

const RUNS = { createFunction, deleteFunction, invoke, listFunctions, updateFunctionCode };

/** Functions as records. No code runs: every function returns its environment with its role's credentials. */
export function createLambda(platform: Platform): RestService {
  return defineRestService(
    platform,
    { signingName: "lambda", unsupported: "InvalidParameterValueException" },
    OPERATIONS,
    RUNS,
  );
}

/** A function as it is stored: below `["function", account, region, name]`. */
interface FunctionRecord {
  name: string;
  role: string;
  code: { CodeSha256: string; CodeSize: number };
  modified: Date;
  /** Other members, as they were given. */
  others: object;
}

const SERVICE = "lambda.amazonaws.com";
const NAME = { min: 1, max: 64, pattern: /^[a-zA-Z0-9-_]+$/ };
const invalid = refusal("InvalidParameterValueException");

function createFunction({ platform, call, input, action }: Request) {
  const name = input.text("FunctionName", NAME);
  const role = input.text("Role");
  const variables = input.structure("Environment")?.textMap("Variables");
  const source = input.structure("Code");
  if (!source) throw invalid("Code is required");
  const code = codeOf(source.blob("ZipFile"));
  const others = {
    Runtime: input.optionalText("Runtime", { max: 64 }),
    Handler: input.optionalText("Handler", { max: 128 }),
    Description: input.optionalText("Description", { max: 256 }) ?? "",
    ...(variables && { Environment: { Variables: variables } }),
  };
  if (!others.Runtime || !others.Handler) {
    throw invalid(
      "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
    );
  }
  platform.authorise(call, { action, resource: arnOf(call, name) });
  authorisePassRole({ platform, call }, role, SERVICE);
  sessionOf({ platform, call }, { name, role });
  const record = { name, role, code, modified: call.now, others };
  platform.store.transaction((writer) => {
    if (platform.store.get(placeOf(call, name))) {
      throw refusal("ResourceConflictException", 409)(`Function already exist: ${name}`);
    }
    writer.put(placeOf(call, name), record);
  });
  return shown(call, record);
}

function listFunctions({ platform, call, input, action }: Request) {
  platform.authorise(call, { action, resource: "*" });
  const { account } = call.caller;
  const all = platform.store.values<FunctionRecord>(["function", account, call.region]);
  const { items, more } = cutPage(all, input, PAGES.lambda, 10_000);
  return { Functions: items.map((one) => shown(call, one)), ...more };
}

function updateFunctionCode(request: Request) {
  const { platform, call, input } = request;
  const code = codeOf(input.blob("ZipFile"));
  return platform.store.transaction((writer) => {
    const record = { ...authorised(request), code, modified: call.now };
    writer.put(placeOf(call, record.name), record);
    return shown(call, record);
  });
}

function deleteFunction(request: Request) {
  request.platform.store.transaction((writer) => {
    writer.remove(placeOf(request.call, authorised(request).name));
  });
}

/** The answer of code that prints its environment. */
function invoke(request: Request) {
  const record = authorised(request, "lambda:InvokeFunction");
  const { accessKeyId, secretAccessKey, sessionToken } = sessionOf(request, record);
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
}

/** A session of the function's role, which Lambda assumes. */
function sessionOf(
  { platform: { store }, call }: Pick<Request, "platform" | "call">,
  { name, role: roleArn }: Pick<FunctionRecord, "name" | "role">,
) {
  const asked = { account: call.caller.account, arn: arnOf(call, name), now: call.now };
  const role = roleForService(store, roleArn, { ...asked, service: SERVICE });
  if (!role) throw invalid("The role defined for the function cannot be assumed by Lambda.");
  return issueSession(store, {
    ...{ role, sessionName: name, tags: {}, transitiveTagKeys: [], sessionPolicies: [] },
    ...{ durationSeconds: 3600, now: call.now },
  });
}

function authorised({ platform, call, input, action: own }: Request, action = own): FunctionRecord {
  const limits = { max: 140, pattern: /^(arn:[\w:-]+:function:)?[\w-]+$/ };
  const given = input.text("FunctionName", limits);
  const name = given.replace(/^.*:function:/, "");
  const resource = given === name ? arnOf(call, name) : given;
  platform.authorise(call, { action, resource });
  const found = platform.store.get<FunctionRecord>(placeOf(call, name));
  if (found && resource === arnOf(call, name)) return found;
  throw refusal("ResourceNotFoundException", 404)(`Function not found: ${resource}`);
}

function shown(call: Call, { code, modified, name, others, role }: FunctionRecord) {
  return {
    ...{ FunctionName: name, FunctionArn: arnOf(call, name), Role: role, ...others, ...code },
    ...{ Version: "$LATEST", State: "Active", LastUpdateStatus: "Successful" },
    LastModified: modified.toISOString().replace("Z", "+0000"),
  };
}

function codeOf(zip: Buffer) {
  if (!zip.toString("latin1").startsWith("PK")) throw invalid("Could not unzip uploaded file.");
  const CodeSha256 = createHash("sha256").update(zip).digest("base64");
  return { CodeSha256, CodeSize: zip.length };
}

function placeOf({ caller, region }: Call, name: string): StoreKey {
  return ["function", caller.account, region, name];
}

function arnOf({ caller: { account, partition }, region }: Call, name: string): string {
  return formatArn({ partition, service: "lambda", region, account, resource: `function:${name}` });
}
