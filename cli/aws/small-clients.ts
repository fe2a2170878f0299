import { STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import {
  AwsEc2QueryProtocol,
  AwsJson1_0Protocol,
  AwsJson1_1Protocol,
  AwsQueryProtocol,
  AwsRestJsonProtocol,
} from "@aws-sdk/core/protocols";
import { makeBuilder } from "@smithy/core/client";
import { getEndpointPlugin } from "@smithy/core/endpoints";
import { TypeRegistry } from "@smithy/core/schema";
import { dnsSuffixOf } from "iam-proof/names";
import type { AccountAccess } from "./account-access";

/*
 * The SDK's own clients are many times larger than what a few calls need. So these are clients of the SDK, with its credentials, retries
 * and time limits, told how a service is asked: its protocol, its name and the shapes of some operations. What an answer holds and its
 * shape does not name is dropped while the answer is read.
 */

const PROTOCOLS = {
  ec2: AwsEc2QueryProtocol,
  query: AwsQueryProtocol,
  "json 1.0": AwsJson1_0Protocol,
  "json 1.1": AwsJson1_1Protocol,
  rest: AwsRestJsonProtocol,
};

/** A service, as AWS's models describe it. */
interface SmallService {
  /** The prefix of its endpoints, and its name in signatures unless `signedAs` is given. */
  prefix: string;
  signedAs?: string;
  /** Its id in the SDK's settings. */
  id: string;
  protocol: keyof typeof PROTOCOLS;
  /** For the query protocol, the version of the API; for JSON, the prefix of targets. */
  version: string;
}

/** The shape of an input or output: texts, booleans, lists of one shape, and members by the names that are sent. */
export type Shape = string | boolean | readonly Shape[] | { readonly [member: string]: Shape };

/** A value with the shape. Each member may be absent. */
export type Shaped<Of extends Shape> = Of extends string | boolean
  ? Of
  : Of extends readonly (infer Item extends Shape)[]
    ? Shaped<Item>[]
    : { [Member in keyof Of]?: Of[Member] extends Shape ? Shaped<Of[Member]> : never };

/**
 * A client class for a service, and a function that makes its commands from a name, input and output shapes, and for REST a
 * method and path.
 */
export function smallService({ id, prefix, protocol, signedAs = prefix, version }: SmallService) {
  const namespace = `com.amazonaws.${prefix}`;
  const isEc2 = protocol === "ec2";

  const settings = {
    serviceId: id,
    protocol: PROTOCOLS[protocol],
    protocolSettings: {
      defaultNamespace: namespace,
      errorTypeRegistries: [TypeRegistry.for(namespace)],
      xmlNamespace: `http://${prefix}.amazonaws.com/doc/${version}`,
      version,
      serviceTarget: version,
    },
    endpointProvider: ({ Endpoint, Region = "" }: { Endpoint?: string; Region?: string }) => ({
      url: new URL(Endpoint ?? `https://${prefix}.${Region}.${dnsSuffixOf(Region)}`),
      properties: {
        authSchemes: [{ name: "sigv4", signingName: signedAs, signingRegion: Region }],
      },
    }),
    httpAuthSchemeProvider: ({ region }: { region: string }) => [
      {
        schemeId: "aws.auth#sigv4",
        signingProperties: { name: signedAs, region },
        propertiesExtractor: (config: unknown, context: unknown) => ({
          signingProperties: { config, context },
        }),
      },
    ],
  };

  const Client: new (access: AccountAccess) => STSClient = class extends STSClient {
    constructor(access: AccountAccess) {
      super({ ...access, ...settings } as unknown as STSClientConfig);
    }
  };

  // The SDK's encoding of shapes: text is 0, a list 1, a boolean 2, a structure 3, an operation 9.
  const schemaOf = (shape: Shape, traitsOf: (member: string) => object, name: string): unknown => {
    if (typeof shape === "string") return 0;
    if (typeof shape === "boolean") return 2;
    if (isList(shape)) {
      const item = schemaOf(shape[0] ?? "", traitsOf, `${name}Item`);
      return [
        1,
        namespace,
        `${name}List`,
        0,
        isEc2 ? [() => item, { xmlName: "item" }] : () => item,
      ];
    }
    const members = Object.entries(shape).map(([member, of]) => {
      const schema = schemaOf(of, traitsOf, `${name}${member}`);
      return [typeof schema === "number" ? schema : () => schema, traitsOf(member)];
    });
    return [3, namespace, name, 0, Object.keys(shape), members];
  };

  function command(name: string, asked: Shape, answered: Shape, http?: readonly string[]) {
    const inQuery = http?.[0] === "GET";
    const request = schemaOf(
      asked,
      (member) => (inQuery ? { httpQuery: member } : {}),
      `${name}Request`,
    );
    const result = schemaOf(
      answered,
      (member) => (isEc2 ? { xmlName: member } : {}),
      `${name}Result`,
    );
    const traits = http ? { http: [...http, 200] } : 0;
    const operation = [9, namespace, name, traits, () => request, () => result];
    return makeBuilder(PARAMETERS as never, id, `${id}Client`, getEndpointPlugin as never)(
      {},
      () => [],
      name,
      operation as never,
    );
  }

  return { Client, command };
}

const PARAMETERS = Object.fromEntries(
  [
    ["Endpoint", "endpoint"],
    ["Region", "region"],
  ].map(([parameter, name]) => [parameter, { type: "builtInParams", name }]),
);

function isList(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape);
}
