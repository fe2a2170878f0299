import { version } from "@pulumi/kubernetes/package.json";

import { serve } from "../common/serve";
import { providerService } from "../common/service";
import { kubernetesProvider } from "./provider";

serve(providerService(kubernetesProvider(version)));
