import type { Translated } from "../lesson-words";
import { blank } from "./blank";
import { customBridge } from "./custom-bridge";
import { defaultBridge } from "./default-bridge";
import { flaskRedis } from "./flask-redis";
import { hostNetwork } from "./host-network";
import { link } from "./link";
import { netns } from "./netns";
import { noneNetwork } from "./none-network";
import { overlayEtcd } from "./overlay-etcd";
import { overlaySwarm } from "./overlay-swarm";
import { portMapping } from "./port-mapping";

/** The lessons in Chinese, by the names of their scenarios. */
export const chinese: Readonly<Record<string, Translated>> = {
    netns,
    "default-bridge": defaultBridge,
    link,
    "custom-bridge": customBridge,
    "port-mapping": portMapping,
    "host-network": hostNetwork,
    "none-network": noneNetwork,
    "flask-redis": flaskRedis,
    "overlay-etcd": overlayEtcd,
    "overlay-swarm": overlaySwarm,
    blank,
};
