import { Case } from "./case";
import { facts, lacks } from "../../../support/doctor";

const OVERLAYS = ["overlay-etcd", "overlay-swarm"];
const DIRECT = { "custom-bridge": { engine: "direct" }, netns: { engine: "direct" }, link: {} };

/** What labs are made with: set-up, the engine, the kernel, images. */
export const TOOL_CASES: readonly Case[] = [
    {
        breaks: "set-up was not run",
        by: (seen) => (seen.setUp = { ...seen.setUp, missing: [{ stage: "pulumi", text: "pulumi 3.226 or newer" }] }),
        id: "set-up/done",
        state: "problem",
        value: /lacks pulumi 3\.226/,
        fix: /^\.\/lab setup/,
    },
    {
        breaks: "only root can read what set-up did",
        by: (seen) => (seen.setUp = { ...seen.setUp, unread: true }),
        id: "set-up/done",
        state: "unknown",
        value: /could not be read/,
        fix: /^sudo/,
    },
    {
        breaks: "set-up refuses its settings",
        by: (seen) =>
            (seen.setUp = {
                ...seen.setUp,
                refused: [{ stage: "settings", what: "no source", why: "w", fix: "correct it" }],
            }),
        id: "set-up/settings",
        state: "problem",
        value: /refuses: no source/,
        fix: /correct it/,
    },
    {
        breaks: "no engine answers",
        by: facts({ engine: null }),
        id: "engine/answers",
        state: "problem",
        value: /none answers/,
        fix: /lab setup starts it/,
    },
    {
        breaks: "no engine answers at DOCKER_HOST",
        by: (seen) => {
            seen.facts.engine = null;
            seen.facts.places.socket = { path: "/nowhere", mode: null, writable: true };
        },
        id: "engine/answers",
        state: "problem",
        value: /none answers/,
        fix: /start the one at \/nowhere, or unset DOCKER_HOST/,
    },
    {
        breaks: "set-up refuses the engine",
        by: (seen) =>
            (seen.setUp = {
                ...seen.setUp,
                refused: [{ stage: "engine", what: "Docker 19 is too old", why: "w", fix: "upgrade" }],
            }),
        id: "engine/answers",
        state: "problem",
        value: /^Docker 19 is too old$/,
        fix: /^upgrade$/,
    },
    {
        breaks: "the storage driver copies",
        by: (seen) => (seen.facts.engine!.Driver = "vfs"),
        id: "engine/storage",
        state: "warning",
        value: /^vfs$/,
        fix: /overlay2/,
    },
    ...(
        [
            ["namespaces", "NET_NS", undefined],
            ["veth", "VETH", undefined],
            ["bridge", "BRIDGE", undefined],
            ["cgroup-namespaces", "CGROUPS", undefined],
            ["overlay", "OVERLAY_FS", undefined],
            ["macvlan", "MACVLAN", OVERLAYS],
            ["vxlan", "VXLAN", OVERLAYS],
        ] as const
    ).map(([feature, option, stacks]): Case => ({
        breaks: `the kernel has no ${feature}`,
        by: lacks(feature),
        id: `kernel/${feature}`,
        state: "problem",
        stacks,
        value: /the kernel has none/,
        fix: new RegExp(`CONFIG_${option} .*leave these stacks out`),
    })),
    {
        breaks: "the kernel has neither iptables",
        by: lacks("nft", "legacy"),
        id: "kernel/nat",
        state: "problem",
        value: /the kernel has none/,
        fix: /CONFIG_NFT_COMPAT/,
    },
    {
        breaks: "bridges pass no iptables",
        by: lacks("bridge-filter"),
        id: "kernel/bridge-filter",
        state: "warning",
        value: /none/,
        fix: /CONFIG_BRIDGE_NETFILTER/,
    },
    {
        breaks: "the kernel does not encrypt",
        config: { "overlay-swarm": { encrypted: "true" }, "overlay-etcd": {} },
        by: lacks("esp"),
        id: "kernel/esp",
        state: "problem",
        stacks: ["overlay-swarm"],
        value: /none/,
        fix: /pulumi config rm encrypted --stack overlay-swarm/,
    },
    {
        breaks: "of a feature nothing is known",
        by: (seen) => (seen.facts.kernel.vxlan = "unknown"),
        id: "kernel/vxlan",
        state: "unknown",
        stacks: OVERLAYS,
        value: /could not be read/,
        fix: /restart the machine.*\.\/lab up overlay-etcd/,
    },
    {
        breaks: "cgroups are not to be read",
        by: facts({ cgroup: null }),
        id: "kernel/cgroup",
        state: "unknown",
        value: /could not be read/,
        fix: /mount/,
    },
    {
        breaks: "there are two kinds of iptables rules",
        config: DIRECT,
        by: facts({ legacyTables: true }),
        id: "kernel/iptables",
        state: "warning",
        stacks: ["custom-bridge"],
        value: /others of the old kind/,
        fix: /update-alternatives/,
    },
    {
        breaks: "what iptables is, is not known",
        config: DIRECT,
        by: facts({ flavour: null }),
        id: "kernel/iptables",
        state: "unknown",
        stacks: ["custom-bridge"],
        value: /could not be read/,
        fix: /\.\/lab setup/,
    },
    {
        breaks: "the older engine's image is not there",
        by: (seen) => (seen.facts.images = seen.facts.images!.filter((image) => !image.includes(":20.10"))),
        id: "images/there",
        state: "problem",
        stacks: ["overlay-etcd"],
        value: /not there: lab-host:20\.10/,
        fix: /lab setup --engine 20\.10/,
    },
    {
        breaks: "images are not to be read",
        by: facts({ images: null }),
        id: "images/there",
        state: "unknown",
        value: /could not be read/,
        fix: /engine answer/,
    },
    {
        breaks: "a registry does not answer, and all images are here",
        by: (seen) => (seen.setUp = { ...seen.setUp, registry: { name: "docker.io", silent: "no such host" } }),
        id: "images/registry",
        state: "warning",
        value: /docker\.io, which does not answer the engine: no such host/,
        fix: /source=packages/,
    },
];
