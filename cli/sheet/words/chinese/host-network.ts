import { hostNetwork as lesson } from "../../../../components/lessons/host-network";
import { translated } from "../lesson-words";
import { running } from "./checks";

export const hostNetwork = translated<typeof lesson>(
    "--network host：直接使用主机的接口和端口",
    ({ names: { test1, server }, ports: { server: port } }) => ({
        notices: {
            [`${test1} is in the list, without an address of its own`]: `列表中有 ${test1}，但没有自己的地址`,
            "the host's interfaces": "主机的接口",
            "the very same: there is no namespace between them": "完全相同：它们之间没有隔着命名空间",
            "without -p: its port is a port of the host": "没有用 -p：它的端口就是主机的端口",
            "the host reaches it at its own loopback": "主机从自己的环回地址就能访问它",
            "Address already in use: two containers on the host network share its ports":
                "Address already in use：主机网络上的两个容器共用主机的端口",
        },
        evidence: {
            inspect: `主机网络，上面有 ${test1}`,
            "host-addresses": "主机的接口",
            "container-addresses": `${test1} 的接口：完全相同`,
            server: `${server} 的端口就是主机的端口`,
            conflict: "那个端口上的第二个服务器会失败，这是预期的结果",
        },
        checks: {
            running: running(test1, server),
            "same-addresses": {
                title: `${test1} 有主机的接口和地址`,
                proves: "主机网络上的容器在主机的网络命名空间里",
                hint: `\`docker inspect -f '{{.HostConfig.NetworkMode}}' ${test1}\` 显示它启动时用的是哪个网络。`,
            },
            "server-answers": {
                title: `${server} 在主机的 ${port} 端口应答`,
                proves: "主机网络上的服务器直接在主机上监听：不需要发布端口",
                hint: `\`ss -ltnp\` 显示主机上谁在监听；\`docker logs ${server}\` 显示服务器的日志。`,
            },
            "port-taken": {
                title: `第二个服务器不能使用 ${port} 端口`,
                proves: "主机网络上的容器共用主机的端口：每个端口只能占用一次",
                hint: "端口本应被占用却是空闲的：服务器还在所有地址上监听吗？",
            },
        },
    }),
);
