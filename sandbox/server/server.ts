import { type ControlRoute, createControl, type StatusPart } from "../control/control";
import { organizationRoutes, sandboxRoutes } from "../control/routes";
import { findKeyHolder } from "../identity/callers/caller";
import { createPlatform, type Platform } from "../identity/platform";
import { createKubernetesApi } from "../kubernetes/api/api";
import type { BefallCluster } from "../kubernetes/api/cluster-call";
import { createPods, type Pods } from "../pods";
import { createCodeBuild } from "../services/codebuild";
import { createEc2 } from "../services/ec2";
import { createEks } from "../services/eks";
import { createEksAuth } from "../services/eks-auth";
import { createIam } from "../services/iam";
import { createKms } from "../services/kms";
import { createLambda } from "../services/lambda";
import { createOrganizations } from "../services/organizations";
import { createSecretsManager } from "../services/secretsmanager";
import { createSsm } from "../services/ssm";
import { createSts } from "../services/sts";
import { type Store, StoreWriteError } from "../store/store";
import { createWeather } from "../weather/create-weather";
import { createFaults } from "../weather/faults";
import { readWeather, type Weather } from "../weather/weather";
import { createDispatch } from "../wire/dispatch";
import { type Handler, type HttpServerOptions, openHttpServer } from "../wire/http-server";
import type { Service } from "../wire/messages";
import { serverIdentity } from "../wire/tls/certificate-authority";
import { faultRoutes } from "./fault-routes";
import { keyRoutes } from "./key-routes";

interface SandboxServerOptions
  extends Omit<HttpServerOptions, "faultText" | "identity" | "report"> {
  store: Store;
  /** The store's directory, where services keep their files beside it. */
  directory: string;
  controlToken: string;
  clock?: () => Date;
  /** How slow EKS is, from 0 (at once) to 1 (as AWS). Defaults to 0. */
  pace?: number;
  /** The faults of calls. Defaults to none. */
  weather?: Weather;
  report?: (error: unknown) => void;
}

interface SandboxServer {
  endpoint: string;
  /** Stops listening and closes every connection; the state stays open. */
  close(): Promise<void>;
}

/** Serves the accounts' AWS services, and everything beside them, on one loopback port. */
export async function startServer(options: SandboxServerOptions): Promise<SandboxServer> {
  const {
    store,
    directory,
    controlToken,
    clock = () => new Date(),
    pace = 0,
    weather = readWeather("calm"),
    report = (error) => console.error(error),
  } = options;
  const identity = serverIdentity(directory);
  const http = await openHttpServer({ ...options, identity, report, faultText });
  const effects = createWeather(weather, store, pace);
  const faults = createFaults(effects, pace);
  const platform = createPlatform({
    ...{ store: effects.store, directory, pace },
    endpoint: http.endpoint,
    certificateAuthority: identity.authority,
  });
  const { services, kubernetes, pods, controlRoutes } = createParts(
    platform,
    clock,
    report,
    () => ({ weather: weather.name, pace }),
    faults.befallCluster,
  );
  http.serve([
    createControl([...controlRoutes, ...faultRoutes(faults)], controlToken, clock),
    kubernetes,
    createDispatch({
      services,
      findKeyHolder: (signature, now) => findKeyHolder(store, signature, now),
      clock,
      befall: faults.befall,
      report,
      faultText,
    }),
  ]);
  pods.start();
  return {
    endpoint: http.endpoint,
    close: async () => {
      await pods.close();
      await http.close();
    },
  };
}

function faultText(error: unknown): string | undefined {
  return error instanceof StoreWriteError ? error.message : undefined;
}

interface Parts {
  services: Service[];
  kubernetes: Handler;
  /** Runs by itself: starts when the server answers, ends before it stops answering. */
  pods: Pods;
  controlRoutes: ControlRoute[];
}

/** Every part of the sandbox on one platform. This is the only list of its services. */
export function createParts(
  platform: Platform,
  clock: () => Date,
  report: (error: unknown) => void,
  status: StatusPart = () => ({}),
  befallCluster?: BefallCluster,
): Parts {
  const kms = createKms(platform);
  const pods = createPods(platform, clock, report);
  return {
    services: [
      createIam(platform),
      createSts(platform),
      kms,
      createSecretsManager(platform, kms),
      createSsm(platform, kms),
      createEc2(platform),
      createLambda(platform),
      createCodeBuild(platform),
      createEks(platform),
      createEksAuth(platform),
      createOrganizations(platform),
    ],
    kubernetes: createKubernetesApi(platform, clock, befallCluster),
    pods,
    controlRoutes: [
      ...sandboxRoutes(platform, [status, pods.status]),
      ...organizationRoutes(platform),
      ...keyRoutes(platform),
      ...pods.controlRoutes,
    ],
  };
}
