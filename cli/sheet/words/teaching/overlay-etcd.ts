import { overlayEtcd as lesson } from "../../../../components/lessons/overlay-etcd";
import { taught } from "../teaching-text";
import { exactly, free, imageOf } from "./free";
import { CLUSTER_STORE, mtuExercise, OVERLAY_GOAL, pairOf, pingOver } from "./overlay";

export const overlayEtcd = taught<typeof lesson>((options) => {
    const { near, far, note } = pairOf(options);
    const more = free("more", options);

    const create = `docker network create -d overlay ${more}`;
    const list = `docker network ls --filter name=${more}`;
    const use = `docker run --rm --network ${more} ${imageOf("busybox", options)} ip -4 -o address`;
    const remove = `docker network rm ${more}`;

    const [stop, start] = [`docker stop -t 1 ${far.name}`, `docker start ${far.name}`];
    const reach = pingOver(near, far);
    return {
        goal: [
            ...OVERLAY_GOAL,
            {
                en: "The engines must know the same: here each writes what it makes into etcd, a key-value store, and reads there what the others made.",
                zh: "各个引擎必须知道同样的内容：这里每个引擎把自己建立的内容写进键值存储 etcd，并从中读取其他引擎建立的内容。",
            },
        ],
        tryNext: [
            {
                task: {
                    en: `On ${far.node}, make another overlay: \`${create}\`. On ${near.node}, look for it (\`${list}\`), and start a container on it: \`${use}\`.${note.en}`,
                    zh: `在 ${far.node} 上新建一个覆盖网络：\`${create}\`。在 ${near.node} 上查找它（\`${list}\`），并在它上面启动一个容器：\`${use}\`。${note.zh}`,
                },
                answer: {
                    en: `It is there at once, with scope global: nobody told ${near.node}, its engine reads etcd. The container has an address of the new network's own subnet at eth0. \`${remove}\` on either host removes it for both.`,
                    zh: `马上就有，范围是 global：没有人通知 ${near.node}，是它的引擎读取了 etcd。容器的 eth0 有新网络自己子网里的地址。在任意一台主机上执行 \`${remove}\`，两边就都删除了。`,
                },
                commands: [
                    { command: create, on: far.node },
                    { command: list, shows: new RegExp(` ${exactly(more)} +overlay +global`) },
                    { command: use, shows: /eth0 +inet 10\./ },
                ],
                undo: [{ command: remove, shows: new RegExp(`^${exactly(more)}$`), settles: true }],
            },
            {
                task: {
                    en: `On ${far.node}, stop ${far.name}: \`${stop}\`. What does ${near.node} know of it now: \`${reach.command}\`?${note.en}`,
                    zh: `在 ${far.node} 上停止 ${far.name}：\`${stop}\`。${near.node} 现在知道什么：\`${reach.command}\`？${note.zh}`,
                },
                answer: {
                    en: `bad address: not only does nobody answer, the name itself is gone. The engine of ${far.node} took it out of etcd when the container stopped. After \`${start}\` on ${far.node} it is there again, and the ping is answered.`,
                    zh: `提示 bad address：不只是没有应答，连名称也没有了。容器停止时，${far.node} 的引擎把它从 etcd 里删除了。在 ${far.node} 上执行 \`${start}\` 之后它又有了，ping 有应答。`,
                },
                commands: [
                    { command: stop, on: far.node },
                    { ...reach, shows: /bad address/, settles: true },
                ],
                undo: [
                    { command: start, on: far.node },
                    { ...reach, settles: true },
                ],
            },
            mtuExercise({ near }),
        ],
        legacy: [
            CLUSTER_STORE,
            {
                old: {
                    en: "Version 2 of etcd's API, by which Docker asks it: off by default since etcd 3.4, removed in 3.6.",
                    zh: "Docker 所用的 etcd API 第 2 版：从 etcd 3.4 起默认关闭，3.6 移除。",
                },
                now: {
                    en: "Version 3 of the API, which Kubernetes uses; a swarm needs no etcd at all.",
                    zh: "API 第 3 版，Kubernetes 使用的就是它；Swarm 则完全不需要 etcd。",
                },
            },
        ],
    };
});
